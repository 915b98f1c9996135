// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/experiment.h"

#include <cmath>
#include <set>

#include <QTest>

#include "core/network/edits.h"
#include "core/training/batch_order.h"
#include "core/training/trainer.h"
#include "tests/core/experiment/small_experiment.h"
#include "tests/support/test_program.h"

namespace test_experiment {

using namespace ligature;
using namespace ligature::testing;

namespace {

using Values = std::vector<std::vector<std::string>>;

ExperimentAxis rates(std::vector<AttributeValue> values)
{
    return {SettingTarget{"learning_rate"}, std::move(values), {}};
}

ExperimentAxis widths(const Project& project, std::vector<AttributeValue> values)
{
    return {LayerAttributeTarget{layerNamed(project.network, "encoder"), "out_features"}, std::move(values), {}};
}

Values valuesOf(const Experiment& experiment)
{
    Values all;
    for (const ExperimentPoint& point : experiment.points())
        all.push_back(point.values);
    return all;
}

} // namespace

class TestExperiment : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aGridHasEachWithEach();
    void aListHasFirstWithFirst();
    void drawsAreOfTheirRangeAndOfTheSeedAlone();
    void pointsThatAreDrawnTwiceAreOne();
    void theOptimizerIsSetBeforeItsAttributes();
    void theRunsOfASeedStandTogether();
    void armsOfASeedShareSplitOrderAndFirstValues();
    void theProjectsOwnShareIsTakenShareOf();
    void tuningHasSeedsOfItsOwnAndTheSameRatesForEachArm();
    void triedRatesStayWithinWhatCanBeSet();
    void theBaselineIsTheTwinOrTheSecond();
    void whatCannotBeIsRefused_data();
    void whatCannotBeIsRefused();
};

void TestExperiment::aGridHasEachWithEach()
{
    Project project = smallProject();
    project.experiment.axes = {rates({0.1, 0.2}), widths(project, {std::int64_t{2}, std::int64_t{3}, std::int64_t{4}})};
    const Experiment experiment = planned(project);
    QCOMPARE(experiment.axes(), std::vector<std::string>({"learning_rate", "encoder.out_features"}));
    QCOMPARE(valuesOf(experiment),
             Values({{"0.1", "2"}, {"0.1", "3"}, {"0.1", "4"}, {"0.2", "2"}, {"0.2", "3"}, {"0.2", "4"}}));
    const Project& last = experiment.points()[5].project;
    QCOMPARE(last.training.optimizer_attributes.get<double>("learning_rate"), 0.2);
    QCOMPARE(last.network.layers.at(layerNamed(last.network, "encoder")).attributes.get<std::int64_t>("out_features"),
             4);
    QCOMPARE(experiment.groups().size(), std::size_t{6});
    QCOMPARE(valuesOf(planned(smallProject())), Values({{}}));
}

void TestExperiment::aListHasFirstWithFirst()
{
    Project project = smallProject();
    project.experiment.combination = AxisCombination::List;
    project.experiment.axes = {rates({0.1, 0.1, 0.2}),
                               widths(project, {std::int64_t{2}, std::int64_t{3}, std::int64_t{3}})};
    QCOMPARE(valuesOf(planned(project)), Values({{"0.1", "2"}, {"0.1", "3"}, {"0.2", "3"}}));
}

