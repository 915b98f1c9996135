// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <map>
#include <vector>

#include <QTest>

#include "core/data/data_format.h"
#include "tests/support/test_program.h"

namespace test_digit_pairs {

using namespace ligature;

namespace {

constexpr std::size_t pixels = 64;

Dataset pairs(const Attributes& options = {})
{
    auto dataset = loadDataset({.format = "digit-pairs", .options = options}, {});
    if (!dataset)
        qFatal("%s", dataset.error().oneLine().c_str());
    return std::move(*dataset);
}

/// Which digits a picture may show: two samples of one set may be alike.
std::map<std::vector<float>, std::vector<float>> digitsByPicture()
{
    const auto digits = loadDataset({.format = "digits"}, {});
    std::map<std::vector<float>, std::vector<float>> found;
    for (std::size_t i = 0; i < static_cast<std::size_t>(digits->sample_count); ++i) {
        const auto picture = digits->features.span().subspan(i * pixels, pixels);
        found[{picture.begin(), picture.end()}].push_back(digits->targets[i]);
    }
    return found;
}

bool sameBits(const Dataset& a, const Dataset& b)
{
    return std::ranges::equal(a.features.span(), b.features.span()) &&
           std::ranges::equal(a.targets.span(), b.targets.span());
}

} // namespace

class TestDigitPairs : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void eachPairIsOfTheClassThatItsDigitsSay()
    {
        const Dataset dataset = pairs({{"pairs", std::int64_t{500}}});
        QCOMPARE(dataset.sample_count, 500);
        QCOMPARE(dataset.feature_shape, (Shape{2, 64}));
        QCOMPARE(dataset.class_names, (std::vector<std::string>{"different", "same"}));
        const auto digits = digitsByPicture();
        for (std::size_t pair = 0; pair < 500; ++pair) {
            const auto both = dataset.features.span().subspan(pair * 2 * pixels, 2 * pixels);
            const std::vector<float> left(both.begin(), both.begin() + pixels);
            const std::vector<float> right(both.begin() + pixels, both.end());
            QCOMPARE(digits.at(left) == digits.at(right), dataset.targets[pair] == 1);
            QVERIFY(left != right);
        }
    }

    void theShareOfSamePairsIsMet_data()
    {
        QTest::addColumn<double>("share");
        QTest::addColumn<std::int64_t>("same");
        QTest::newRow("none") << 0.0 << std::int64_t{0};
        QTest::newRow("a tenth") << 0.1 << std::int64_t{100};
        QTest::newRow("half") << 0.5 << std::int64_t{500};
        QTest::newRow("all") << 1.0 << std::int64_t{1000};
    }
    void theShareOfSamePairsIsMet()
    {
        QFETCH(double, share);
        QFETCH(std::int64_t, same);
        const Dataset dataset = pairs({{"pairs", std::int64_t{1000}}, {"same_share", share}});
        const auto found = std::ranges::count(dataset.targets.span(), 1.0F);
        QVERIFY(std::abs(found - same) <= 1);
    }

    void theSeedDecidesThePairs()
    {
        const Attributes options = {{"pairs", std::int64_t{50}}, {"seed", std::int64_t{3}}};
        QVERIFY(sameBits(pairs(options), pairs(options)));
        QVERIFY(!sameBits(pairs(options), pairs({{"pairs", std::int64_t{50}}, {"seed", std::int64_t{4}}})));
    }

    void morePairsBeginWithTheSameOnes()
    {
        const Dataset few = pairs({{"pairs", std::int64_t{20}}});
        const Dataset many = pairs({{"pairs", std::int64_t{40}}});
        QVERIFY(std::ranges::equal(few.features.span(), many.features.span().first(few.features.size())));
    }

    void theHelpNamesSourceAndLicence()
    {
        const std::string help = findDataFormat("digit-pairs")->help();
        QVERIFY(help.find("UCI Machine Learning Repository") != std::string::npos);
        QVERIFY(help.find("CC BY 4.0") != std::string::npos);
    }

    void optionsOutOfTheirRangeAreRefused_data()
    {
        QTest::addColumn<QString>("option");
        QTest::addColumn<double>("value");
        QTest::newRow("a share over 1") << "same_share" << 1.5;
        QTest::newRow("a share below 0") << "same_share" << -0.1;
    }
    void optionsOutOfTheirRangeAreRefused()
    {
        QFETCH(QString, option);
        QFETCH(double, value);
        const DataSource source{.format = "digit-pairs", .options = {{option.toStdString(), value}}};
        QVERIFY(!loadDataset(source, {}));
    }
};

LIGATURE_GUILESS_TEST(TestDigitPairs)

} // namespace test_digit_pairs

#include "test_digit_pairs.moc"
