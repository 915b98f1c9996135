// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/comparison/figures.h"

#include <cmath>

#include <QTemporaryDir>
#include <QTest>

#include "core/training/trainer.h"
#include "tests/core/comparison/small_comparison.h"
#include "tests/support/test_program.h"

namespace test_figures {

using namespace ligature;
using namespace ligature::testing;
using statistics::Answer;

namespace {

const ArmFigures& armOf(const GroupFigures& group, const ArmId& arm)
{
    return *std::ranges::find(group.arms, arm, &ArmFigures::arm);
}

/// With an arm of one's own that does nothing otherwise than the drawn network.
Project withOwnArm(std::int64_t seeds)
{
    Project project = smallProject();
    project.network.arms["same"] = {"Nothing changed", {}};
    project.experiment.seeds = seeds;
    project.experiment.arms = {ArmId("same"), tiedArm};
    project.experiment.baseline = tiedArm;
    return project;
}

struct Ran {
    Experiment experiment;
    std::unique_ptr<RunStore> store = std::make_unique<RunStore>();
    ExperimentFigures figures;
};

Ran ran(const Project& project, int threads = 1)
{
    Ran made{planned(project), std::make_unique<RunStore>(), {}};
    runThrough(made.experiment, *made.store, threads);
    made.figures = figures(made.experiment, *made.store);
    return made;
}

} // namespace

class TestFigures : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void anyNumberOfThreadsGivesTheSameBits();
    void partsGiveTheSameBits_data();
    void partsGiveTheSameBits();
    void theValuesAreThoseOfTheRuns();
    void anArmBesideItselfIsAsGoodAs_data();
    void anArmBesideItselfIsAsGoodAs();
    void underSixSeedsThereIsNoVerdict();
    void aRunThatDivergesIsALossOfItsPairAndTheOthersGoOn();
    void aBaselineThatDivergesIsAWin();
    void moreSeedsAndArmsTrainTheNewRunsAlone();
    void tuningTakesTheBestRate();
    void tuningLeavesTheTestAndTheComparedSeedsAlone();
    void ofEqualRatesTheOneThatIsSetIsTaken();
    void wherePartsAreMissingTheFiguresAreOfThoseThatAreThere();
    void byTheMetric();
    void aCorruptResultIsAnError();
};

void TestFigures::anyNumberOfThreadsGivesTheSameBits()
{
    Project project = smallProject();
    project.experiment.arms = {tiedArm, untiedArm, ownStartArm};
    project.experiment.seeds = 7;
    project.experiment.fractions = {0.5, 1};
    project.experiment.tuning_trials = 3;
    project.training.test_fraction = 0.1;
    const Experiment experiment = planned(project);
    std::string one;
    for (const int threads : {1, 2, 4}) {
        RunStore store;
        runThrough(experiment, store, threads);
        const std::string found = bits(experiment, store);
        QVERIFY(found.size() > 1000 && found.find("times") == std::string::npos);
        if (one.empty())
            one = found;
        QVERIFY(found == one);
    }
}

void TestFigures::partsGiveTheSameBits_data()
{
    QTest::addColumn<int>("parts");
    QTest::newRow("two") << 2;
    QTest::newRow("three, which do not divide the seeds") << 3;
    QTest::newRow("as many as runs") << 14;
    QTest::newRow("more than runs") << 20;
}

void TestFigures::partsGiveTheSameBits()
{
    QFETCH(const int, parts);
    Project project = smallProject();
    project.experiment.seeds = 7;
    project.experiment.tuning_trials = 2;
    const Experiment experiment = planned(project);
    RunStore whole;
    runThrough(experiment, whole);
    RunStore all;
    std::size_t compared = 0;
    for (std::int64_t part = 1; part <= parts; ++part) {
        RunStore own; // Each on a machine of its own, which tunes for itself.
        runThrough(experiment, own, 1, {part, parts});
        std::map<std::uint64_t, int> arms_of;
        for (const std::string& key : own.keys()) {
            const RunResult result = **own.find(key);
            if (result.seed < 1000)
                ++arms_of[result.seed];
            QVERIFY(all.add(result).has_value());
        }
        for (const auto& [seed, arms] : arms_of) {
            compared += std::size_t(arms);
            QVERIFY(parts > 7 || arms == 2); // Pairs stay together.
        }
    }
    QCOMPARE(compared, std::size_t{14}); // Each once.
    QCOMPARE(bits(experiment, all), bits(experiment, whole));
}