void TestExperiment::drawsAreOfTheirRangeAndOfTheSeedAlone()
{
    Project project = smallProject();
    project.experiment.combination = AxisCombination::Random;
    project.experiment.draws = 200;
    project.experiment.axes = {{SettingTarget{"learning_rate"}, {}, DrawRange{1e-4, 1, true}},
                               {SettingTarget{"batch_size"}, {}, DrawRange{1, 4, false}},
                               {SettingTarget{"weight_decay"}, {0.0, 0.5}, {}}};
    const Experiment experiment = planned(project);
    std::vector<double> drawn;
    std::map<std::string, int> sizes;
    std::map<std::string, int> decays;
    for (const ExperimentPoint& point : experiment.points()) {
        drawn.push_back(point.project.training.optimizer_attributes.get<double>("learning_rate"));
        ++sizes[point.values[1]];
        ++decays[point.values[2]];
    }
    QVERIFY(drawn.size() > 190);
    QVERIFY(std::ranges::all_of(drawn, [](double rate) { return rate >= 1e-4 && rate <= 1; }));
    // Uniform in the logarithm: half are below the geometric middle.
    const auto low = std::ranges::count_if(drawn, [](double rate) { return rate < 1e-2; });
    QVERIFY2(low > 75 && low < 125, std::to_string(low).c_str());
    QCOMPARE(sizes.size(), std::size_t{4});
    QCOMPARE(decays.size(), std::size_t{2});
    QVERIFY(decays["0"] > 70 && decays["0.5"] > 70);

    QCOMPARE(valuesOf(planned(project)), valuesOf(experiment));
    // More draws are the same ones, and others.
    Project more = project;
    more.experiment.draws = 210;
    Values first = valuesOf(planned(more));
    first.resize(drawn.size());
    QCOMPARE(first, valuesOf(experiment));
    project.training.seed = 2;
    QVERIFY(valuesOf(planned(project)) != valuesOf(experiment));
}

void TestExperiment::pointsThatAreDrawnTwiceAreOne()
{
    Project project = smallProject();
    project.experiment.combination = AxisCombination::Random;
    project.experiment.draws = 100;
    project.experiment.axes = {rates({0.1, 0.1 + 1e-9})}; // Which differ in what six digits do not show.
    const Values points = valuesOf(planned(project));
    QCOMPARE(points.size(), std::size_t{2});
    QVERIFY(points[0] != points[1]);
}

void TestExperiment::theOptimizerIsSetBeforeItsAttributes()
{
    Project project = smallProject();
    project.experiment.combination = AxisCombination::List;
    project.training.optimizer = "sgd";
    project.training.optimizer_attributes = {{"learning_rate", 0.01}, {"momentum", 0.5}};
    // "momentum" is SGD's: its axis stands first and is set last.
    project.experiment.axes = {{SettingTarget{"momentum"}, {0.1, 0.2}, {}},
                               {SettingTarget{"optimizer"}, {std::string("sgd"), std::string("sgd")}, {}}};
    QCOMPARE(valuesOf(planned(project)), Values({{"0.1", "sgd"}, {"0.2", "sgd"}}));
    project.experiment.axes[1].values = {std::string("sgd"), std::string("adam")};
    QVERIFY2(refusal(project).starts_with("momentum: there is no such setting"), refusal(project).c_str());
}

void TestExperiment::theRunsOfASeedStandTogether()
{
    Project project = smallProject();
    project.experiment.arms = {tiedArm, untiedArm, ownStartArm};
    project.experiment.fractions = {0.5, 1};
    project.training.seed = 40;
    const Experiment experiment = planned(project);
    const std::vector<PlannedRun> runs = experiment.comparedRuns({});
    QCOMPARE(runs.size(), std::size_t{3 * 2 * 3});
    for (std::size_t i = 0; i < runs.size(); ++i) {
        QCOMPARE(runs[i].seed, std::uint64_t(40 + i / 6));
        QCOMPARE(runs[i].group.fraction, i / 3 % 2 == 0 ? 0.5 : 1.0);
        QVERIFY(runs[i].arm == project.experiment.arms[i % 3]);
        QVERIFY(!runs[i].learning_rate);
    }
    QCOMPARE(experiment.seeds(), std::vector<std::uint64_t>({40, 41, 42}));
}

