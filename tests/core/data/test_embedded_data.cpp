// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>
#include <cmath>

#include <QTest>

#include "core/data/data_format.h"
#include "tests/support/test_program.h"

namespace test_embedded_data {

using namespace ligature;

class TestEmbeddedData : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void digitsAreTheUciTestSet();
    void irisHasFishersMeans();
    void aBuiltInSetNeedsNoOptionsAndClaimsNoFile();
    void theHelpNamesSourceAndLicence();
    void previewShowsTheFirstSamples();
    void aPixelIsTitledWithItsNumber();
};

namespace {

Result<Dataset> loadBuiltIn(const std::string& format)
{
    return loadDataset({.format = format}, {});
}

std::vector<int> classCounts(const Dataset& data)
{
    std::vector<int> counts(data.class_names.size());
    for (const float target : data.targets.span())
        ++counts[static_cast<std::size_t>(target)];
    return counts;
}

} // namespace

void TestEmbeddedData::digitsAreTheUciTestSet()
{
    const auto data = loadBuiltIn("digits");
    QVERIFY(data.has_value());
    QCOMPARE(data->sample_count, 1797);
    QCOMPARE(data->feature_shape, Shape{64});
    QVERIFY(data->feature_names.empty());
    QCOMPARE(data->target_kind, TargetKind::Class);
    QCOMPARE(data->target_shape, Shape());
    QCOMPARE(data->class_names, (std::vector<std::string>{"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"}));
    QCOMPARE(data->features.size(), std::size_t(1797 * 64));
    // The counts that the repository's description lists for the test set.
    QCOMPARE(classCounts(*data), (std::vector<int>{178, 182, 177, 183, 181, 182, 181, 179, 174, 180}));
    double sum = 0;
    for (const float value : data->features.span()) {
        QVERIFY(value >= 0 && value <= 16 && value == std::floor(value));
        sum += static_cast<double>(value);
    }
    QCOMPARE(sum, 561718.0); // numpy's, over scikit-learn's file
    QCOMPARE(data->features[2], 5.0F);
    QCOMPARE(data->features[64 * 1796 + 58], 8.0F);
}

void TestEmbeddedData::irisHasFishersMeans()
{
    const auto data = loadBuiltIn("iris");
    QVERIFY(data.has_value());
    QCOMPARE(data->sample_count, 150);
    QCOMPARE(data->feature_names, (std::vector<std::string>{"sepal length (cm)", "sepal width (cm)",
                                                            "petal length (cm)", "petal width (cm)"}));
    QCOMPARE(data->class_names, (std::vector<std::string>{"setosa", "versicolor", "virginica"}));
    QCOMPARE(data->target_names, std::vector<std::string>{"species"});
    QCOMPARE(classCounts(*data), (std::vector<int>{50, 50, 50}));
    std::array<double, 4> means{};
    for (std::size_t i = 0; i < data->features.size(); ++i)
        means[i % 4] += static_cast<double>(data->features[i]) / 150;
    // R's colMeans(iris[1:4]).
    const std::array<double, 4> expected{5.843333, 3.057333, 3.758, 1.199333};
    for (std::size_t column = 0; column < 4; ++column)
        QVERIFY(std::abs(means[column] - expected[column]) < 1e-6);
    // The two flowers in which the repository's own file differs from the paper.
    QCOMPARE(data->features[34 * 4 + 3], 0.2F);
    QCOMPARE(data->features[37 * 4 + 1], 3.6F);
}

void TestEmbeddedData::aBuiltInSetNeedsNoOptionsAndClaimsNoFile()
{
    for (const auto* const name : {"digits", "iris"}) {
        const DataFormat* const format = findDataFormat(name);
        QVERIFY(format != nullptr);
        QVERIFY(format->options().empty());
        QVERIFY(format->fileFilter().empty());
        QVERIFY(!format->matches("digits.csv"));
    }
}

void TestEmbeddedData::theHelpNamesSourceAndLicence()
{
    for (const auto* const name : {"digits", "iris"}) {
        const std::string help = findDataFormat(name)->help();
        QVERIFY(help.find("UCI Machine Learning Repository") != std::string::npos);
        QVERIFY(help.find("CC BY 4.0") != std::string::npos);
    }
}

void TestEmbeddedData::previewShowsTheFirstSamples()
{
    const auto preview = findDataFormat("iris")->preview({}, {}, 2);
    QVERIFY(preview.has_value());
    QCOMPARE(preview->note, std::string("150 samples of 4, 3 classes"));
    QCOMPARE(preview->columns.size(), std::size_t(5));
    QCOMPARE(preview->columns.back(), std::string("species"));
    QCOMPARE(preview->rows.size(), std::size_t(2));
    QCOMPARE(preview->rows[1], (std::vector<std::string>{"4.9", "3", "1.4", "0.2", "setosa"}));
    QVERIFY(findDataFormat("iris")->preview({}, {}, -1)->rows.empty());
}

void TestEmbeddedData::aPixelIsTitledWithItsNumber()
{
    const auto preview = findDataFormat("digits")->preview({}, {}, 3);
    QVERIFY(preview.has_value());
    QCOMPARE(preview->note, std::string("1,797 samples of 64, 10 classes"));
    QCOMPARE(preview->columns.front(), std::string("1"));
    QCOMPARE(preview->columns.back(), std::string("digit"));
    for (const auto& row : preview->rows)
        QCOMPARE(row.size(), preview->columns.size());
    QCOMPARE(preview->rows[2].back(), std::string("2"));
}

LIGATURE_GUILESS_TEST(TestEmbeddedData)

} // namespace test_embedded_data

#include "test_embedded_data.moc"
