// SPDX-License-Identifier: GPL-3.0-or-later
#include <limits>
#include <vector>

#include <QTest>

#include "core/statistics/bootstrap.h"
#include "core/statistics/permutation.h"
#include "core/statistics/random_draws.h"
#include "tests/core/statistics/near.h"
#include "tests/support/test_program.h"

/// The two checks beside Student's t.
namespace test_resampling {

using namespace ligature::statistics;
using ligature::testing::near;
using Values = std::vector<double>;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double nothing = std::numeric_limits<double>::quiet_NaN();

/// Ascending, none the negative of another, all on one side of 0 but the first few.
Values someDifferences(std::size_t count)
{
    Values values;
    for (std::size_t i = 0; i < count; ++i)
        values.push_back(static_cast<double>(i * i) / 40 - 0.3);
    return values;
}

} // namespace

class ResamplingTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theDrawsAreTheSameEverywhere()
    {
        RandomDraws draws(1234567); // Vigna's reference values of SplitMix64.
        for (const std::uint64_t expected : {6457827717110365317U, 3203168211198807973U, 9817491932198370423U,
                                             4593380528125082431U, 16408922859458223821U})
            QCOMPARE(draws.bits(), expected);
        RandomDraws below(7);
        std::vector<int> counts(5);
        for (int i = 0; i < 50'000; ++i)
            ++counts[below.below(5)];
        for (const int count : counts)
            QVERIFY(std::abs(count - 10'000) < 450); // Five deviations.
    }

    void signsAreFlipped_data()
    {
        QTest::addColumn<Values>("differences");
        QTest::addColumn<double>("p");
        QTest::newRow("one cannot tell") << Values{3} << 1.0;
        QTest::newRow("two of one sign") << Values{1, 2} << 0.5;
        QTest::newRow("five of one sign: the least that five can have") << Values{1, 2, 3, 4, 5} << 0.0625;
        QTest::newRow("six of one sign") << Values{1, 2, 3, 4, 5, 6} << 0.03125;
        QTest::newRow("all nought") << Values(6, 0.0) << 1.0;
        QTest::newRow("noughts do not count") << Values{0, 1, 2, 0} << 0.5;
        QTest::newRow("one against") << Values{-1, 2, 3, 4, 5, 6} << 0.0625;
        QTest::newRow("a sum of nought") << Values{1, -1, 2, -2} << 1.0;
        QTest::newRow("rounding parts no ties") << Values{0.1, 0.2, -0.3} << 1.0;
        QTest::newRow("huge") << Values{8e307, 8e307, 8e307, 8e307, 8e307, 8e307} << 0.03125;
        QTest::newRow("tiny") << Values{5e-324, 5e-324} << 0.5;
        QTest::newRow("sixteen") << Values(16, 1.0) << 2.0 / 65536;
    }

    void signsAreFlipped()
    {
        QFETCH(Values, differences);
        QFETCH(double, p);
        const auto found = signFlipTest(differences);
        QVERIFY(found && found->exact);
        QCOMPARE(found->assignments, std::size_t{1} << differences.size());
        QCOMPARE(found->p, p);
        for (double& difference : differences)
            difference = -difference;
        QCOMPARE(signFlipTest(differences)->p, p);
    }

    void ofManyTheyAreDrawn()
    {
        const auto found = signFlipTest(Values(17, 1.0));
        QVERIFY(found && !found->exact);
        QCOMPARE(found->assignments, drawn_assignments);
        // True is 2 / 2^17; drawn, it is never below twice one in all.
        QVERIFY(found->p >= 2.0 / (drawn_assignments + 1) && found->p < 2e-4);
        const Values many = someDifferences(70); // More than a word of signs.
        QCOMPARE(signFlipTest(many)->p, 2.0 / (drawn_assignments + 1));
        // Drawn beside exact: one more difference of 0 changes nothing, and takes sixteen to seventeen.
        Values differences = someDifferences(16);
        for (double& difference : differences)
            difference -= 1.2;
        const double exact = signFlipTest(differences)->p;
        differences.push_back(0);
        const double drawn = signFlipTest(differences)->p;
        QVERIFY(exact > 0.01 && exact < 0.99);
        QVERIFY(std::abs(drawn - exact) < 0.01);
        QCOMPARE(signFlipTest(differences)->p, drawn);
        QVERIFY(signFlipTest(differences, 1)->p != drawn);
    }

    void whatIsNotFiniteHasNoTest()
    {
        QVERIFY(!signFlipTest({}));
        for (const double value : {nothing, infinity, -infinity}) {
            QVERIFY(!signFlipTest(Values{1, value, 2}));
            QVERIFY(!bootstrapInterval(Values{1, value, 2}));
        }
        QVERIFY(!bootstrapInterval({}) && !bootstrapInterval(Values{1}));
        for (const double level : {0.0, 1.0, nothing, -1.0})
            QVERIFY(!bootstrapInterval(Values{1, 2, 3}, level));
    }

    void theBootstrapLeansWithTheSkew()
    {
        const Values differences = someDifferences(24);
        double mean = 0;
        for (const double difference : differences)
            mean += difference / 24;
        const auto found = bootstrapInterval(differences);
        QVERIFY(found->low < mean && mean < found->high);
        QVERIFY(found->high - mean > mean - found->low); // The long tail is above.
        Values turned = differences;
        for (double& difference : turned)
            difference = -difference;
        const auto mirrored = bootstrapInterval(turned); // The resamples are the same, so all of it is.
        QVERIFY(near(mirrored->low, -found->high, 1e-9) && near(mirrored->high, -found->low, 1e-9));
        QCOMPARE(bootstrapInterval(differences), found);
        QVERIFY(bootstrapInterval(differences, 0.95, 1) != found);
        const auto narrower = bootstrapInterval(differences, 0.8);
        QVERIFY(narrower->low > found->low && narrower->high < found->high);
    }

    void theBootstrapTakesAnything_data()
    {
        QTest::addColumn<Values>("differences");
        QTest::addColumn<double>("low");
        QTest::addColumn<double>("high");
        QTest::newRow("all the same") << Values(20, 0.1) << 0.1 << 0.1;
        QTest::newRow("all nought") << Values(20, 0.0) << 0.0 << 0.0;
        QTest::newRow("two") << Values{0, 1} << 0.0 << 1.0;
        Values outlier(30, 0.0);
        outlier.front() = 1;
        QTest::newRow("one that differs") << outlier << 0.0 << 0.2;
        for (double& value : outlier)
            value *= 8e307;
        QTest::newRow("huge") << outlier << 0.0 << 1.6e307;
        QTest::newRow("tiny") << Values{0, 5e-324, 0, 5e-324} << 0.0 << 5e-324;
    }

    void theBootstrapTakesAnything()
    {
        QFETCH(Values, differences);
        QFETCH(double, low);
        QFETCH(double, high);
        for (const double level : {0.5, 0.95, 0.999999}) {
            const auto found = bootstrapInterval(differences, level);
            QVERIFY(found && found->low <= found->high);
            QVERIFY(std::isfinite(found->low) && std::isfinite(found->high));
            if (level < 0.99)
                QVERIFY(found->low >= low && found->high <= high);
        }
    }
};

LIGATURE_APPLESS_TEST(ResamplingTest)
} // namespace test_resampling

#include "test_resampling.moc"