void TestExperiment::armsOfASeedShareSplitOrderAndFirstValues()
{
    const Experiment experiment = planned(smallProject());
    for (const std::uint64_t seed : experiment.seeds()) {
        const Project tied = experiment.projectOf(PlannedRun{{}, tiedArm, seed, {}});
        const Project untied = experiment.projectOf(PlannedRun{{}, untiedArm, seed, {}});
        BatchOrder a(60, tied.training);
        BatchOrder b(60, untied.training);
        QVERIFY(std::ranges::equal(a.validation(), b.validation()));
        for (std::int64_t step = 0; step < 12; ++step) {
            const auto batch = b.batch(step);
            QVERIFY(std::ranges::equal(a.batch(step), batch));
        }
        // And so the start is the same to the last bit.
        std::vector<double> starts;
        for (const Project& project : {tied, untied}) {
            const auto trainer = Trainer::create(project, experiment.dataset());
            (*trainer)->advance(0, std::chrono::hours(1));
            starts.push_back((*trainer)->takeEvents().front().val_loss);
        }
        QCOMPARE(starts[0], starts[1]);
    }
}

void TestExperiment::theProjectsOwnShareIsTakenShareOf()
{
    Project project = smallProject();
    project.training.training_fraction = 0.5;
    project.experiment.fractions = {0.5, 1};
    const Experiment experiment = planned(project);
    const std::vector<PlannedRun> runs = experiment.comparedRuns({});
    QCOMPARE(experiment.projectOf(runs[0]).training.training_fraction, 0.25);
    QCOMPARE(experiment.projectOf(runs[2]).training.training_fraction, 0.5);
    // 48 samples to train on, of which 12 and 24; 8 at a time, twice.
    QCOMPARE(experiment.stepsOf(runs[0]), 4);
    QCOMPARE(experiment.stepsOf(runs[2]), 6);
}

void TestExperiment::tuningHasSeedsOfItsOwnAndTheSameRatesForEachArm()
{
    Project project = smallProject();
    project.experiment.seeds = 10000;
    project.experiment.tuning_trials = 5;
    const Experiment experiment = planned(project);
    const auto compared = experiment.seeds();
    std::map<ArmId, std::multiset<double>> rates_of;
    for (const PlannedRun& run : experiment.tuningRuns()) {
        QVERIFY(!std::ranges::binary_search(compared, run.seed));
        rates_of[run.arm].insert(*run.learning_rate);
    }
    QCOMPARE(rates_of.size(), std::size_t{2});
    QCOMPARE(rates_of[tiedArm].size(), std::size_t{5 * tuningSeeds});
    QVERIFY(rates_of[tiedArm] == rates_of[untiedArm]);
    const std::vector<double> rates = experiment.triedRates({});
    QCOMPARE(rates[2], 0.01); // What is set, to the last bit.
    for (std::size_t i = 1; i < rates.size(); ++i)
        QVERIFY(std::abs(rates[i] / rates[i - 1] - std::sqrt(10.0)) < 1e-12);
    QVERIFY(planned(smallProject()).tuningRuns().empty());
}

void TestExperiment::triedRatesStayWithinWhatCanBeSet()
{
    for (const double set : {1e6, 5e5, 1e-3, 1e-300, std::numeric_limits<double>::min()}) {
        for (const std::int64_t trials : {1, 2, 5, 99}) {
            Project project = smallProject();
            project.training.optimizer_attributes.set("learning_rate", set);
            project.experiment.tuning_trials = trials;
            const Experiment experiment = planned(project);
            const std::vector<double> rates = experiment.triedRates({});
            QCOMPARE(std::set<double>(rates.begin(), rates.end()).size(), std::size_t(trials));
            QVERIFY(std::ranges::find(rates, set) != rates.end());
            for (const PlannedRun& run : experiment.tuningRuns())
                QVERIFY(trainingObstacles(experiment.projectOf(run), experiment.dataset().get()).empty());
        }
    }
}

void TestExperiment::theBaselineIsTheTwinOrTheSecond()
{
    QVERIFY(baselineOf({}, {tiedArm, narrowedArm, untiedArm}) == untiedArm);
    QVERIFY(baselineOf({}, {untiedArm, tiedArm}) == untiedArm);
    QVERIFY(baselineOf({}, {tiedArm, narrowedArm}) == narrowedArm);
    QVERIFY(baselineOf({.baseline = tiedArm}, {tiedArm, untiedArm}) == tiedArm);
}

