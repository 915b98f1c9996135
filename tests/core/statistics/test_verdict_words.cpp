// SPDX-License-Identifier: GPL-3.0-or-later
#include <limits>

#include <QTest>

#include "core/statistics/checks.h"
#include "core/statistics/verdict_words.h"
#include "tests/core/statistics/differences.h"
#include "tests/support/test_program.h"

namespace test_verdict_words {

using namespace ligature;
using namespace statistics;
using testing::comparedTo;
using testing::differencesOf;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// A constant baseline makes pairing worth 1.0 each time: left out here but where it is set.
PairedDifference unpaired(PairedDifference difference)
{
    if (difference.pairing_worth && std::abs(*difference.pairing_worth - 1) < 1e-9)
        difference.pairing_worth.reset();
    return difference;
}

std::string said(const PairedDifference& compared, const Margin& margin = {}, const VerdictSubject& subject = {},
                 const numbers::Style& style = {})
{
    const PairedDifference difference = unpaired(compared);
    const auto result = verdict(difference, margin);
    if (!result)
        qFatal("%s", result.error().oneLine().c_str());
    return verdictSentences(difference, *result, subject, style);
}

QString text(const std::string& words)
{
    return QString::fromStdString(words);
}

/// With a worth of pairing that the constant baseline of these tables does not have.
PairedDifference paired(PairedDifference difference, double worth)
{
    difference.pairing_worth = worth;
    return difference;
}

} // namespace

class VerdictWordsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theVerdictIsSaid_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* name, const std::string& text, const char* expected) {
            QTest::newRow(name) << QString::fromStdString(text) << QString(expected);
        };
        const double t10 = 2.2621571628540993 / std::sqrt(10.0); // Half widths of ten seeds, in deviations.

        row("worse, as the issue has it", said(paired(comparedTo(0.5, differencesOf(0.006, 0.0015 / t10, 10)), 6.2)),
            "Validation loss +1.2 % (95 % interval +0.9 to +1.5 %, 10 seeds, paired): worse by more than your margin "
            "of "
            "0.5 %. Pairing made each seed worth 6.");
        row("better", said(paired(comparedTo(2, differencesOf(-0.06, 0.02 / t10, 10)), 12.4)),
            "Validation loss -3.0 % (95 % interval -4.0 to -2.0 %, 10 seeds, paired): better by more than your margin "
            "of 0.5 %. Pairing made each seed worth 12.");
        row("higher is better",
            said(paired(comparedTo(0.8, differencesOf(0.024, 0.008 / t10, 10),
                                   {.direction = MetricDirection::HigherIsBetter}),
                        35.6),
                 {}, {.arm = "Tied", .metric = "Accuracy"}),
            "Accuracy +3.0 % (95 % interval +2.0 to +4.0 %, 10 seeds, paired): better by more than your margin of "
            "0.5 %. Pairing made each seed worth 36.");
        row("as good as", said(paired(comparedTo(1, differencesOf(-0.001, 0.002 / t10, 10)), 1.3)),
            "Validation loss -0.1 % (95 % interval -0.3 to +0.1 %, 10 seeds, paired): as good as Untied, within your "
            "margin of 0.5 %. Pairing made each seed worth 1.3.");
        row("exactly as good as", said(comparedTo(1, differencesOf(0, 0, 10))),
            "Validation loss 0.0 % (95 % interval 0.0 to 0.0 %, 10 seeds, paired): exactly as good as Untied.");
        row("undecided", said(paired(comparedTo(1, differencesOf(0.007, 0.006 / t10, 10)), 0.8)),
            "Validation loss +0.7 % (95 % interval +0.1 to +1.3 %, 10 seeds, paired): undecided; it may be as good as "
            "Untied or worse, with your margin of 0.5 %. About 60 more seeds would decide, if mean and spread stay as "
            "they are. Pairing made each seed worth 0.8.");
        row("one more seed decides", said(comparedTo(1, differencesOf(-0.05, 0.0452 / t10, 10))),
            "Validation loss -5.00 % (95 % interval -9.52 to -0.48 %, 10 seeds, paired): undecided; it may be better "
            "or "
            "as good as Untied, with your margin of 0.5 %. About 1 more seed would decide, if mean and spread stay as "
            "they are.");
        row("anything is open", said(comparedTo(1, differencesOf(0.004999, 1, 10))),
            "Validation loss +0.5 % (95 % interval -71.0 to +72.0 %, 10 seeds, paired): undecided; it may be better, "
            "as "
            "good as Untied or worse, with your margin of 0.5 %. More than 9,990 more seeds would decide, if mean and "
            "spread stay as they are.");
        row("never", said(comparedTo(0, differencesOf(0.5, 1, 10)), {0.5, Margin::Kind::Absolute}),
            "Validation loss +0.5 (95 % interval -0.2 to +1.2, 10 seeds, paired): undecided; it may be as good as "
            "Untied or worse, with your margin of 0.5. As the mean stands now, no number of seeds would decide: it is "
            "where the margin ends.");
        row("too few", said(comparedTo(1, differencesOf(0.012, 0.003, 4))),
            "Validation loss +1.2 % (95 % interval +0.7 to +1.7 %, 4 seeds, paired): no verdict with fewer than 6 "
            "seeds; 2 more are needed.");
        row("one too few", said(comparedTo(1, differencesOf(0.012, 0, 5))),
            "Validation loss +1.2 % (95 % interval +1.2 to +1.2 %, 5 seeds, paired): no verdict with fewer than 6 "
            "seeds; 1 more is needed.");
        row("a single seed", said(comparedTo(1, {0.012})),
            "Validation loss +1.2 % (1 seed, paired): no verdict with fewer than 6 seeds; 5 more are needed.");
        row("no seed", said(comparedTo(1, {})),
            "Validation loss: no verdict, as no pair of runs was measured; 6 seeds are needed.");
        row("no margin", said(comparedTo(1, differencesOf(0.012, 0.003 / t10, 10)), {0}),
            "Validation loss +1.2 % (95 % interval +0.9 to +1.5 %, 10 seeds, paired): worse.");
        row("a baseline of nought", said(comparedTo(0, differencesOf(0.012, 0.003 / t10, 10)), {}, {.unit = "nats"}),
            "Validation loss +0.012 nats (95 % interval +0.009 to +0.015 nats, 10 seeds, paired): worse.");
        row("an absolute margin",
            said(comparedTo(1, differencesOf(0.012, 0.003 / t10, 10)), {0.002, Margin::Kind::Absolute},
                 {.unit = "nats"}),
            "Validation loss +1.2 % (95 % interval +0.9 to +1.5 %, 10 seeds, paired): worse by more than your margin "
            "of "
            "0.002 nats (0.2 %).");
        row("small differences keep a digit", said(comparedTo(1, differencesOf(0.00012, 0.00003 / t10, 10)), {1e-5}),
            "Validation loss +0.012 % (95 % interval +0.009 to +0.015 %, 10 seeds, paired): worse by more than your "
            "margin of 0.001 %.");
        row("an end beside the margin is not rounded over it",
            said(comparedTo(1, differencesOf(0.012, 0.00696 / t10, 10))),
            "Validation loss +1.200 % (95 % interval +0.504 to +1.896 %, 10 seeds, paired): worse by more than your "
            "margin "
            "of 0.5 %.");
        row("pairing worth more than can be told", said(paired(comparedTo(1, differencesOf(0, 0.001, 6)), 1e9)),
            "Validation loss 0.0 % (95 % interval -0.1 to +0.1 %, 6 seeds, paired): as good as Untied, within your "
            "margin of 0.5 %. Pairing made each seed worth more than 1,000.");
        row("German", said(paired(comparedTo(0.5, differencesOf(0.006, 0.0015 / t10, 10)), 6.2), {}, {}, {",", "."}),
            "Validation loss +1,2 % (95 % interval +0,9 to +1,5 %, 10 seeds, paired): worse by more than your margin "
            "of "
            "0,5 %. Pairing made each seed worth 6.");
        row("a baseline next to nought", said(comparedTo(1e-310, differencesOf(1e-309, 0, 6))),
            "Validation loss +1,000.0 % (95 % interval +1,000.0 to +1,000.0 %, 6 seeds, paired): worse by more than "
            "your margin of 0.5 %.");
        row("a difference that decimals do not show", said(comparedTo(0, differencesOf(-1.2e-12, 0.3e-12 / t10, 10))),
            "Validation loss -1.200e-12 (95 % interval -1.500e-12 to -9.000e-13, 10 seeds, paired): better.");
        row("a baseline of nothing beside it", said(comparedTo(1e-300, differencesOf(0.012, 0.003 / t10, 10))),
            "Validation loss +0.012 (95 % interval +0.009 to +0.015, 10 seeds, paired): worse by more than your margin "
            "of "
            "5e-303.");
        row("a difference of many digits", said(comparedTo(0, differencesOf(1e20, 0, 6))),
            "Validation loss +1.000e+20 (95 % interval +1.000e+20 to +1.000e+20, 6 seeds, paired): worse.");
        row("another level", said(comparedTo(1, differencesOf(0.05, 0.003, 10), {.level = 1 - 0.05 / 3})),
            "Validation loss +5.0 % (98.33 % interval +4.7 to +5.3 %, 10 seeds, paired): worse by more than your "
            "margin "
            "of 0.5 %.");
    }

    void theVerdictIsSaid()
    {
        QFETCH(QString, text);
        QFETCH(QString, expected);
        QCOMPARE(text, expected);
    }

    void runsThatDivergedAreNamed()
    {
        const std::vector<double> differences{0, 0, 0, infinity, 0, 0, 0, infinity};
        const VerdictSubject subject{.seeds = {"10", "11", "12", "13", "14", "15", "16", "17"}};
        QCOMPARE(text(said(comparedTo(1, differences), {}, subject)),
                 QString("Validation loss 0.0 % (95 % interval 0.0 to 0.0 %, 6 seeds, paired): exactly as good as "
                         "Untied. Tied diverged with seeds 13 and 17: left out of the figures, losses in the count of "
                         "pairs."));
        QCOMPARE(text(said(comparedTo(1, {infinity}))),
                 QString("Validation loss: no verdict, as no pair of runs was measured; 6 seeds are needed. Tied "
                         "diverged with run 1: left out of the figures, a loss in the count of pairs."));
        QCOMPARE(
            text(said(comparedTo(1, {infinity}), {}, {.without_value = "did not reach the target"})),
            QString("Validation loss: no verdict, as no pair of runs was measured; 6 seeds are needed. Tied did not "
                    "reach the target with run 1: left out of the figures, a loss in the count of pairs."));
        const std::vector<double> arm{1, 1, 1, 1, 1, 1, 1};
        const std::vector<double> baseline{1, 1, 1, 1, 1, 1, infinity};
        QCOMPARE(text(said(*pairedDifference(arm, baseline, {.diverged_as = 8.0}))),
                 QString("Validation loss 0.0 % (95 % interval 0.0 to 0.0 %, 6 seeds, paired): exactly as good as "
                         "Untied. Untied diverged with run 7: left out of the figures, a win in the count of pairs. "
                         "Mean 1.000 beside 1.000 without, 1.000 beside 2.000 with what diverged."));
    }

    void theEvidenceIsSaid()
    {
        const auto evidence = [](const std::vector<double>& differences) {
            return text(evidenceSentences(comparedTo(1, differences), {}));
        };
        QCOMPARE(evidence({-0.1, -0.2, -0.15, 0.05, -0.12, -0.17, 0, -0.1}),
                 QString("Tied wins 6 of 8 pairs and loses 1. Effect size d_z -1.17 (95 % interval -2.06 to -0.23), p "
                         "= 0.013."));
        QCOMPARE(evidence({0.5}), QString("Tied wins 0 of 1 pair and loses 1."));
        QCOMPARE(evidence({}), QString());
        QCOMPARE(evidence({0.5, 0.5}), QString("Tied wins 0 of 2 pairs and loses 2. All differences are the same."));
        QCOMPARE(evidence({0, 0}), QString("Tied wins 0 of 2 pairs and loses 0. Effect size d_z 0.00, p = 1.0."));
    }

    void theChecksAreSaid_data()
    {
        QTest::addColumn<QString>("said");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* name, const std::vector<double>& differences, const Margin& margin,
                            const char* expected) {
            const PairedDifference difference = comparedTo(1, differences);
            const Verdict judged = *verdict(difference, margin);
            QTest::newRow(name) << text(checksSentences(checks(difference, judged), difference, judged, {}))
                                << QString(expected);
        };
        std::vector<double> outlier(19, 0.01);
        for (std::size_t i = 0; i < outlier.size(); ++i)
            outlier[i] += static_cast<double>(i) / 1000;
        outlier.push_back(1);
        row("too few seeds have none", differencesOf(0.1, 0.01, 5), {}, "");
        row("few seeds", differencesOf(0.1, 0.01, 6), {}, "Sign flips agree (p = 0.031).");
        row("disagreeing", {0.01, 0.01, 0.01, 0.01, 0.01, 1}, {0},
            "Sign flips disagree (p = 0.031, beside p = 0.34 of t).");
        row("many seeds", differencesOf(0.1, 0.01, 20), {},
            "Sign flips agree (p < 0.0001). The bootstrap agrees (95 % interval +9.6 to +10.4 %).");
        row("many seeds and one far off", outlier, {},
            "Sign flips disagree (p < 0.0001, beside p = 0.18 of t). The bootstrap says worse instead (95 % interval "
            "+1.8 to +26.4 %).");
    }

    void theChecksAreSaid()
    {
        QFETCH(QString, said);
        QFETCH(QString, expected);
        QCOMPARE(said, expected);
    }

    void theStorageIsSaid_data()
    {
        QTest::addColumn<int>("parameters");
        QTest::addColumn<int>("bytes");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* name, int parameters, int bytes, const char* expected) {
            QTest::newRow(name) << parameters << bytes << QString(expected);
        };
        row("as the issue has it", 2144, 8576, "Tied: 2,048 parameters fewer (49 %), 8.2 kB less.");
        row("one fewer", 4191, 16764, "Tied: 1 parameter fewer (0.0 %), 4 B less.");
        row("the same", 4192, 16768, "Tied: as many parameters, as many bytes.");
        row("more", 8384, 33536, "Tied: 4,192 parameters more (100 %), 16.8 kB more.");
    }

    void theStorageIsSaid()
    {
        QFETCH(int, parameters);
        QFETCH(int, bytes);
        QFETCH(QString, expected);
        QCOMPARE(QString::fromStdString(storageSentence({parameters, bytes}, {4192, 16768}, {})), expected);
    }
};

LIGATURE_APPLESS_TEST(VerdictWordsTest)
} // namespace test_verdict_words

#include "test_verdict_words.moc"
