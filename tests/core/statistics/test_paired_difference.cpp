// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <limits>
#include <random>
#include <vector>

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "core/statistics/paired_difference.h"
#include "tests/core/statistics/near.h"
#include "tests/support/python.h"
#include "tests/support/test_program.h"

namespace test_paired_difference {

using namespace ligature;
using namespace statistics;
using testing::missingPythonModule;
using testing::near;
using testing::PythonResult;
using testing::runPython;
using Values = std::vector<double>;
using Places = std::vector<std::size_t>;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double nothing = std::numeric_limits<double>::quiet_NaN();

PairedDifference compared(const Values& arm, const Values& baseline, const PairingSettings& settings = {})
{
    const auto result = pairedDifference(arm, baseline, settings);
    if (!result)
        qFatal("%s", result.error().oneLine().c_str());
    return *result;
}

/// The baseline 0 throughout, so that these are the differences.
PairedDifference ofDifferences(const Values& differences, double level = 0.95)
{
    return compared(differences, Values(differences.size(), 0.0), {.level = level});
}

bool allFinite(const PairedDifference& found)
{
    bool finite = true;
    for (const auto& figure :
         {found.arm_mean, found.baseline_mean, found.mean, found.deviation, found.standard_error, found.t, found.p,
          found.effect, found.pairing_worth, found.arm_mean_with_diverged, found.baseline_mean_with_diverged})
        finite = finite && (!figure || std::isfinite(*figure));
    for (const auto& interval : {found.interval, found.effect_interval})
        finite = finite && (!interval || (std::isfinite(interval->low) && interval->low <= interval->high));
    return finite;
}

} // namespace

class PairedDifferenceTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aTableByHand()
    {
        // Differences 1, 2, 3, 4, 5: mean 3, variance 2.5; t(4) at 95 % is 2.7764451051977987.
        const PairedDifference found = compared({2, 4, 6, 8, 10}, {1, 2, 3, 4, 5});
        QCOMPARE(found.pairs, 5U);
        QVERIFY(near(found.mean, 3));
        QVERIFY(near(found.deviation, std::sqrt(2.5)));
        QVERIFY(near(found.standard_error, std::sqrt(0.5)));
        QVERIFY(near(found.t, 3 / std::sqrt(0.5)));
        QVERIFY(near(found.interval->low, 3 - 2.7764451051977987 * std::sqrt(0.5)));
        QVERIFY(near(found.interval->high, 3 + 2.7764451051977987 * std::sqrt(0.5)));
        QVERIFY(near(found.p, 0.013235599563682695)); // scipy.stats.ttest_rel
        QVERIFY(near(found.effect, 3 / std::sqrt(2.5)));
        QVERIFY(near(found.pairing_worth, (10 + 2.5) / 2.5)); // Variances 10 and 2.5.
        QVERIFY(near(found.arm_mean, 6));
        QVERIFY(near(found.baseline_mean, 3));
        QCOMPARE(found.signs, (SignCount{0, 5, 0})); // Lower is better.
        const PairedDifference higher =
            compared({2, 4, 6, 8, 10}, {1, 2, 3, 4, 5}, {.direction = MetricDirection::HigherIsBetter});
        QCOMPARE(higher.signs, (SignCount{5, 0, 0}));
        QCOMPARE(higher.mean, found.mean);
    }

    /// Folds: of Nadeau and Bengio's formula by hand.
    void foldsAreCorrectedForWhatTheyShare()
    {
        // Differences 1, 2, 3, 4, 5 of 5 folds: variance 2.5 (1/5 + 1/4).
        const PairedDifference found = compared({2, 4, 6, 8, 10}, {1, 2, 3, 4, 5}, {.overlap = 0.25});
        QVERIFY(near(found.mean, 3));
        QVERIFY(near(found.deviation, std::sqrt(2.5)));
        QVERIFY(near(found.standard_error, std::sqrt(2.5 * 0.45)));
        QVERIFY(near(found.t, 3 / std::sqrt(2.5 * 0.45)));
        QVERIFY(near(found.interval->low, 3 - 2.7764451051977987 * std::sqrt(2.5 * 0.45)));
        QVERIFY(near(found.p, 0.04742065558431959));
        QVERIFY(near(found.effect, 3 / std::sqrt(2.5)));
        QVERIFY(found.effect_interval->low < compared({2, 4, 6, 8, 10}, {1, 2, 3, 4, 5}).effect_interval->low);
        // Without an overlap nothing is another bit.
        const PairedDifference plain = compared({2.5, 4, 6, 8, 10}, {1, 2, 3.25, 4, 5});
        const PairedDifference none = compared({2.5, 4, 6, 8, 10}, {1, 2, 3.25, 4, 5}, {.overlap = 0});
        QCOMPARE(none.interval->low, plain.interval->low);
        QCOMPARE(none.effect_interval->high, plain.effect_interval->high);
        for (const double wrong : {-0.25, std::numeric_limits<double>::infinity(), std::nan("")}) {
            const std::vector<double> one = {1, 2};
            QVERIFY(!pairedDifference(one, one, {.overlap = wrong}));
        }
    }

    /// 1,000 random tables against NumPy and SciPy.
    void foldsAgreeWithPython()
    {
        if (const QString missing = missingPythonModule({"numpy", "scipy"}); !missing.isEmpty())
            QSKIP(qPrintable("Python has no module " + missing));
        QTemporaryDir folder;
        QFile tables(folder.filePath("tables.csv"));
        QVERIFY(tables.open(QIODevice::WriteOnly));
        std::mt19937 random(20261130);
        for (int table = 0; table < 1'000; ++table) {
            const int folds = std::uniform_int_distribution<int>(2, 10)(random);
            const int count = folds * std::uniform_int_distribution<int>(1, 4)(random);
            std::normal_distribution<double> noise(std::normal_distribution<double>(0, 2)(random), 1);
            std::vector<double> arm;
            std::vector<double> baseline;
            for (int i = 0; i < count; ++i) {
                baseline.push_back(std::normal_distribution<double>(5, 1)(random));
                arm.push_back(baseline.back() + noise(random));
            }
            const double overlap = 1.0 / (folds - 1);
            const PairedDifference found = compared(arm, baseline, {.overlap = overlap});
            QStringList cells = {QString::number(folds)};
            for (const double told : {found.interval->low, found.interval->high, *found.t, *found.p,
                                      found.effect_interval->low, found.effect_interval->high})
                cells.push_back(QString::number(told, 'g', 17));
            for (const auto* const values : {&arm, &baseline}) {
                for (const double value : *values)
                    cells.push_back(QString::number(value, 'g', 17));
            }
            tables.write(cells.join(',').toUtf8() + '\n');
        }
        tables.close();
        const PythonResult outcome = runPython("core/statistics/folds_by_scipy.py", {tables.fileName()});
        QVERIFY2(outcome.exit_code == 0, (outcome.output + outcome.errors).constData());
        qInfo("%s", outcome.output.trimmed().constData());
    }

    void theEffectsIntervalIsTheNoncentralT_data()
    {
        // Roots of P(T <= t | n - 1, d * sqrt(n)) = 0.975 and 0.025, integrated with 25 digits by mpmath.
        QTest::addColumn<double>("t");
        QTest::addColumn<int>("pairs");
        QTest::addColumn<double>("low");
        QTest::addColumn<double>("high");
        QTest::newRow("t = 0, n = 10") << 0.0 << 10 << -0.61979503230456151 << 0.61979503230456162;
        QTest::newRow("t = 1.5, n = 2") << 1.5 << 2 << -0.88731488783899568 << 2.857177765971757;
        QTest::newRow("t = 3, n = 3") << 3.0 << 3 << -0.22786537487936747 << 3.6273950786835995;
        QTest::newRow("t = 4.243, n = 5") << 4.242640687119285 << 5 << 0.33297356619389758 << 3.4070696124234913;
        QTest::newRow("t = 2, n = 6") << 2.0 << 6 << -0.15073175431268025 << 1.7278908576270493;
        QTest::newRow("t = 10, n = 10") << 10.0 << 10 << 1.5880271390501188 << 4.7135047822584981;
        QTest::newRow("t = 75, n = 10") << 75.0 << 10 << 12.970944440197229 << 34.496736948626012;
        QTest::newRow("t = 700, n = 10") << 700.0 << 10 << 121.25011613046742 << 321.8221632072714;
        QTest::newRow("t = 25, n = 30") << 25.0 << 30 << 3.3382056340439527 << 5.7817514431373393;
        QTest::newRow("t = 0.5, n = 100") << 0.5 << 100 << -0.1462457307032299 << 0.24599383067500259;
    }

    void theEffectsIntervalIsTheNoncentralT()
    {
        QFETCH(double, t);
        QFETCH(int, pairs);
        QFETCH(double, low);
        QFETCH(double, high);
        const auto found = effectInterval(t, static_cast<std::size_t>(pairs), 0.95);
        QVERIFY(found);
        QVERIFY2(near(found->low, low, 1e-9), qPrintable(QString::number(found->low, 'g', 17)));
        QVERIFY2(near(found->high, high, 1e-9), qPrintable(QString::number(found->high, 'g', 17)));
        const auto mirrored = effectInterval(-t, static_cast<std::size_t>(pairs), 0.95);
        QVERIFY(near(mirrored->low, -high, 1e-9));
        QVERIFY(near(mirrored->high, -low, 1e-9));
    }

    void theEffectsIntervalHasNoStepWhereItsSeriesEnds()
    {
        for (const std::size_t pairs : {2U, 10U, 100U}) {
            const auto below = effectInterval(4'999.999, pairs, 0.95);
            const auto above = effectInterval(5'000.001, pairs, 0.95);
            QVERIFY(near(below->low, above->low, 1e-5));
            QVERIFY(near(below->high, above->high, 1e-5));
        }
    }

    void aTwinComparedWithItselfIsNought()
    {
        for (const std::size_t seeds : {2U, 6U, 10U}) {
            const Values runs(seeds, 0.3);
            const PairedDifference found = compared(runs, runs);
            QCOMPARE(found.interval, Interval{});
            QCOMPARE(found.mean, 0.0);
            QCOMPARE(found.p, 1.0);
            QCOMPARE(found.t, 0.0);
            QCOMPARE(found.effect, 0.0);
            QVERIFY(!found.effect_interval && !found.pairing_worth);
            QCOMPARE(found.signs, (SignCount{0, 0, seeds}));
        }
        const Values different{0.1, 0.7, 0.2, 0.5, 0.4, 0.9};
        QCOMPARE(compared(different, different).interval, Interval{});
    }

    void differencesThatAreAllTheSameAreCertain()
    {
        const PairedDifference found = ofDifferences(Values(8, -0.25));
        QCOMPARE(found.interval, (Interval{-0.25, -0.25}));
        QCOMPARE(found.deviation, 0.0);
        QCOMPARE(found.p, 0.0);
        QVERIFY(!found.t && !found.effect && !found.effect_interval && !found.pairing_worth);
    }

    void whatTooFewPairsCannotTellIsAbsent()
    {
        const PairedDifference none = compared({}, {});
        QCOMPARE(none.pairs, 0U);
        QVERIFY(!none.mean && !none.arm_mean && !none.interval && !none.p && !none.arm_mean_with_diverged);
        const PairedDifference one = compared({3}, {1});
        QCOMPARE(one.mean, 2.0);
        QVERIFY(!one.deviation && !one.interval && !one.t && !one.p && !one.effect && !one.pairing_worth);
        const PairedDifference two = compared({3, 4}, {1, 3});
        QVERIFY(near(two.interval->high, 1.5 + 12.706204736174705 * 0.5));
    }

    void noMagnitudeGivesWhatIsNotFinite_data()
    {
        QTest::addColumn<Values>("arm");
        QTest::addColumn<Values>("baseline");
        QTest::newRow("huge") << Values{1e299, 2e299, -3e299} << Values{-1e299, 4e299, 5e299};
        QTest::newRow("the largest there are") << Values(4, 1e300) << Values{-1e300, 1e300, 0, 1};
        QTest::newRow("two of the largest") << Values{1e300, -1e300} << Values{-1e300, 1e300};
        QTest::newRow("tiny") << Values{1e-307, 2e-307, -3e-307} << Values{-1e-307, 4e-307, 5e-307};
        QTest::newRow("below the normal numbers") << Values{5e-324, 1e-320, 0} << Values{0, 0, 5e-324};
        QTest::newRow("mixed") << Values{1e300, 1e-300, 1} << Values{1, 1e300, 1e-300};
        QTest::newRow("rounding alone") << Values{0.3, 0.5, 0.7} << Values{0.2, 0.4, 0.6};
        QTest::newRow("one that differs") << Values{0, 0, 0, 0, 0, 1e-12} << Values(6, 0.0);
        QTest::newRow("minus nought") << Values{-0.0, 0.0} << Values{0.0, -0.0};
    }

    void noMagnitudeGivesWhatIsNotFinite()
    {
        QFETCH(Values, arm);
        QFETCH(Values, baseline);
        const PairedDifference found = compared(arm, baseline);
        QCOMPARE(found.pairs, arm.size());
        QVERIFY(found.interval && found.p);
        QVERIFY(allFinite(found));
    }

    void theUnitChangesNothingElse()
    {
        const Values arm{0.31, 0.29, 0.35, 0.33, 0.30, 0.28};
        const Values baseline{0.30, 0.29, 0.31, 0.34, 0.28, 0.27};
        const PairedDifference plain = compared(arm, baseline);
        for (const int exponent : {-900, -30, 30, 900}) {
            Values scaled_arm = arm;
            Values scaled_baseline = baseline;
            for (Values* const values : {&scaled_arm, &scaled_baseline})
                for (double& value : *values)
                    value = std::ldexp(value, exponent);
            const PairedDifference scaled = compared(scaled_arm, scaled_baseline);
            QCOMPARE(scaled.t, plain.t);
            QCOMPARE(scaled.p, plain.p);
            QCOMPARE(scaled.effect_interval, plain.effect_interval);
            QCOMPARE(scaled.pairing_worth, plain.pairing_worth);
            QCOMPARE(scaled.interval->high, std::ldexp(plain.interval->high, exponent));
        }
    }

    void aRunThatDivergedIsALossAndNamed()
    {
        const Values arm{1, nothing, 2, 3, infinity, nothing, 5};
        const Values baseline{2, 1, nothing, 3, -infinity, 1.1e300, 4};
        const PairedDifference found = compared(arm, baseline, {.diverged_as = 10.0});
        QCOMPARE(found.pairs, 3U); // The first, the fourth, the last.
        QCOMPARE(found.arm_diverged, (Places{1, 4, 5}));
        QCOMPARE(found.baseline_diverged, (Places{2, 4, 5}));
        // Wins: the first, and the third for its baseline diverged. Ties: the fourth, and the two where both did.
        QCOMPARE(found.signs, (SignCount{2, 2, 3}));
        QVERIFY(near(found.mean, 0));
        QVERIFY(near(found.arm_mean, 3));
        QVERIFY(near(found.arm_mean_with_diverged, 41.0 / 7));
        QVERIFY(near(found.baseline_mean_with_diverged, 40.0 / 7));
        const PairedDifference without = compared(arm, baseline);
        QVERIFY(!without.arm_mean_with_diverged && !without.baseline_mean_with_diverged);
        const PairedDifference other = compared(arm, baseline, {.direction = MetricDirection::HigherIsBetter});
        QCOMPARE(other.signs, (SignCount{2, 2, 3})); // Now the last is won; the diverged stay where they were.
        const PairedDifference all = compared({nothing, nothing}, {1, 2});
        QCOMPARE(all.pairs, 0U);
        QCOMPARE(all.signs, (SignCount{0, 2, 0}));
        QVERIFY(!all.mean);
    }

    void wrongCallsAreRefused()
    {
        const Values two{1, 2};
        QVERIFY(!pairedDifference(two, Values{1}));
        for (const double level : {0.0, 1.0, -1.0, 2.0, nothing})
            QVERIFY(!pairedDifference(two, two, {.level = level}));
        QVERIFY(!pairedDifference(two, two, {.diverged_as = infinity}));
        QVERIFY(!effectInterval(nothing, 5, 0.95) && !effectInterval(1, 1, 0.95));
    }
};

LIGATURE_APPLESS_TEST(PairedDifferenceTest)
} // namespace test_paired_difference

#include "test_paired_difference.moc"
