// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <limits>

#include <Eigen/Dense>
#include <QTest>

#include "core/data/data_format.h"
#include "tests/support/test_program.h"

namespace test_mixtures {

using namespace ligature;

namespace {

using Samples = Eigen::Map<const Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>>;

Dataset mixtures(const Attributes& options = {})
{
    auto dataset = loadDataset({.format = "mixtures", .options = options}, {});
    if (!dataset)
        qFatal("%s", dataset.error().oneLine().c_str());
    return std::move(*dataset);
}

Eigen::MatrixXd matrix(const AlignedArray<float>& values, Eigen::Index samples)
{
    return Samples(values.data(), samples, static_cast<Eigen::Index>(values.size()) / samples).cast<double>();
}

bool sameBits(const Dataset& a, const Dataset& b)
{
    return std::ranges::equal(a.features.span(), b.features.span()) &&
           std::ranges::equal(a.targets.span(), b.targets.span());
}

} // namespace

class TestMixtures : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theCleanMixturesLieInAsManyDirectionsAsThereAreFactors()
    {
        const Dataset dataset = mixtures({{"features", std::int64_t{10}}, {"factors", std::int64_t{5}}});
        QCOMPARE(dataset.sample_count, 600);
        QCOMPARE(dataset.feature_shape, (Shape{10}));
        QCOMPARE(dataset.target_shape, (Shape{10}));
        const Eigen::VectorXd strength = matrix(dataset.targets, 600).jacobiSvd().singularValues();
        QVERIFY(strength[4] > 1);
        QVERIFY(strength[5] < 1e-4);
    }

    void theColumnsAreOfLengthOneAtRightAngles()
    {
        // All factors are uniform in [0, 1) and independent, so the clean mixtures vary by 1/12 in each of their
        // directions if B's columns are as promised, and by 0 in the others.
        const Dataset dataset = mixtures({{"samples", std::int64_t{20'000}}, {"factors", std::int64_t{3}}});
        Eigen::MatrixXd clean = matrix(dataset.targets, 20'000);
        clean.rowwise() -= clean.colwise().mean().eval();
        const Eigen::MatrixXd covariance = clean.transpose() * clean / 20'000;
        const Eigen::VectorXd variances = covariance.selfadjointView<Eigen::Lower>().eigenvalues();
        for (Eigen::Index i = 0; i < 10; ++i)
            QVERIFY(std::abs(variances[i] - (i < 7 ? 0.0 : 1.0 / 12)) < 0.003);
    }

    void theNoiseIsAsLoudAsAsked()
    {
        const Dataset dataset = mixtures({{"samples", std::int64_t{5'000}}, {"noise", 0.5}});
        const Eigen::MatrixXd noise = matrix(dataset.features, 5'000) - matrix(dataset.targets, 5'000);
        QVERIFY(std::abs(noise.mean()) < 0.01);
        QVERIFY(std::abs(std::sqrt(noise.array().square().mean()) - 0.5) < 0.01);
        QVERIFY(std::ranges::equal(mixtures({{"noise", 0.0}}).features.span(), mixtures().targets.span()));
    }

    void theClassIsTheLargestFactor()
    {
        const Attributes options = {{"factors", std::int64_t{4}}, {"features", std::int64_t{4}}, {"noise", 0.0}};
        Attributes classes = options;
        classes.set("targets", std::string("class"));
        const Dataset named = mixtures(classes);
        QCOMPARE(named.class_names, (std::vector<std::string>{"factor 1", "factor 2", "factor 3", "factor 4"}));
        // Where class k is the largest, the mean of z differs from the other classes' only in places k and the other's,
        // so the means of the classes are equally far from each other.
        const Eigen::MatrixXd x = matrix(named.features, 600);
        Eigen::MatrixXd means = Eigen::MatrixXd::Zero(4, 4);
        Eigen::VectorXd counts = Eigen::VectorXd::Zero(4);
        for (Eigen::Index i = 0; i < 600; ++i) {
            const auto label = static_cast<Eigen::Index>(named.targets[static_cast<std::size_t>(i)]);
            means.row(label) += x.row(i);
            ++counts[label];
        }
        for (Eigen::Index label = 0; label < 4; ++label) {
            QVERIFY(counts[label] > 100);
            means.row(label) /= counts[label];
        }
        // The largest of four is 0.8 on average, each of the others 0.4.
        for (Eigen::Index a = 0; a < 4; ++a) {
            for (Eigen::Index b = 0; b < a; ++b)
                QVERIFY(std::abs((means.row(a) - means.row(b)).norm() - 0.4 * std::sqrt(2.0)) < 0.12);
        }
    }

    void theSeedDecidesTheSamples()
    {
        QVERIFY(sameBits(mixtures({{"seed", std::int64_t{3}}}), mixtures({{"seed", std::int64_t{3}}})));
        QVERIFY(!sameBits(mixtures({{"seed", std::int64_t{3}}}), mixtures({{"seed", std::int64_t{4}}})));
    }

    void moreSamplesBeginWithTheSameOnes()
    {
        const Dataset few = mixtures({{"samples", std::int64_t{20}}});
        const Dataset many = mixtures({{"samples", std::int64_t{40}}});
        QVERIFY(std::ranges::equal(few.features.span(), many.features.span().first(few.features.size())));
    }

    void whatCannotBeMadeIsRefused_data()
    {
        QTest::addColumn<QString>("option");
        QTest::addColumn<std::int64_t>("value");
        QTest::newRow("more factors than features") << "factors" << std::int64_t{11};
        QTest::newRow("no factors") << "factors" << std::int64_t{0};
        QTest::newRow("a single sample") << "samples" << std::int64_t{1};
        QTest::newRow("more features than a list has room for") << "features" << std::int64_t{1001};
    }
    void whatCannotBeMadeIsRefused()
    {
        QFETCH(QString, option);
        QFETCH(std::int64_t, value);
        const auto dataset = loadDataset({.format = "mixtures", .options = {{option.toStdString(), value}}}, {});
        QVERIFY(!dataset);
        QVERIFY(!dataset.error().mend.empty());
    }
};

LIGATURE_GUILESS_TEST(TestMixtures)

} // namespace test_mixtures

#include "test_mixtures.moc"