void TestExperiment::whatCannotBeIsRefused_data()
{
    using Change = std::function<void(Project&)>;
    QTest::addColumn<Change>("change");
    QTest::addColumn<QString>("error");
    const auto row = [](const char* name, const Change& change, const char* error) {
        QTest::newRow(name) << change << error;
    };
    row(
        "sound", [](Project&) {}, "");
    row(
        "one arm", [](Project& p) { p.experiment.arms = {tiedArm}; }, "experiment: one arm alone");
    row(
        "an arm that is not there",
        [](Project& p) {
            p.experiment.arms = {tiedArm, ArmId("half")};
        },
        "experiment: there is no arm \"half\"");
    row(
        "an arm twice",
        [](Project& p) {
            p.experiment.arms = {tiedArm, tiedArm};
        },
        "\"tied\" is there twice");
    row(
        "a baseline that is no arm of it", [](Project& p) { p.experiment.baseline = narrowedArm; },
        "its baseline \"narrowed\" is none of its arms");
    row(
        "one fold", [](Project& p) { p.experiment.folds = 1; }, "one fold leaves nothing to train on");
    row(
        "more folds than samples", [](Project& p) { p.experiment.folds = 61; }, "of 61 has no sample to compare on");
    row(
        "no seeds", [](Project& p) { p.experiment.seeds = 0; }, "seeds");
    row(
        "seeds beyond what a file holds", [](Project& p) { p.training.seed = (std::uint64_t{1} << 53) - 3; },
        "its seeds would go beyond 9007199254740991");
    row(
        "tuning seeds beyond",
        [](Project& p) {
            p.training.seed = (std::uint64_t{1} << 53) - 1'000'000'000;
            p.experiment.tuning_trials = 1;
        },
        "its seeds would go beyond");
    row(
        "a margin below 0", [](Project& p) { p.experiment.margin = -1; }, "margin");
    row(
        "no validation", [](Project& p) { p.training.validation_fraction = 0; },
        "there are no validation samples to compare on; set a validation split");
    row(
        "a validation of less than a sample", [](Project& p) { p.training.validation_fraction = 0.001; },
        "there are no validation samples to compare on; set a larger validation split");
    row(
        "no validation at one point",
        [](Project& p) {
            p.experiment.axes = {{SettingTarget{"validation_fraction"}, {0.2, 0.0}, {}}};
        },
        "experiment at validation_fraction = 0: there are no validation samples");
    row(
        "a test of less than a sample", [](Project& p) { p.training.test_fraction = 0.001; },
        "its test split keeps no sample");
    row(
        "a test that leaves nothing", [](Project& p) { p.training.test_fraction = 0.85; },
        "The data has no samples to train on");
    row(
        "no share", [](Project& p) { p.experiment.fractions = {}; }, "no share of the training samples");
    row(
        "a share of 0", [](Project& p) { p.experiment.fractions = {0}; }, "not above 0 and at most 1");
    row(
        "a share that is no number", [](Project& p) { p.experiment.fractions = {std::nan("")}; },
        "not above 0 and at most 1");
    row(
        "a share twice",
        [](Project& p) {
            p.experiment.fractions = {0.5, 1, 0.5};
        },
        "there twice");
    row(
        "an axis without values", [](Project& p) { p.experiment.axes = {rates({})}; },
        "learning_rate: it has no values");
    row(
        "an axis without values to draw",
        [](Project& p) {
            p.experiment.combination = AxisCombination::Random;
            p.experiment.axes = {rates({})};
        },
        "learning_rate: it has no values");
    row(
        "an axis twice",
        [](Project& p) {
            p.experiment.axes = {rates({0.1}), rates({0.2})};
        },
        "learning_rate: it is varied twice");
    row(
        "a value twice",
        [](Project& p) {
            p.experiment.axes = {rates({0.1, 0.2, 0.1})};
        },
        "experiment at learning_rate = 0.1: it is there twice");
    row(
        "a range in a grid",
        [](Project& p) {
            p.experiment.axes = {{SettingTarget{"learning_rate"}, {}, DrawRange{0.1, 0.2, false}}};
        },
        "learning_rate: only random draws have a range");
    row(
        "lists of different lengths",
        [](Project& p) {
            p.experiment.combination = AxisCombination::List;
            p.experiment.axes = {rates({0.1, 0.2}), {SettingTarget{"epochs"}, {std::int64_t{1}}, {}}};
        },
        "epochs: it has 1 values, and learning_rate has 2");
    row(
        "too many points",
        [](Project& p) {
            std::vector<AttributeValue> many;
            for (std::int64_t i = 1; i <= 101; ++i)
                many.emplace_back(i);
            p.experiment.axes = {{SettingTarget{"epochs"}, many, {}}, {SettingTarget{"batch_size"}, many, {}}};
        },
        "its values make more than 10000 points");
    row(
        "too long a list",
        [](Project& p) {
            std::vector<AttributeValue> many;
            for (std::int64_t i = 1; i <= 10001; ++i)
                many.emplace_back(i);
            p.experiment.combination = AxisCombination::List;
            p.experiment.axes = {{SettingTarget{"epochs"}, many, {}}};
        },
        "its values make more than 10000 points");
    row(
        "too many runs",
        [](Project& p) {
            std::vector<AttributeValue> many;
            for (std::int64_t i = 1; i <= 51; ++i)
                many.emplace_back(i);
            p.experiment.seeds = 10000;
            p.experiment.axes = {{SettingTarget{"epochs"}, many, {}}};
        },
        "it would be more than 1000000 runs");
    row(
        "a setting that is gone",
        [](Project& p) {
            p.experiment.axes = {{SettingTarget{"momentum"}, {0.1}, {}}};
        },
        "momentum: there is no such setting");
    row(
        "a layer that is gone",
        [](Project& p) {
            p.experiment.axes = {{LayerAttributeTarget{LayerId{99}, "out_features"}, {std::int64_t{1}}, {}}};
        },
        "the layer that it was an attribute of is gone");
    row(
        "a use that is gone",
        [](Project& p) {
            p.experiment.axes = {{GradientFactorTarget{{LayerId{99}, "weight"}}, {1.0}, {}}};
        },
        "the use whose gradient factor it was is gone");
    row(
        "a value that cannot be",
        [](Project& p) {
            p.experiment.axes = {rates({0.1, -1.0})};
        },
        "learning_rate is -1");
    row(
        "a point that cannot be trained",
        [](Project& p) {
            p.experiment.axes = {{LayerAttributeTarget{layerNamed(p.network, "decoder"), "out_features"},
                                  {std::int64_t{6}, std::int64_t{5}},
                                  {}}};
        },
        "experiment at decoder.out_features = 5, ");
    row(
        "tuned and varied",
        [](Project& p) {
            p.experiment.tuning_trials = 3;
            p.experiment.axes = {rates({0.1, 0.2})};
        },
        "the learning rate is varied and tuned too");
    row(
        "a rate of 0 that is tuned",
        [](Project& p) {
            p.experiment.tuning_trials = 3;
            p.training.optimizer_attributes.set("learning_rate", 0.0);
        },
        "its learning rate is 0, and none can be tried around it");
    row(
        "a training that cannot be", [](Project& p) { p.training.batch_size = 0; }, "batch_size");
}

void TestExperiment::whatCannotBeIsRefused()
{
    QFETCH(const std::function<void(Project&)>, change);
    QFETCH(const QString, error);
    Project project = smallProject();
    change(project);
    const QString found = QString::fromStdString(refusal(project));
    QVERIFY2(error.isEmpty() ? found.isEmpty() : found.contains(error), qPrintable(found));
}

LIGATURE_APPLESS_TEST(TestExperiment)

} // namespace test_experiment

#include "test_experiment.moc"
