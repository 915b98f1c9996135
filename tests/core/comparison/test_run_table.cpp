// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/comparison/run_table.h"

#include <algorithm>

#include <QTest>

#include "core/comparison/run_columns.h"
#include "tests/core/comparison/small_comparison.h"
#include "tests/core/comparison/some_runs.h"
#include "tests/support/test_program.h"

namespace test_run_table {

using namespace ligature;
using namespace ligature::testing;
using Kind = RunColumn::Kind;
using Runs = std::vector<MadeRun>;

namespace {

/// "Epochs, Samples" of a table's columns of settings.
QString settingsShown(const RunTable& table)
{
    QStringList names;
    for (const RunColumn& column : columnsOf(table)) {
        if (column.kind == Kind::Setting)
            names << QString::fromStdString(column.setting);
    }
    return names.join(QStringLiteral(", "));
}

QString keysInOrder(const RunTable& table, const RunColumn& column, bool is_descending)
{
    QStringList keys;
    for (const std::size_t place : sortedGroups(table, column, is_descending))
        keys << QString::fromStdString(table.groups[place].key);
    return keys.join(u' ');
}

} // namespace

class TestRunTable : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void columnsOfSettingsAreThereWhereTheyDiffer_data();
    void columnsOfSettingsAreThereWhereTheyDiffer();
    void aMeanIsOfItsOwnRunsAlone();
    void runsThatDivergedAreToldBesideTheMean_data();
    void runsThatDivergedAreToldBesideTheMean();
    void differencesAreSignedByTheDirection_data();
    void differencesAreSignedByTheDirection();
    void seedsThatBothHaveArePaired();
    void aRunIsHeldAgainstTheOneOfItsSeed();
    void rowsAreSorted_data();
    void rowsAreSorted();
    void runsOfEarlierVersionsAreToldApart();
    void whatOnlyTunedIsInNoMean();
    void damagedFilesAreRowsOfTheirOwn();
    void theArmsOfTheComparisonAreThereBeforeTheyHaveRuns();
    void eachRowOfTheFiguresIsOne_data();
    void eachRowOfTheFiguresIsOne();
    void aPinnedBaselineWhoseRunsAreGoneIsNone();
};

void TestRunTable::columnsOfSettingsAreThereWhereTheyDiffer_data()
{
    QTest::addColumn<Runs>("runs");
    QTest::addColumn<QString>("shown");
    const std::vector<RunSetting> base = {{"Optimizer", "Adam"}, {"Epochs", "20"}};
    QTest::newRow("one row") << Runs{{.group = "a", .settings = base}} << "";
    QTest::newRow("all the same") << Runs{{.group = "a", .settings = base}, {.group = "b", .settings = base}} << "";
    QTest::newRow("one differs") << Runs{{.group = "a", .settings = base},
                                         {.group = "b", .settings = {{"Optimizer", "Adam"}, {"Epochs", "50"}}}}
                                 << "Epochs";
    QTest::newRow("both, in their order")
        << Runs{{.group = "a", .settings = base}, {.group = "b", .settings = {{"Optimizer", "SGD"}, {"Epochs", "50"}}}}
        << "Optimizer, Epochs";
    QTest::newRow("one has it alone")
        << Runs{{.group = "a", .settings = base},
                {.group = "b", .settings = {{"Optimizer", "Adam"}, {"Epochs", "20"}, {"Patience", "5"}}}}
        << "Patience";
}

void TestRunTable::columnsOfSettingsAreThereWhereTheyDiffer()
{
    QFETCH(const Runs, runs);
    QTEST(settingsShown(tableOf(runs)), "shown");
}

