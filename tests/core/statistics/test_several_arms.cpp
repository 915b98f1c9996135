// SPDX-License-Identifier: GPL-3.0-or-later
#include <limits>

#include <QTest>

#include "core/statistics/almost_stochastic_order.h"
#include "core/statistics/multiple.h"
#include "core/statistics/ranks.h"
#include "core/statistics/studentized_range.h"
#include "tests/core/statistics/differences.h"
#include "tests/core/statistics/near.h"
#include "tests/support/test_program.h"

/// What is said of several arms: corrections, ranks over data sets, stochastic order.
namespace test_several_arms {

using namespace ligature;
using namespace statistics;
using testing::comparedTo;
using testing::differencesOf;
using testing::near;
using Values = std::vector<double>;
using PValues = std::vector<std::optional<double>>;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double nothing = std::numeric_limits<double>::quiet_NaN();
constexpr auto lower = MetricDirection::LowerIsBetter;
constexpr auto higher = MetricDirection::HigherIsBetter;

RankComparison ranked(const Values& values, std::size_t arms, MetricDirection direction = lower)
{
    const auto result = compareRanks(values, arms, direction);
    if (!result)
        qFatal("%s", result.error().oneLine().c_str());
    return *result;
}

StochasticOrder ordered(const Values& arm, const Values& baseline, const OrderSettings& settings = {})
{
    const auto result = almostStochasticOrder(arm, baseline, settings);
    if (!result)
        qFatal("%s", result.error().oneLine().c_str());
    return *result;
}

} // namespace

class SeveralArmsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void holmAdjusts_data()
    {
        QTest::addColumn<PValues>("p_values");
        QTest::addColumn<PValues>("expected");
        QTest::newRow("none") << PValues{} << PValues{};
        QTest::newRow("one") << PValues{0.03} << PValues{0.03};
        QTest::newRow("four by hand") << PValues{0.01, 0.04, 0.03, 0.005} << PValues{0.03, 0.06, 0.06, 0.02};
        QTest::newRow("never above 1") << PValues{0.9, 0.8} << PValues{1.0, 1.0};
        QTest::newRow("never falling") << PValues{0.02, 0.021} << PValues{0.04, 0.04};
        QTest::newRow("absent ones do not count") << PValues{std::nullopt, 0.02, nothing, 0.01, 2.0}
                                                  << PValues{std::nullopt, 0.02, std::nullopt, 0.02, std::nullopt};
        QTest::newRow("the same ones") << PValues{0.01, 0.01} << PValues{0.02, 0.02};
        QTest::newRow("ends") << PValues{0.0, 1.0} << PValues{0.0, 1.0};
    }

    void holmAdjusts()
    {
        QFETCH(PValues, p_values);
        QFETCH(PValues, expected);
        const PValues found = holmAdjusted(p_values);
        QCOMPARE(found.size(), expected.size());
        for (std::size_t i = 0; i < found.size(); ++i)
            QVERIFY(found[i].has_value() == expected[i].has_value() && (!found[i] || near(found[i], *expected[i])));
    }

    void simultaneousIntervalsAreBonferronis()
    {
        QCOMPARE(bonferroniLevel(0.95, 0), 0.95);
        QCOMPARE(bonferroniLevel(0.95, 1), 0.95);
        QVERIFY(near(bonferroniLevel(0.95, 5), 0.99));
        const Values differences = differencesOf(0.3, 0.1, 9);
        const std::vector<PairedDifference> arms{comparedTo(0, differences), comparedTo(0, {1}),
                                                 comparedTo(0, differences, {.level = 0.5})};
        const auto found = simultaneousIntervals(arms);
        QVERIFY(found[0] && !found[1]); // The second has no interval, and leaves the level to the others.
        const PairedDifference direct = comparedTo(0, differences, {.level = bonferroniLevel(0.95, 2)});
        QCOMPARE(found[0], direct.interval);
        QCOMPARE(found[2], direct.interval); // Its own level does not matter.
        QVERIFY(simultaneousIntervals({}).empty());
    }

    void theRangeOfNormalVariablesHasItsTable_data()
    {
        // The quantile at 0.95 with infinitely many degrees of freedom: the first line of Demsar's table 5 (2006) times
        // the root of 2, and to all digits by mpmath.
        QTest::addColumn<int>("variables");
        QTest::addColumn<double>("demsar");
        QTest::addColumn<double>("expected");
        QTest::newRow("2") << 2 << 1.96 << 2.7718076486993559;
        QTest::newRow("3") << 3 << 2.343 << 3.314493155398121;
        QTest::newRow("4") << 4 << 2.569 << 3.633159574902629;
        QTest::newRow("5") << 5 << 2.728 << 3.8576555103786233;
        QTest::newRow("6") << 6 << 2.85 << 4.0300920531805762;
        QTest::newRow("7") << 7 << 2.949 << 4.1695541550065473;
        QTest::newRow("8") << 8 << 3.031 << 4.2863094093490443;
        QTest::newRow("9") << 9 << 3.102 << 4.3865091154953694;
        QTest::newRow("10") << 10 << 3.164 << 4.4741242217259051;
    }

    void theRangeOfNormalVariablesHasItsTable()
    {
        QFETCH(int, variables);
        QFETCH(double, demsar);
        QFETCH(double, expected);
        const auto count = static_cast<std::size_t>(variables);
        const double found = rangeQuantile(0.95, count);
        QVERIFY(std::abs(found / std::sqrt(2.0) - demsar) < 0.0011); // Of one the last digit is rounded down.
        QVERIFY2(near(found, expected, 1e-12), qPrintable(QString::number(found, 'g', 17)));
        QVERIFY(near(rangeProbability(found, count), 0.95));
    }

    void theRangeOfTwoIsKnown()
    {
        for (const double q : {0.01, 0.5, 1.0, 3.0, 6.0}) // The difference of two has the variance 2.
            QVERIFY(near(rangeProbability(q, 2), std::erf(q / 2), 1e-13));
        QCOMPARE(rangeProbability(0, 3), 0.0);
        QCOMPARE(rangeProbability(-1, 3), 0.0);
        QCOMPARE(rangeProbability(infinity, 3), 1.0);
        QVERIFY(std::isnan(rangeProbability(1, 1)) && std::isnan(rangeProbability(nothing, 3)));
        QVERIFY(std::isnan(rangeQuantile(1, 3)) && std::isnan(rangeQuantile(0, 3)) &&
                std::isnan(rangeQuantile(0.9, 1)));
    }

    void armsAreRankedOverDataSets()
    {
        // Ranks by hand: 1 2 3; 1.5 1.5 3; 2 1 3; 1 2 3.
        const RankComparison found = ranked({1, 2, 3, 5, 5, 6, 2, 1, 9, 0, 1, 2}, 3);
        QCOMPARE(found.data_sets, 4U);
        QCOMPARE(found.average_ranks, (Values{1.375, 1.625, 3}));
        QVERIFY(near(found.statistic, 6.533333333333333)); // scipy.stats.friedmanchisquare
        QVERIFY(near(found.p, 0.03813332654704519));
        QVERIFY(near(found.critical_difference, 3.3144931553981210 * std::sqrt(12.0 / 48)));
        QCOMPARE(found.pair_p[0], 1.0);
        QCOMPARE(found.pair_p[1], found.pair_p[3]);
        const RankComparison turned = ranked({1, 2, 3, 5, 5, 6, 2, 1, 9, 0, 1, 2}, 3, higher);
        QCOMPARE(turned.average_ranks, (Values{2.625, 2.375, 1}));
        QVERIFY(near(turned.statistic, found.statistic));
    }

    void whatTiesThroughoutShowsNothing()
    {
        const RankComparison found = ranked(Values(12, 0.5), 4);
        QCOMPARE(found.average_ranks, Values(4, 2.5));
        QCOMPARE(found.statistic, 0.0);
        QCOMPARE(found.p, 1.0);
    }

    void aRunThatDivergedRanksLast()
    {
        const RankComparison found = ranked({1, nothing, 2, infinity, 3, -infinity}, 3);
        QCOMPARE(found.average_ranks, (Values{1.75, 2, 2.25}));
        QCOMPARE(ranked({1, nothing, 2}, 3, higher).average_ranks, (Values{2, 3, 1}));
    }

    void tablesThatAreNoneAreRefused()
    {
        QVERIFY(!compareRanks(Values{1, 2}, 1, lower));
        QVERIFY(!compareRanks(Values{1, 2}, 0, lower));
        QVERIFY(!compareRanks(Values{}, 3, lower));
        QVERIFY(!compareRanks(Values{1, 2, 3, 4}, 3, lower));
        QVERIFY(!compareRanks(Values{1, 2}, 2, lower, 1.0));
    }

    void theViolationOfAnOrderIsExact_data()
    {
        QTest::addColumn<Values>("arm");
        QTest::addColumn<Values>("baseline");
        QTest::addColumn<double>("expected");
        QTest::newRow("always better") << Values{1, 2, 3} << Values{2, 3, 4} << 0.0;
        QTest::newRow("always worse") << Values{2, 3, 4} << Values{1, 2, 3} << 1.0;
        QTest::newRow("the same in another order") << Values{1, 2, 3} << Values{3, 1, 2} << 0.5;
        QTest::newRow("wider by as much") << Values{0, 3} << Values{1, 2} << 0.5;
        // Quantiles 0 and 4 beside 1 and 2: squares 1 and 4, the second worse.
        QTest::newRow("by hand") << Values{4, 0} << Values{1, 2} << 0.8;
        // By twelfths: 0 beside 1 over six, 3 beside 1 over two, 3 beside 2 over four: squares 6, 8 and 4.
        QTest::newRow("of different numbers") << Values{0, 0, 3, 3} << Values{1, 1, 2} << 12.0 / 18;
        QTest::newRow("one each") << Values{2} << Values{1} << 1.0;
        QTest::newRow("huge") << Values{2e299, 1e299} << Values{3e299, 0} << 0.5;
    }

    void theViolationOfAnOrderIsExact()
    {
        QFETCH(Values, arm);
        QFETCH(Values, baseline);
        QFETCH(double, expected);
        const StochasticOrder found = ordered(arm, baseline);
        QVERIFY2(near(found.violation, expected), qPrintable(QString::number(found.violation, 'g', 17)));
        QVERIFY(found.least_epsilon >= found.violation && found.least_epsilon <= 1);
        // The arms exchanged: the other part of the distance.
        QVERIFY(near(ordered(baseline, arm).violation, 1 - expected));
        QVERIFY(near(ordered(arm, baseline, {.direction = higher}).violation, 1 - expected));
    }

    void anOrderIsBoundedByItsSpread()
    {
        const Values good{1.0, 1.1, 1.2, 1.05, 1.15, 1.3};
        const Values bad{2.0, 2.1, 2.2, 2.05, 2.15, 2.3};
        QCOMPARE(ordered(good, bad).least_epsilon, 0.0); // No resample ever violates it.
        QVERIFY(ordered(good, bad).armDominates());
        QVERIFY(!ordered(bad, good).armDominates());
        const Values mixed{0.9, 2.5, 1.9, 2.2, 1.2, 2.6};
        const StochasticOrder found = ordered(mixed, bad);
        QVERIFY(found.least_epsilon > found.violation);
        QVERIFY(ordered(mixed, bad, {.comparisons = 4}).least_epsilon > found.least_epsilon);
        QCOMPARE(ordered(mixed, bad).least_epsilon, found.least_epsilon); // The same seed.
        QVERIFY(ordered(mixed, bad, {.seed = 1}).least_epsilon != found.least_epsilon);
        QCOMPARE(ordered(Values(5, 1.0), Values(5, 1.0)).least_epsilon, 0.5);
    }

    void ordersOfNothingAreRefused()
    {
        const Values values{1, 2};
        QVERIFY(!almostStochasticOrder({}, values));
        QVERIFY(!almostStochasticOrder(values, {}));
        QVERIFY(!almostStochasticOrder(values, Values{nothing}));
        QVERIFY(!almostStochasticOrder(Values{infinity}, values));
        QVERIFY(!almostStochasticOrder(values, values, {.level = 1}));
        QVERIFY(!almostStochasticOrder(values, values, {.comparisons = 0}));
        QVERIFY(!almostStochasticOrder(values, values, {.resamples = 0}));
        QVERIFY(!almostStochasticOrder(values, values, {.resamples = 1'000'000'000}));
    }
};

LIGATURE_APPLESS_TEST(SeveralArmsTest)
} // namespace test_several_arms

#include "test_several_arms.moc"
