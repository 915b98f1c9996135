// SPDX-License-Identifier: GPL-3.0-or-later
#include <limits>

#include <QTest>

#include "core/statistics/verdict.h"
#include "tests/core/statistics/differences.h"
#include "tests/core/statistics/near.h"
#include "tests/support/test_program.h"

namespace test_verdict {

using namespace ligature;
using namespace statistics;
using testing::comparedTo;
using testing::differencesOf;
using testing::near;

namespace {

constexpr double nothing = std::numeric_limits<double>::quiet_NaN();

Verdict judged(const PairedDifference& difference, const Margin& margin = {})
{
    const auto result = verdict(difference, margin);
    if (!result)
        qFatal("%s", result.error().oneLine().c_str());
    return *result;
}

/// An interval as given, of ten seeds beside a baseline with the mean 1.
PairedDifference withInterval(double low, double high)
{
    PairedDifference difference = comparedTo(1, differencesOf((low + high) / 2, 0, 10));
    difference.interval = Interval{low, high};
    difference.deviation = (high - low) / 2 * std::sqrt(10.0) / 2.2621571628540993;
    return difference;
}

} // namespace

class VerdictTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theIntervalAndTheMarginDecide_data()
    {
        QTest::addColumn<double>("low");
        QTest::addColumn<double>("high");
        QTest::addColumn<Answer>("lower_is_better");
        QTest::addColumn<Answer>("higher_is_better");
        const auto row = [](const char* name, double low, double high, Answer lower, Answer higher) {
            QTest::newRow(name) << low << high << lower << higher;
        };
        using enum Answer;
        // The margin is 0.005.
        row("wholly above", 0.006, 0.02, Worse, Better);
        row("wholly below", -0.02, -0.006, Better, Worse);
        row("wholly within", -0.004, 0.004, AsGoodAs, AsGoodAs);
        row("within, though not 0", 0.001, 0.004, AsGoodAs, AsGoodAs);
        row("its ends are within it", -0.005, 0.005, AsGoodAs, AsGoodAs);
        row("from its end on is not beyond it", 0.005, 0.02, Undecided, Undecided);
        row("across the upper end", 0.001, 0.009, Undecided, Undecided);
        row("across the lower end", -0.009, -0.001, Undecided, Undecided);
        row("from within to far below", -1, 0.004, Undecided, Undecided);
        row("across both", -0.01, 0.01, Undecided, Undecided);
        row("nought", 0, 0, AsGoodAs, AsGoodAs);
    }

    void theIntervalAndTheMarginDecide()
    {
        QFETCH(double, low);
        QFETCH(double, high);
        QFETCH(Answer, lower_is_better);
        QFETCH(Answer, higher_is_better);
        PairedDifference difference = withInterval(low, high);
        QCOMPARE(judged(difference).answer, lower_is_better);
        difference.direction = MetricDirection::HigherIsBetter;
        QCOMPARE(judged(difference).answer, higher_is_better);
        // With an absolute margin, the baseline does not matter.
        difference.baseline_mean = -77;
        QCOMPARE(judged(difference, {0.005, Margin::Kind::Absolute}).answer, higher_is_better);
    }

    void anUndecidedOneSaysWhatIsOpen()
    {
        PairedDifference difference = withInterval(-1, 0.004);
        QCOMPARE(judged(difference).may_be, (OpenAnswers{true, true, false}));
        difference.direction = MetricDirection::HigherIsBetter;
        QCOMPARE(judged(difference).may_be, (OpenAnswers{false, true, true}));
        QCOMPARE(judged(withInterval(-0.01, 0.01)).may_be, (OpenAnswers{true, true, true}));
        // With no margin, what lies across 0 is as good as only at 0 itself.
        QCOMPARE(judged(withInterval(-0.01, 0.01), {0}).may_be, (OpenAnswers{true, true, true}));
        QCOMPARE(judged(withInterval(0.006, 0.01)).may_be, (OpenAnswers{false, false, true}));
    }

    void fewerThanSixSeedsHaveNoVerdict()
    {
        for (const std::size_t seeds : {0U, 1U, 2U, 5U, 6U, 7U}) {
            const PairedDifference difference = comparedTo(1, differencesOf(0.5, 0.01, seeds));
            const Verdict found = judged(difference);
            QCOMPARE(found.answer, seeds < 6 ? Answer::TooFewSeeds : Answer::Worse);
            QCOMPARE(found.missing_seeds, seeds < 6 ? 6 - seeds : 0);
            QCOMPARE(found.relative_mean.has_value(), seeds > 0);
            QCOMPARE(found.relative_interval.has_value(), seeds > 1);
        }
        const PairedDifference same = comparedTo(1, differencesOf(0, 0, 5));
        QCOMPARE(judged(same).answer, Answer::TooFewSeeds);
        // A pair with a run that diverged is no seed.
        const double diverged = std::numeric_limits<double>::infinity();
        QCOMPARE(judged(comparedTo(1, {1, 1, 1, 1, 1, diverged})).missing_seeds, 1U);
    }