void TestRunTable::aMeanIsOfItsOwnRunsAlone()
{
    const Runs runs = {{.group = "a", .seed = 1, .loss = 1},
                       {.group = "a", .seed = 2, .loss = 3},
                       {.group = "b", .seed = 1, .loss = 100}};
    const RunTable both = tableOf(runs);
    const RunTable alone = tableOf({runs[0], runs[1]});
    QCOMPARE(*groupIn(both, "a").val_loss.summary.mean, 2.0);
    QCOMPARE(*groupIn(both, "a").val_loss.summary.deviation, std::sqrt(2.0));
    // Whatever else is in the table, the bits are the same.
    QCOMPARE(groupIn(both, "a").val_loss.summary.mean, groupIn(alone, "a").val_loss.summary.mean);
    QCOMPARE(groupIn(both, "a").gap.summary.mean, groupIn(alone, "a").gap.summary.mean);
    QCOMPARE(both.runCount(), std::size_t{3});
}

void TestRunTable::runsThatDivergedAreToldBesideTheMean_data()
{
    QTest::addColumn<Runs>("runs");
    QTest::addColumn<int>("diverged");
    QTest::addColumn<double>("without"); // NaN: there is none
    QTest::addColumn<double>("with");
    QTest::newRow("none") << Runs{{.loss = 1}, {.seed = 2, .loss = 2}} << 0 << 1.5 << notMeasured;
    QTest::newRow("one, counted as untrained")
        << Runs{{.loss = 1}, {.seed = 2, .loss = 2}, {.seed = 3, .has_diverged = true, .start = 6}} << 1 << 1.5 << 3.0;
    QTest::newRow("all") << Runs{{.has_diverged = true, .start = 4}, {.seed = 2, .has_diverged = true, .start = 6}} << 2
                         << notMeasured << 5.0;
    QTest::newRow("one whose start was not measured")
        << Runs{{.loss = 1}, {.seed = 2, .has_diverged = true, .start = notMeasured}} << 1 << 1.0 << notMeasured;
}

void TestRunTable::runsThatDivergedAreToldBesideTheMean()
{
    QFETCH(const Runs, runs);
    QFETCH(const int, diverged);
    QFETCH(const double, without);
    const RunTable table = tableOf(runs);
    const RunGroup& group = groupIn(table, "g");
    QCOMPARE(group.diverged(), static_cast<std::size_t>(diverged));
    QCOMPARE(group.val_loss.summary.mean.value_or(notMeasured), without);
    QTEST(group.val_loss.mean_with_diverged.value_or(notMeasured), "with");
}

void TestRunTable::differencesAreSignedByTheDirection_data()
{
    QTest::addColumn<bool>("by_metric");
    QTest::addColumn<bool>("higher_is_better");
    QTest::addColumn<double>("value");
    QTest::addColumn<double>("baseline");
    QTest::addColumn<int>("sign");
    QTest::addColumn<double>("relative"); // NaN: there is none
    const int better = int(RunDifference::Sign::Better);
    const int worse = int(RunDifference::Sign::Worse);
    QTest::newRow("less loss") << false << false << 0.5 << 1.0 << better << -0.5;
    QTest::newRow("more loss") << false << false << 1.5 << 1.0 << worse << 0.5;
    QTest::newRow("the same") << false << false << 1.0 << 1.0 << int(RunDifference::Sign::Same) << 0.0;
    QTest::newRow("more accuracy") << true << true << 0.9 << 0.6 << better << 0.5;
    QTest::newRow("less accuracy") << true << true << 0.3 << 0.6 << worse << -0.5;
    QTest::newRow("less of an error") << true << false << 0.3 << 0.6 << better << -0.5;
    QTest::newRow("less than a negative loss") << false << false << -3.0 << -2.0 << better << -0.5;
    QTest::newRow("beside a baseline of 0") << false << false << 1.0 << 0.0 << worse << notMeasured;
}

void TestRunTable::differencesAreSignedByTheDirection()
{
    QFETCH(const bool, by_metric);
    QFETCH(const bool, higher_is_better);
    QFETCH(const double, value);
    QFETCH(const double, baseline);
    QFETCH(const int, sign);
    QFETCH(const double, relative);
    const MetricSpec metric{"score", higher_is_better ? MetricSpec::Direction::HigherIsBetter
                                                      : MetricSpec::Direction::LowerIsBetter};
    MadeRun run{.group = "a"};
    MadeRun other{.group = "b"};
    (by_metric ? run.metric : run.loss) = value;
    (by_metric ? other.metric : other.loss) = baseline;
    const RunTable table = tableOf({run, other}, {.baseline = "b"}, metric, by_metric);
    const RunGroup& group = groupIn(table, "a");
    QVERIFY(group.difference && !groupIn(table, "b").difference && groupIn(table, "b").is_baseline);
    QCOMPARE(int(group.difference->sign), sign);
    QCOMPARE(*group.difference->absolute, value - baseline);
    QCOMPARE(group.difference->relative.value_or(notMeasured), relative);
}

