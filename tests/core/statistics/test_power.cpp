// SPDX-License-Identifier: GPL-3.0-or-later
#include <limits>

#include <QTest>

#include "core/statistics/power.h"
#include "tests/core/statistics/near.h"
#include "tests/support/test_program.h"

namespace test_power {

using namespace ligature::statistics;
using ligature::testing::near;
using Kind = SeedCount::Kind;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double nothing = std::numeric_limits<double>::quiet_NaN();

} // namespace

class PowerTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void thePowerIsStatsmodels_data()
    {
        // statsmodels.stats.power.TTestPower().power(effect, n, significance)
        QTest::addColumn<double>("effect");
        QTest::addColumn<int>("seeds");
        QTest::addColumn<double>("significance");
        QTest::addColumn<double>("expected");
        QTest::newRow("0.5 of 34 at 0.05") << 0.5 << 34 << 0.05 << 0.8077775012792737;
        QTest::newRow("0.5 of 33 at 0.05") << 0.5 << 33 << 0.05 << 0.795365841487504;
        QTest::newRow("2 of 5 at 0.05") << 2.0 << 5 << 0.05 << 0.9088848681009402;
        QTest::newRow("1 of 10 at 0.01") << 1.0 << 10 << 0.01 << 0.5041067307017365;
        QTest::newRow("0.1 of 3 at 0.05") << 0.1 << 3 << 0.05 << 0.0513883595146407;
        QTest::newRow("0.01 of 100 at 0.05") << 0.01 << 100 << 0.05 << 0.0511242415861275;
        QTest::newRow("3 of 2 at 0.05") << 3.0 << 2 << 0.05 << 0.26077071422910936;
        QTest::newRow("1.2 of 200 at 0.05") << 1.2 << 200 << 0.05 << 1.0;
        QTest::newRow("0.05 of 5000 at 0.001") << 0.05 << 5000 << 0.001 << 0.5960332287181545;
    }

    void thePowerIsStatsmodels()
    {
        QFETCH(double, effect);
        QFETCH(int, seeds);
        QFETCH(double, significance);
        QFETCH(double, expected);
        const auto count = static_cast<std::size_t>(seeds);
        QVERIFY(near(power(effect, count, significance), expected, 1e-10));
        QCOMPARE(power(-effect, count, significance), power(effect, count, significance));
    }

    void seedsForAPowerOfEighty_data()
    {
        QTest::addColumn<double>("effect");
        QTest::addColumn<SeedCount>("expected");
        const auto row = [](const char* name, double effect, SeedCount expected) {
            QTest::newRow(name) << effect << expected;
        };
        // The table of worth.md, there by simulation.
        row("half a deviation", 0.5, {Kind::Enough, 34});
        row("0.8", 0.8, {Kind::Enough, 15});
        row("a deviation", 1.0, {Kind::Enough, 10});
        row("1.5", 1.5, {Kind::Enough, 6});
        row("two", 2.0, {Kind::Enough, 5});
        row("the sign does not matter", -2.0, {Kind::Enough, 5});
        row("huge", 1e9, {Kind::Enough, 2});
        row("small", 0.03, {Kind::Enough, 8723});
        row("too small to plan for", 0.01, {Kind::MoreThan, most_seeds});
        row("the least double", 5e-324, {Kind::MoreThan, most_seeds});
        row("no effect", 0, {Kind::Never, 0});
        row("infinite", infinity, {Kind::Never, 0});
        row("no number", nothing, {Kind::Never, 0});
    }

    void seedsForAPowerOfEighty()
    {
        QFETCH(double, effect);
        QFETCH(SeedCount, expected);
        const SeedCount found = seedsForPower(effect);
        QCOMPARE(found.kind, expected.kind);
        QCOMPARE(found.count, expected.count);
        if (found.kind == Kind::Enough && found.count > 2) {
            QVERIFY(power(effect, found.count) >= 0.8);
            QVERIFY(power(effect, found.count - 1) < 0.8);
        }
    }

    void whatIsNoQuestionHasNoAnswer()
    {
        QVERIFY(std::isnan(power(1, 1)) && std::isnan(power(1, 0)) && std::isnan(power(nothing, 5)));
        for (const double share : {0.0, 1.0, -0.5, 2.0, nothing}) {
            QVERIFY(std::isnan(power(1, 5, share)));
            QCOMPARE(seedsForPower(1, share).kind, Kind::Never);
            QCOMPARE(seedsForPower(1, 0.8, share).kind, Kind::Never);
            QCOMPARE(seedsThatDecide(1, 1, 0.5, share, 6).kind, Kind::Never);
        }
        QCOMPARE(power(0, 10), 0.05); // Nothing to find is found as often as the significance says.
    }

    void seedsThatDecideShrinkTheIntervalToOneSide_data()
    {
        QTest::addColumn<double>("mean");
        QTest::addColumn<double>("deviation");
        QTest::addColumn<double>("margin");
        QTest::addColumn<int>("least");
        QTest::addColumn<SeedCount>("expected");
        const auto row = [](const char* name, double mean, double deviation, double margin, int least,
                            SeedCount expected) {
            QTest::newRow(name) << mean << deviation << margin << least << expected;
        };
        // t(n - 1) / sqrt(n) at 95 %: 0.7154 at 10, 0.6718 at 11; 0.4128 at 25, 0.4039 at 26.
        row("beyond the margin by 0.7 deviations", 1.2, 1, 0.5, 6, {Kind::Enough, 11});
        row("better by as much", -1.2, 1, 0.5, 6, {Kind::Enough, 11});
        row("within it by 0.41", 0.09, 1, 0.5, 6, {Kind::Enough, 26});
        row("in its middle", 0, 1, 0.41, 6, {Kind::Enough, 26});
        row("no margin", 0.7, 1, 0, 6, {Kind::Enough, 11});
        row("not before the least", 1.2, 1, 0.5, 40, {Kind::Enough, 40});
        row("nothing varies", 1.2, 0, 0.5, 6, {Kind::Enough, 6});
        row("at the margin", 0.5, 1, 0.5, 6, {Kind::Never, 0});
        row("at its other end", -0.5, 1, 0.5, 6, {Kind::Never, 0});
        row("no margin and no difference", 0, 1, 0, 6, {Kind::Never, 0});
        row("next to the margin", 0.51, 1, 0.5, 6, {Kind::MoreThan, most_seeds});
        row("least beyond the bound", 1.2, 1, 0.5, 20'000, {Kind::MoreThan, most_seeds});
        row("no number", nothing, 1, 0.5, 6, {Kind::Never, 0});
        row("no deviation", 1, nothing, 0.5, 6, {Kind::Never, 0});
    }

    void seedsThatDecideShrinkTheIntervalToOneSide()
    {
        QFETCH(double, mean);
        QFETCH(double, deviation);
        QFETCH(double, margin);
        QFETCH(int, least);
        QFETCH(SeedCount, expected);
        const SeedCount found = seedsThatDecide(mean, deviation, margin, 0.95, static_cast<std::size_t>(least));
        QCOMPARE(found.kind, expected.kind);
        QCOMPARE(found.count, expected.count);
    }
};

LIGATURE_APPLESS_TEST(PowerTest)
} // namespace test_power

#include "test_power.moc"