    void aTwinComparedWithItselfIsAsGoodAs_data()
    {
        QTest::addColumn<double>("baseline");
        QTest::addColumn<double>("margin");
        QTest::newRow("the usual margin") << 0.3 << 0.005;
        QTest::newRow("no margin") << 0.3 << 0.0;
        QTest::newRow("beside nought") << 0.0 << 0.005;
        QTest::newRow("beside nought, no margin") << 0.0 << 0.0;
    }

    void aTwinComparedWithItselfIsAsGoodAs()
    {
        QFETCH(double, baseline);
        QFETCH(double, margin);
        const Verdict found = judged(comparedTo(baseline, differencesOf(0, 0, 10)), {margin});
        QCOMPARE(found.answer, Answer::AsGoodAs);
        QCOMPARE(found.relative_interval.has_value(), baseline != 0);
        QVERIFY(!found.relative_interval || *found.relative_interval == Interval{});
    }

    void theMarginIsAShareOfTheBaselinesMagnitude()
    {
        QVERIFY(near(judged(comparedTo(-40, differencesOf(1, 0.1, 8)), {0.01}).absolute_margin, 0.4));
        // A negative mean, such as of a log likelihood: worse is still worse, +2.5 % of its magnitude.
        const Verdict negative = judged(comparedTo(-40, differencesOf(1, 0.1, 8)));
        QCOMPARE(negative.answer, Answer::Worse);
        QVERIFY(near(negative.relative_mean, 0.025));
        // Nothing is a share of nought: only exact equality is as good.
        const Verdict none = judged(comparedTo(0, differencesOf(1e-9, 1e-10, 8)));
        QCOMPARE(none.absolute_margin, 0.0);
        QCOMPARE(none.answer, Answer::Worse);
        QVERIFY(!none.relative_mean && !none.relative_interval);
        QCOMPARE(judged(comparedTo(0, differencesOf(1e-9, 1e-10, 8)), {1e-6, Margin::Kind::Absolute}).answer,
                 Answer::AsGoodAs);
        // A baseline so near to nought that a share has no double.
        QVERIFY(!judged(comparedTo(1e-310, differencesOf(1e10, 0, 8))).relative_mean);
    }

    void theSeedsThatItNamesDecideIt_data()
    {
        QTest::addColumn<double>("mean");
        QTest::addColumn<double>("deviation");
        QTest::addColumn<Answer>("expected");
        QTest::newRow("to worse") << 0.012 << 0.02 << Answer::Worse;
        QTest::newRow("to better") << -0.012 << 0.02 << Answer::Better;
        QTest::newRow("to as good as") << 0.001 << 0.02 << Answer::AsGoodAs;
        QTest::newRow("to as good as, though it looks better") << -0.003 << 0.02 << Answer::AsGoodAs;
    }

    void theSeedsThatItNamesDecideIt()
    {
        QFETCH(double, mean);
        QFETCH(double, deviation);
        QFETCH(Answer, expected);
        const Verdict found = judged(comparedTo(1, differencesOf(mean, deviation, 8)));
        QCOMPARE(found.answer, Answer::Undecided);
        QCOMPARE(found.deciding_seeds.kind, SeedCount::Kind::Enough);
        const std::size_t enough = found.deciding_seeds.count;
        QVERIFY(enough > 8);
        QCOMPARE(judged(comparedTo(1, differencesOf(mean, deviation, enough))).answer, expected);
        QCOMPARE(judged(comparedTo(1, differencesOf(mean, deviation * 1.02, enough - 1))).answer, Answer::Undecided);
    }

    void aMeanAtTheMarginIsNeverDecided()
    {
        const Verdict found = judged(comparedTo(0, differencesOf(0.5, 1, 10)), {0.5, Margin::Kind::Absolute});
        QCOMPARE(found.answer, Answer::Undecided);
        QCOMPARE(found.deciding_seeds.kind, SeedCount::Kind::Never);
    }

    void aMarginThatIsNoneIsRefused()
    {
        const PairedDifference difference = comparedTo(1, differencesOf(0.5, 0.1, 8));
        for (const double amount : {-0.1, nothing, std::numeric_limits<double>::infinity()})
            QVERIFY(!verdict(difference, {amount}));
    }

    void answersHaveNamesForFiles()
    {
        QCOMPARE(toString(Answer::Better), "better");
        QCOMPARE(toString(Answer::Worse), "worse");
        QCOMPARE(toString(Answer::AsGoodAs), "as_good_as");
        QCOMPARE(toString(Answer::Undecided), "undecided");
        QCOMPARE(toString(Answer::TooFewSeeds), "too_few_seeds");
    }
};

LIGATURE_APPLESS_TEST(VerdictTest)
} // namespace test_verdict

#include "test_verdict.moc"