void TestRunTable::seedsThatBothHaveArePaired()
{
    // Differences 1, 2, 3: t(0.975, 2) has the closed form 0.95 sqrt(2 / 0.0975), times the standard error 1 / sqrt(3).
    Runs runs = {{.group = "a", .seed = 1, .loss = 2}, {.group = "a", .seed = 2, .loss = 7},
                 {.group = "a", .seed = 3, .loss = 6}, {.group = "a", .seed = 9, .loss = 1000},
                 {.group = "b", .seed = 3, .loss = 3}, {.group = "b", .seed = 1, .loss = 1},
                 {.group = "b", .seed = 2, .loss = 5}};
    const RunTable table = tableOf(runs, {.baseline = "b"});
    const RunDifference& difference = *groupIn(table, "a").difference;
    QCOMPARE(difference.pairs, std::size_t{3});
    QCOMPARE(*difference.absolute, 2.0);
    QCOMPARE(difference.interval->low, 2 - 0.95 * std::sqrt(2 / 0.0975) / std::sqrt(3.0));
    QCOMPARE(*difference.relative, 2.0 / 3);
    // Of no common seed it is the difference of the means, and has no interval.
    for (MadeRun& run : runs)
        run.seed += run.group == "b" ? 100 : 0;
    const RunTable apart = tableOf(runs, {.baseline = "b"});
    const RunDifference& of_means = *groupIn(apart, "a").difference;
    QCOMPARE(of_means.pairs, std::size_t{0});
    QVERIFY(!of_means.interval);
    QCOMPARE(*of_means.absolute, 253.75 - 3);
    // One that diverged is in no pair.
    runs = {{.group = "a", .seed = 1, .has_diverged = true}, {.group = "b", .seed = 1}};
    QVERIFY(!groupIn(tableOf(runs, {.baseline = "b"}), "a").difference);
}

void TestRunTable::aRunIsHeldAgainstTheOneOfItsSeed()
{
    const RunTable table = tableOf({{.group = "a", .seed = 1, .loss = 3},
                                    {.group = "a", .seed = 2, .loss = 3},
                                    {.group = "b", .seed = 1, .loss = 2}},
                                   {.baseline = "b"});
    const RunGroup& group = groupIn(table, "a");
    QCOMPARE(*differenceOf(table, group, *group.runs[0].result)->absolute, 1.0);
    QVERIFY(!differenceOf(table, group, *group.runs[1].result));
    QVERIFY(!differenceOf(table, groupIn(table, "b"), *groupIn(table, "b").runs[0].result));
}

void TestRunTable::rowsAreSorted_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<bool>("descending");
    QTest::addColumn<QString>("keys");
    QTest::newRow("loss") << int(Kind::ValLoss) << false << "b d a c"; // c has none; of equals the newer first
    QTest::newRow("loss, the greatest first") << int(Kind::ValLoss) << true << "d a b c";
    QTest::newRow("a setting by its number") << int(Kind::Setting) << false << "a b c d"; // 9, 10, "all", none
    QTest::newRow("a setting, descending") << int(Kind::Setting) << true << "c b a d";
    QTest::newRow("tags") << int(Kind::Tags) << false << "b a d c";
    QTest::newRow("when") << int(Kind::Trained) << false << "a b c d";
    QTest::newRow("when, the newest first") << int(Kind::Trained) << true << "d c b a";
}