void TestFigures::theValuesAreThoseOfTheRuns()
{
    Project project = smallProject();
    project.training.test_fraction = 0.1;
    project.experiment.seeds = 6;
    const Ran of = ran(project);
    const GroupFigures& group = of.figures.groups.front();
    for (const ArmId& arm : {tiedArm, untiedArm}) {
        const ArmFigures& found = armOf(group, arm);
        for (std::size_t i = 0; i < of.figures.seeds.size(); ++i) {
            // The same by a trainer of our own.
            Project single = project;
            single.training.arms = {arm};
            single.training.seed = of.figures.seeds[i];
            const auto trainer = *Trainer::create(single, smallData());
            trainer->advance(100'000, std::chrono::hours(1));
            double validation = 0;
            double training = 0;
            for (const MetricEvent& event : trainer->takeEvents()) {
                if (event.kind == MetricEvent::Kind::Epoch) {
                    validation = event.val_loss;
                    training = event.train_loss;
                }
            }
            QCOMPARE(found.val_loss.values[i], validation);
            QCOMPARE(found.train_loss.values[i], training);
            QCOMPARE(found.generalisation_gap.values[i], validation - training);
            QCOMPARE(found.test_loss.values[i], trainer->measureTest(arm)->val_loss);
        }
    }
    QCOMPARE(of.figures.runs, 12);
    QCOMPARE(of.figures.done, 12);
    QVERIFY(of.figures.seeds == std::vector<std::uint64_t>({1, 2, 3, 4, 5, 6}));
    // 6 x 3 once or twice, and two biases.
    QCOMPARE(armOf(group, tiedArm).counts.parameters, 18 + 3 + 6);
    QCOMPARE(armOf(group, untiedArm).counts.parameters, 2 * 18 + 3 + 6);
    QVERIFY(!armOf(group, untiedArm).val_loss.comparison && armOf(group, tiedArm).val_loss.comparison);
}

void TestFigures::anArmBesideItselfIsAsGoodAs_data()
{
    QTest::addColumn<int>("seeds");
    QTest::addColumn<double>("margin");
    QTest::newRow("6 seeds") << 6 << 0.005;
    QTest::newRow("25 seeds") << 25 << 0.005;
    QTest::newRow("no margin at all") << 6 << 0.0;
}

void TestFigures::anArmBesideItselfIsAsGoodAs()
{
    QFETCH(const int, seeds);
    QFETCH(const double, margin);
    Project project = withOwnArm(seeds);
    project.experiment.margin = margin;
    project.training.test_fraction = 0.1;
    const Ran of = ran(project);
    const GroupFigures& group = of.figures.groups.front();
    const ArmFigures& same = armOf(group, ArmId("same"));
    for (const ArmFigure* const figure : same.figures()) {
        QVERIFY2(figure->comparison, figure->name.c_str());
        const FigureComparison& comparison = *figure->comparison;
        QCOMPARE(comparison.difference.mean, std::optional(0.0));
        QCOMPARE(comparison.difference.interval->low, 0.0);
        QCOMPARE(comparison.difference.interval->high, 0.0);
        QCOMPARE(comparison.difference.p, std::optional(1.0));
        QCOMPARE(comparison.difference.signs.ties, std::size_t(seeds));
        if (figure->name != "Steps to the target loss") // Not all reach it.
            QCOMPARE(comparison.verdict.answer, Answer::AsGoodAs);
    }
    QVERIFY2(group.verdict.find("as good as") != std::string::npos, group.verdict.c_str());
}

void TestFigures::underSixSeedsThereIsNoVerdict()
{
    for (const std::int64_t seeds : {1, 2, 5, 6}) {
        Project project = smallProject();
        project.experiment.seeds = seeds;
        const Ran of = ran(project);
        const FigureComparison& comparison = *armOf(of.figures.groups.front(), tiedArm).val_loss.comparison;
        QCOMPARE(comparison.verdict.answer == Answer::TooFewSeeds, seeds < 6);
        QCOMPARE(comparison.sentence.find("no verdict") != std::string::npos, seeds < 6);
    }
}

/// A rate at which all but few seeds diverge: some of the tied arm, by a learning-rate factor of its shared parameter.
void TestFigures::aRunThatDivergesIsALossOfItsPairAndTheOthersGoOn()
{
    Project project = smallProject();
    project.experiment.seeds = 7;
    project.experiment.axes = {{SettingTarget{"learning_rate"}, {0.01, 1e4}, {}}};
    project.training.optimizer = "sgd";
    project.training.optimizer_attributes = {{"learning_rate", 0.01}};
    project.training.epochs = 40;
    const Ran of = ran(project);
    QCOMPARE(of.figures.done, 2 * 2 * 7);
    const ArmFigures& sound = armOf(of.figures.groups[0], tiedArm);
    QVERIFY(std::ranges::none_of(sound.runs, [](const auto& run) { return run->divergence.has_value(); }));
    QVERIFY(sound.val_loss.comparison->difference.pairs == 7);

    const GroupFigures& wild = of.figures.groups[1];
    const ArmFigures& tied = armOf(wild, tiedArm);
    QVERIFY(std::ranges::all_of(tied.runs, [](const auto& run) { return run->divergence.has_value(); }));
    for (const auto& run : tied.runs) {
        QVERIFY(run->divergence->step > 0 && !run->divergence->message.empty());
        QVERIFY(!run->divergence->layer.empty());
        QVERIFY(!run->test);
        QVERIFY(run->steps < run->total_steps);
    }
    // Both of each pair did: nobody wins, and no figure is made of it.
    QCOMPARE(tied.val_loss.comparison->difference.pairs, std::size_t{0});
    QCOMPARE(tied.val_loss.comparison->difference.signs.ties, std::size_t{7});
    QVERIFY(!tied.val_loss.summary.mean);
    QVERIFY2(wild.verdict.find("diverged") != std::string::npos, wild.verdict.c_str());
    std::string json = writeComparisonJson(of.experiment, of.figures);
    std::erase_if(json, [](char c) { return c == ' ' || c == '\n'; });
    QVERIFY(json.find("{\"seed\":1,\"step\":") != std::string::npos);
    for (const char* const number : {":nan", ":inf", ",nan", ",inf", "[nan", "[inf"}) // Messages say "finite".
        QVERIFY2(json.find(number) == std::string::npos, number);
}

void TestFigures::aBaselineThatDivergesIsAWin()
{
    // Results as a store may hold them: of the tied arm, seed 2 diverged; of the twin seed 5.
    Project project = smallProject();
    project.experiment.seeds = 8;
    const Experiment experiment = planned(project);
    RunStore store;
    runThrough(experiment, store);
    for (const PlannedRun& run : experiment.comparedRuns({})) {
        if ((run.arm == tiedArm && run.seed == 2) || (run.arm == untiedArm && run.seed == 5)) {
            RunResult result = **store.find(experiment.keyOf(run));
            result.divergence = RunResult::Divergence{3, "loss", "The loss is not finite."};
            QVERIFY(store.add(result).has_value());
        }
    }
    const ExperimentFigures found = figures(experiment, store);
    const ArmFigures& tied = armOf(found.groups.front(), tiedArm);
    const auto& difference = tied.val_loss.comparison->difference;
    QCOMPARE(difference.pairs, std::size_t{6});
    QCOMPARE(difference.arm_diverged, std::vector<std::size_t>{1});
    QCOMPARE(difference.baseline_diverged, std::vector<std::size_t>{4});
    QCOMPARE(difference.signs.wins + difference.signs.losses + difference.signs.ties, std::size_t{8});
    QVERIFY(difference.signs.wins >= 1 && difference.signs.losses >= 1);
    QCOMPARE(tied.val_loss.summary.count, std::size_t{7});
    // It is named, by its seed.
    const std::string words = tied.val_loss.comparison->sentence + tied.val_loss.comparison->evidence;
    QVERIFY2(words.find("diverged") != std::string::npos, words.c_str());
    QVERIFY2(words.find("seed 2") != std::string::npos && words.find("seed 5") != std::string::npos, words.c_str());
}

void TestFigures::moreSeedsAndArmsTrainTheNewRunsAlone()
{
    Project project = smallProject();
    RunStore store;
    const auto trained = [&](const Project& changed) {
        const Experiment experiment = planned(changed);
        const std::size_t before = store.keys().size();
        ExperimentQueue queue(experiment, store, 1);
        std::int64_t through_at_first = -1;
        const auto done = queue.run({}, [&](const ExperimentProgress& progress) {
            if (through_at_first < 0)
                through_at_first = progress.done;
        });
        return std::tuple(done.has_value() && *done, through_at_first, store.keys().size() - before);
    };
    QVERIFY((trained(project) == std::tuple(true, std::int64_t{0}, std::size_t{6})));
    QVERIFY((trained(project) == std::tuple(true, std::int64_t{6}, std::size_t{0})));
    project.experiment.seeds = 5;
    QVERIFY((trained(project) == std::tuple(true, std::int64_t{6}, std::size_t{4})));
    project.experiment.arms = {tiedArm, untiedArm, narrowedArm};
    QVERIFY((trained(project) == std::tuple(true, std::int64_t{10}, std::size_t{5})));
    project.experiment.fractions = {0.5, 1};
    QVERIFY((trained(project) == std::tuple(true, std::int64_t{15}, std::size_t{15})));
    project.name = "Another name";
    QVERIFY((trained(project) == std::tuple(true, std::int64_t{30}, std::size_t{0})));
    project.training.seed = 2; // Seeds 2 to 6: one is new.
    QVERIFY((trained(project) == std::tuple(true, std::int64_t{24}, std::size_t{6})));
}

void TestFigures::tuningTakesTheBestRate()
{
    Project project = smallProject();
    project.experiment.tuning_trials = 5;
    project.training.optimizer_attributes.set("learning_rate",
                                              1e-4); // Far too small: of those tried the greatest wins.
    const Ran of = ran(project);
    const auto rates = tunedRates(of.experiment, *of.store);
    QVERIFY(rates && *rates);
    for (const ArmId& arm : {tiedArm, untiedArm}) {
        std::map<double, double> cost;
        for (const PlannedRun& run : of.experiment.tuningRuns()) {
            if (run.arm == arm)
                cost[*run.learning_rate] += (*of.store->find(of.experiment.keyOf(run)))->valLoss();
        }
        QCOMPARE(cost.size(), std::size_t{5});
        const double best = std::ranges::min_element(cost, {}, [](const auto& one) { return one.second; })->first;
        QCOMPARE((**rates).at({ExperimentGroup{}, arm}), best);
        QVERIFY(best > 1e-4);
        const ArmFigures& found = armOf(of.figures.groups.front(), arm);
        QCOMPARE(found.learning_rate, best);
        QVERIFY(found.is_tuned);
        for (const auto& run : found.runs)
            QCOMPARE(run->learning_rate, best);
    }
    QCOMPARE(of.store->keys().size(), std::size_t(2 * 3 + 2 * 5 * tuningSeeds));
}

void TestFigures::tuningLeavesTheTestAndTheComparedSeedsAlone()
{
    Project project = smallProject();
    project.experiment.tuning_trials = 3;
    project.training.test_fraction = 0.2;
    const Ran of = ran(project);
    int compared = 0;
    int tuning = 0;
    for (const std::string& key : of.store->keys()) {
        const RunResult result = **of.store->find(key);
        const bool is_compared = result.seed >= 1 && result.seed <= 3;
        ++(is_compared ? compared : tuning);
        QVERIFY(is_compared || result.seed > 1'000'000);
        QCOMPARE(result.test.has_value(), is_compared);
    }
    QCOMPARE(compared, 6);
    QCOMPARE(tuning, 12);
}

/// Nothing is learnt, so all rates come to the same.
void TestFigures::ofEqualRatesTheOneThatIsSetIsTaken()
{
    Project project = smallProject();
    project.experiment.tuning_trials = 4;
    for (auto& [id, parameter] : project.network.parameters)
        parameter.trainable = false;
    const auto refused = refusal(project);
    if (!refused.empty()) { // Nothing to train is an obstacle: then by a factor of 0.
        for (auto& [id, parameter] : project.network.parameters) {
            parameter.trainable = true;
            parameter.learning_rate_factor = 0;
        }
    }
    const Ran of = ran(project);
    const auto rates = tunedRates(of.experiment, *of.store);
    for (const auto& [place, rate] : **rates)
        QCOMPARE(rate, 0.01);
}

void TestFigures::wherePartsAreMissingTheFiguresAreOfThoseThatAreThere()
{
    Project project = smallProject();
    project.experiment.seeds = 8;
    const Experiment experiment = planned(project);
    RunStore store;
    QCOMPARE(figures(experiment, store).done, 0);
    QVERIFY(!writeComparisonJson(experiment, figures(experiment, store)).empty());
    QVERIFY(!writeComparisonPage(experiment, figures(experiment, store), "call", "").empty());
    runThrough(experiment, store, 1, {1, 4});
    const ExperimentFigures some = figures(experiment, store);
    QCOMPARE(some.done, 4);
    const auto& comparison = *armOf(some.groups.front(), tiedArm).val_loss.comparison;
    QCOMPARE(comparison.difference.pairs, std::size_t{2});
    QCOMPARE(comparison.difference.signs.losses + comparison.difference.signs.wins, std::size_t{2});
    QVERIFY(std::isnan(armOf(some.groups.front(), tiedArm).val_loss.values[1]));
}

void TestFigures::byTheMetric()
{
    Project project = classifier(6, 4, 3);
    project.training.arms = {tiedArm, untiedArm};
    project.training.epochs = 1;
    project.experiment.seeds = 6;
    project.experiment.measure = ExperimentMeasure::Metric;
    const Ran of = ran(project);
    QVERIFY(of.figures.is_by_metric);
    QCOMPARE(of.figures.measure, std::string("Accuracy"));
    const ArmFigures& tied = armOf(of.figures.groups.front(), tiedArm);
    QCOMPARE(tied.metric.direction, statistics::MetricDirection::HigherIsBetter);
    QVERIFY2(of.figures.groups.front().verdict.find("Accuracy") != std::string::npos,
             of.figures.groups.front().verdict.c_str());
    // Nothing is tied in it, so it is its own twin.
    QCOMPARE(tied.metric.comparison->difference.mean, std::optional(0.0));
}

void TestFigures::aCorruptResultIsAnError()
{
    const QTemporaryDir folder;
    const Experiment experiment = planned(smallProject());
    std::string key;
    {
        const auto store = *RunStore::open(folder.path().toStdString());
        runThrough(experiment, *store);
        key = experiment.keyOf(experiment.comparedRuns({}).front());
    }
    QFile file(folder.filePath("runs/" + QString::fromStdString(key) + ".json"));
    QVERIFY(file.open(QIODevice::ReadWrite) && file.resize(file.size() / 2));
    file.close();
    const auto store = *RunStore::open(folder.path().toStdString());
    const auto found = figuresOf(experiment, *store);
    QVERIFY(!found);
    QVERIFY(found.error().where.find(key + ".json") != std::string::npos);
    ExperimentQueue queue(experiment, *store, 2);
    const auto done = queue.run({});
    QVERIFY(!done);
    QVERIFY(done.error().where.find(key + ".json") != std::string::npos);
}

LIGATURE_APPLESS_TEST(TestFigures)

} // namespace test_figures

#include "test_figures.moc"
