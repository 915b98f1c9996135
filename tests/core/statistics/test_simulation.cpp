// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <numbers>
#include <vector>

#include <QTest>

#include "core/statistics/bootstrap.h"
#include "core/statistics/paired_difference.h"
#include "core/statistics/power.h"
#include "core/statistics/random_draws.h"
#include "core/statistics/verdict.h"
#include "tests/support/test_program.h"

/// What the figures promise, held against tables whose truth is known. Every seed is fixed.
namespace test_simulation {

using namespace ligature::statistics;
using Values = std::vector<double>;

namespace {

/// Normal numbers by Box and Muller.
class Normal {
public:
    explicit Normal(std::uint64_t seed) : m_draws(seed) {}

    double operator()(double mean = 0, double deviation = 1)
    {
        const double radius = std::sqrt(-2 * std::log(uniform()));
        return mean + deviation * radius * std::cos(2 * std::numbers::pi * uniform());
    }

private:
    /// Above 0, at most 1.
    double uniform() { return std::ldexp(static_cast<double>((m_draws.bits() >> 11U) + 1), -53); }

    RandomDraws m_draws;
};

/// Both arms' losses: what the seed does to both, and what it does to each.
struct Runs {
    Values arm;
    Values baseline;
};

Runs runs(Normal& normal, std::size_t seeds, double difference, double spread)
{
    Runs result;
    for (std::size_t i = 0; i < seeds; ++i) {
        const double shared = normal(1, 3 * spread);
        result.baseline.push_back(shared + normal(0, spread / std::numbers::sqrt2));
        result.arm.push_back(shared + normal(difference, spread / std::numbers::sqrt2));
    }
    return result;
}

PairedDifference compared(const Runs& of, double level = 0.95)
{
    return *pairedDifference(of.arm, of.baseline, {.level = level});
}

bool holds(const std::optional<Interval>& interval, double value)
{
    return interval && interval->low <= value && value <= interval->high;
}

} // namespace

class SimulationTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theIntervalsCoverAsTheySay_data()
    {
        QTest::addColumn<int>("seeds");
        for (const int seeds : {3, 4, 5, 6, 8, 10, 15, 20})
            QTest::addRow("%d seeds", seeds) << seeds;
    }

    void theIntervalsCoverAsTheySay()
    {
        QFETCH(int, seeds);
        constexpr int tables = 2'000;
        constexpr double difference = 0.03;
        constexpr double spread = 0.02;
        Normal normal(static_cast<std::uint64_t>(seeds));
        int mean_covered = 0;
        int effect_covered = 0;
        for (int i = 0; i < tables; ++i) {
            const PairedDifference found = compared(runs(normal, static_cast<std::size_t>(seeds), difference, spread));
            mean_covered += holds(found.interval, difference);
            effect_covered += holds(found.effect_interval, difference / spread);
        }
        for (const int covered : {mean_covered, effect_covered}) {
            const double share = static_cast<double>(covered) / tables;
            QVERIFY2(share >= 0.93 && share <= 0.97, qPrintable(QString::number(share)));
        }
    }

    void equalArmsAreSeldomSaidToDiffer_data()
    {
        QTest::addColumn<double>("spread"); // of the differences, beside a mean of 1 and a margin of 0.005
        QTest::addColumn<int>("seeds");
        for (const int seeds : {6, 10, 20})
            for (const double spread : {0.001, 0.01, 0.05})
                QTest::addRow("%d seeds, spread %g", seeds, spread) << spread << seeds;
    }

    void equalArmsAreSeldomSaidToDiffer()
    {
        QFETCH(double, spread);
        QFETCH(int, seeds);
        constexpr int tables = 2'000;
        Normal normal(static_cast<std::uint64_t>(seeds));
        int alarms = 0;
        int as_good = 0;
        for (int i = 0; i < tables; ++i) {
            const auto found = verdict(compared(runs(normal, static_cast<std::size_t>(seeds), 0, spread)));
            alarms += found->answer == Answer::Worse || found->answer == Answer::Better;
            as_good += found->answer == Answer::AsGoodAs;
        }
        QVERIFY2(alarms <= 0.05 * tables, qPrintable(QString::number(alarms)));
        QVERIFY(spread > 0.001 || as_good > 0.99 * tables); // It is not silence that keeps the alarms few.
    }

    void withoutAMarginTheyAreSaidToDifferAsOftenAsTheLevelLeaves()
    {
        constexpr int tables = 10'000;
        Normal normal(5);
        int alarms = 0;
        for (int i = 0; i < tables; ++i)
            alarms += verdict(compared(runs(normal, 6, 0, 0.01)), {0})->answer != Answer::Undecided;
        const double share = static_cast<double>(alarms) / tables;
        QVERIFY2(std::abs(share - 0.05) < 0.0066, qPrintable(QString::number(share))); // Three deviations.
    }

    void thePlannedSeedsFindTheEffect_data()
    {
        QTest::addColumn<double>("effect");
        for (const double effect : {0.5, 0.8, 1.0, 1.5, 2.0})
            QTest::addRow("%g", effect) << effect;
    }

    void thePlannedSeedsFindTheEffect()
    {
        QFETCH(double, effect);
        constexpr int tables = 2'000;
        const SeedCount planned = seedsForPower(effect);
        Normal normal(static_cast<std::uint64_t>(10 * effect));
        int found = 0;
        for (int i = 0; i < tables; ++i)
            found += *compared(runs(normal, planned.count, effect, 1)).p < 0.05;
        const double expected = power(effect, planned.count);
        QVERIFY(expected >= 0.8);
        QVERIFY(std::abs(static_cast<double>(found) / tables - expected) < 0.027); // Three deviations.
    }

    void theBootstrapIsACheckFromTwentyOn()
    {
        constexpr int tables = 150;
        Normal normal(3);
        int covered = 0;
        for (int i = 0; i < tables; ++i) {
            Values differences;
            for (int seed = 0; seed < 20; ++seed)
                differences.push_back(normal());
            covered += holds(bootstrapInterval(differences, 0.95, static_cast<std::uint64_t>(i)), 0);
        }
        const double share = static_cast<double>(covered) / tables; // 92 % in worth.md; four deviations.
        QVERIFY2(share > 0.84 && share < 0.99, qPrintable(QString::number(share)));
    }
};

LIGATURE_APPLESS_TEST(SimulationTest)
} // namespace test_simulation

#include "test_simulation.moc"