void TestRunTable::rowsAreSorted()
{
    QFETCH(const int, kind);
    QFETCH(const bool, descending);
    RunNotes notes;
    notes.set("a", {{"z"}, {}});
    notes.set("b", {{"best"}, {}});
    const RunTable table = tableOf({{.group = "a", .loss = 2, .settings = {{"Width", "9"}}, .written = 1},
                                    {.group = "b", .loss = 1, .settings = {{"Width", "10"}}, .written = 2},
                                    {.group = "c", .settings = {{"Width", "all"}}, .has_diverged = true, .written = 3},
                                    {.group = "d", .loss = 2, .written = 4}},
                                   notes);
    // As they stand, the newest come first.
    const QString keys = keysInOrder(table, {static_cast<Kind>(kind), "Width"}, descending);
    QTEST(keys, "keys");
}

void TestRunTable::runsOfEarlierVersionsAreToldApart()
{
    // They say neither their group nor their settings: those of which all is the same have a mean together, but for a
    // seed that is there twice, which two networks have.
    MadeRun made{.group = "x"};
    const auto earlier = [&made](const char* key, std::uint64_t seed, double rate) {
        made.seed = seed;
        RunResult run = *stored(made).result;
        run.group.clear();
        run.key = key;
        run.learning_rate = rate;
        return StoredRun{key, std::make_shared<const RunResult>(run), {}, 0};
    };
    RunTableSource source;
    source.runs = {earlier("a", 1, 0.1), earlier("b", 2, 0.1), earlier("c", 1, 0.1), earlier("d", 1, 0.2)};
    const RunTable table = makeRunTable(source);
    QCOMPARE(table.groups.size(), std::size_t{3});
    std::vector<std::size_t> sizes;
    for (const RunGroup& group : table.groups)
        sizes.push_back(group.runs.size());
    std::ranges::sort(sizes);
    QCOMPARE(sizes, (std::vector<std::size_t>{1, 1, 2}));
    QCOMPARE(settingsShown(table), QStringLiteral("Learning rate"));
}

