// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/comparison/run_filter.h"

#include <QTest>

#include "tests/core/comparison/some_runs.h"
#include "tests/support/test_program.h"

namespace test_run_filter {

using namespace ligature;
using namespace ligature::testing;

class TestRunFilter : public QObject {
    Q_OBJECT

    /// Three rows: tied (good), untied (the baseline), an odd one.
    static RunTable rows()
    {
        RunNotes notes;
        notes.baseline = "untied";
        notes.set("tied", {{"best", "to try"}, "The one for the paper"});
        notes.set("odd", {{"better not"}, {}});
        return tableOf(
            {{.group = "tied", .seed = 3, .loss = 0.05, .settings = {{"Optimizer", "Adam"}, {"Epochs", "20"}}},
             {.group = "untied",
              .seed = 3,
              .loss = 0.1,
              .settings = {{"Optimizer", "SGD"}, {"Epochs", "20"}},
              .arm = untiedArm},
             {.group = "odd",
              .seed = 14,
              .settings = {{"Optimizer", "SGD"}, {"Batch size", "8"}},
              .arm = ArmId("narrowed"),
              .has_diverged = true}},
            notes);
    }

private Q_SLOTS:
    void rowsFit_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("fitting");
        QTest::newRow("nothing typed") << ""
                                       << "odd tied untied";
        QTest::newRow("spaces alone") << "  "
                                      << "odd tied untied";
        QTest::newRow("a word of the arm") << "narrow"
                                           << "odd";
        QTest::newRow("whatever the case") << "NARROW"
                                           << "odd";
        QTest::newRow("a word of a setting") << "adam"
                                             << "tied";
        QTest::newRow("a word of a note") << "paper"
                                          << "tied";
        QTest::newRow("a word of a tag") << "best"
                                         << "tied";
        QTest::newRow("several words, each") << "sgd narrowed"
                                             << "odd";
        QTest::newRow("two words together") << "\"for the paper\""
                                            << "tied";
        QTest::newRow("excluded") << "-sgd"
                                  << "tied";
        QTest::newRow("two words excluded") << "-\"to try\""
                                            << "odd untied";
        QTest::newRow("an arm by its name") << "arm:untied"
                                            << "untied";
        QTest::newRow("exactly that arm") << "arm=tied"
                                          << "tied";
        QTest::newRow("a tag") << "tag:be"
                               << "odd tied";
        QTest::newRow("exactly that tag") << "tag=best"
                                          << "tied";
        QTest::newRow("a tag of two words") << "tag:\"to try\""
                                            << "tied";
        QTest::newRow("not that tag") << "-tag:best"
                                      << "odd untied";
        QTest::newRow("a note") << "note:paper"
                                << "tied";
        QTest::newRow("less loss") << "loss<0.08"
                                   << "tied";
        QTest::newRow("at most") << "loss<=0.1"
                                 << "tied untied";
        QTest::newRow("more loss") << "loss>0.08"
                                   << "untied"; // One that diverged has none.
        QTest::newRow("a difference in percent") << "difference<-10%"
                                                 << "tied";
        QTest::newRow("a setting's word") << "optimizer:sgd"
                                          << "odd untied";
        QTest::newRow("a setting's number, whole") << "epochs:2"
                                                   << "";
        QTest::newRow("a setting's number") << "epochs:20"
                                            << "tied untied";
        QTest::newRow("a setting of two words") << "batch_size<16"
                                                << "odd";
        QTest::newRow("a seed") << "seed:3"
                                << "tied untied";
        QTest::newRow("a seed's digits are no word") << "seed:1"
                                                     << "";
        QTest::newRow("diverged") << "diverged"
                                  << "odd";
        QTest::newRow("not diverged") << "-diverged"
                                      << "tied untied";
        QTest::newRow("the baseline") << "baseline"
                                      << "untied";
        QTest::newRow("a field that is not there") << "colour:red"
                                                   << "";
        QTest::newRow("a quote that is not closed") << "\"for the"
                                                    << "tied";
        QTest::newRow("a sign alone") << "-"
                                      << "";
        QTest::newRow("a colon alone") << ":"
                                       << "";
        QTest::newRow("no UTF-8") << QString::fromLatin1("\xff") << "";
    }
    void rowsFit()
    {
        QFETCH(const QString, text);
        const RunFilter filter = RunFilter::parse(text.toStdString());
        const RunTable table = rows();
        QStringList fitting;
        for (const RunGroup& group : table.groups) {
            if (filter.fits(group))
                fitting << QString::fromStdString(group.key);
        }
        fitting.sort();
        QTEST(fitting.join(u' '), "fitting");
        QVERIFY(filter.problem().empty());
        // What is hidden takes no figure along.
        QCOMPARE(*groupIn(table, "tied").val_loss.summary.mean, 0.05);
    }

    void whatIsNotUnderstoodIsSaid_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("problem");
        QTest::newRow("no number") << "loss<"
                                   << "“loss<” lacks a number, as in loss<0.1";
        QTest::newRow("a word for a number") << "epochs>=many"
                                             << "“epochs>=many” lacks a number, as in epochs>0.1";
        QTest::newRow("no word") << "tag:"
                                 << "“tag:” lacks a word, as in tag:word";
    }
    void whatIsNotUnderstoodIsSaid()
    {
        QFETCH(const QString, text);
        const RunFilter filter = RunFilter::parse(text.toStdString());
        QTEST(QString::fromStdString(filter.problem()), "problem");
        const RunTable table = rows();
        QVERIFY(std::ranges::none_of(table.groups, [&](const RunGroup& group) { return filter.fits(group); }));
    }
};

LIGATURE_APPLESS_TEST(TestRunFilter)

} // namespace test_run_filter

#include "test_run_filter.moc"