void TestRunTable::whatOnlyTunedIsInNoMean()
{
    // At the rate that tuning found, its runs are of the settings of those that are compared.
    RunResult tuning = *stored({.group = "a", .seed = 1'000'000'001, .loss = 100}).result;
    tuning.is_tuning = true;
    RunTableSource source;
    source.runs = {stored({.group = "a", .loss = 1}), {"tuning", std::make_shared<const RunResult>(tuning), {}, 0}};
    const RunTable table = makeRunTable(source);
    QCOMPARE(table.groups.size(), std::size_t{2});
    QCOMPARE(*groupIn(table, "a").val_loss.summary.mean, 1.0);
    QVERIFY(!groupIn(table, "a").is_tuning && table.groups.back().is_tuning);
}

void TestRunTable::damagedFilesAreRowsOfTheirOwn()
{
    RunTableSource source;
    source.runs = {stored({.group = "a"}), {"broken", nullptr, Error{"runs/broken.json", "it ends early", "mend"}, 0}};
    const RunTable table = makeRunTable(source);
    QCOMPARE(table.groups.size(), std::size_t{1});
    QCOMPARE(table.damaged.size(), std::size_t{1});
    QCOMPARE(table.damaged[0].damage->what, std::string("it ends early"));
    QCOMPARE(table.runCount(), std::size_t{2});
}

void TestRunTable::theArmsOfTheComparisonAreThereBeforeTheyHaveRuns()
{
    Project project = smallProject();
    project.experiment.fractions = {0.5, 1};
    const Experiment experiment = planned(project);
    RunStore store;
    RunTableSource source;
    const auto before = figures(experiment, store);
    source.experiment = &experiment;
    source.figures = &before;
    source.runs = {stored({.group = "older"})};
    RunTable table = makeRunTable(source);
    QCOMPARE(table.groups.size(), std::size_t{5});
    QCOMPARE(table.groups.back().key, std::string("older"));
    QCOMPARE(table.earlier, std::size_t{1});
    QCOMPARE(table.groups[0].planned, std::size_t{3});
    QVERIFY(table.groups[0].runs.empty() && !table.groups[0].title.empty());
    runThrough(experiment, store);
    const auto after = figures(experiment, store);
    source.figures = &after;
    source.runs = store.list();
    source.has_earlier = false;
    const std::vector<std::string> keys = {table.groups[0].key, table.groups[1].key};
    table = makeRunTable(source);
    QCOMPARE(table.groups.size(), std::size_t{4});
    QCOMPARE(table.groups[0].key, keys[0]); // The row that was there without runs has them now.
    QCOMPARE(table.groups[1].key, keys[1]);
    for (std::size_t i = 0; i < table.groups.size(); ++i) {
        const RunGroup& group = table.groups[i];
        const ArmFigures& arm = after.groups[i / 2].arms[i % 2];
        QCOMPARE(group.runs.size(), std::size_t{3});
        // The same bits as the figures of the report.
        QCOMPARE(group.val_loss.summary.mean, arm.val_loss.summary.mean);
        QCOMPARE(group.parameters, arm.counts.parameters);
        QCOMPARE(group.is_baseline, arm.arm == untiedArm);
        if (!group.is_baseline) {
            QCOMPARE(group.difference->absolute, arm.val_loss.comparison->difference.mean);
            QCOMPARE(group.difference->interval, arm.val_loss.comparison->difference.interval);
        }
    }
    QVERIFY(std::ranges::any_of(columnsOf(table), [](const RunColumn& c) { return c.kind == Kind::Samples; }));
    QVERIFY(std::ranges::any_of(columnsOf(table), [](const RunColumn& c) { return c.kind == Kind::Verdict; }));
    QCOMPARE(distinctName(table.groups[0], {&table.groups[0], &table.groups[2]}),
             table.groups[0].title + ", 50 % of the samples");
}

void TestRunTable::eachRowOfTheFiguresIsOne_data()
{
    QTest::addColumn<ExperimentPlan>("plan");
    ExperimentPlan plan = smallProject().experiment;
    plan.seeds = 2;
    plan.folds = 3;
    QTest::newRow("over folds") << plan;
    plan.folds = 0;
    plan.arms = {untiedArm, tiedArm, ArmId("soft")};
    plan.axes = {{SettingTarget{"soft_tie"}, {0.0, 1.0}, {}}};
    QTest::newRow("a setting that concerns one arm, so that the others are trained once") << plan;
}

void TestRunTable::eachRowOfTheFiguresIsOne()
{
    QFETCH(const ExperimentPlan, plan);
    Project project = smallProject();
    project.experiment = plan;
    const Experiment experiment = planned(project);
    RunStore store;
    runThrough(experiment, store);
    const auto shown = figures(experiment, store);
    const RunTable table = makeRunTable({.runs = store.list(), .experiment = &experiment, .figures = &shown});
    std::size_t row = 0;
    for (const GroupFigures& group : shown.groups) {
        for (const ArmFigures& arm : group.arms) {
            const RunGroup& own = table.groups.at(row++);
            QVERIFY(own.arm == arm.arm);
            QCOMPARE(own.runs.size(), own.planned);
            QCOMPARE(own.val_loss.summary.mean, arm.val_loss.summary.mean);
            QCOMPARE(own.difference.has_value(), arm.val_loss.comparison.has_value());
            if (own.difference) {
                QCOMPARE(own.difference->pairs, shown.seeds.size());
                QCOMPARE(own.difference->absolute, arm.val_loss.comparison->difference.mean);
            }
        }
    }
    QCOMPARE(table.groups.size(), row);
    if (plan.folds > 0)
        QCOMPARE(table.groups.back().difference->interval, // The correction for folds is in it.
                 shown.groups.back().arms.back().val_loss.comparison->difference.interval);
}

void TestRunTable::aPinnedBaselineWhoseRunsAreGoneIsNone()
{
    const RunTable table = tableOf({{.group = "a"}}, {.baseline = "gone"});
    QVERIFY(table.baseline.empty() && !table.groups[0].difference && !table.groups[0].is_baseline);
}

LIGATURE_APPLESS_TEST(TestRunTable)

} // namespace test_run_table

#include "test_run_table.moc"
