// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/run_identity.h"

#include <cmath>
#include <functional>
#include <set>

#include <QTest>

#include "tests/core/experiment/small_experiment.h"
#include "tests/support/test_program.h"

namespace test_run_identity {

using namespace ligature;
using namespace ligature::testing;

using Change = std::function<void(Project&)>;

/// Of the first run that a changed project plans.
std::string keyAfter(const Change& change, std::uint64_t data_seed = 7)
{
    Project project = smallProject();
    change(project);
    const Experiment experiment = planned(project, data_seed);
    return experiment.keyOf(experiment.comparedRuns({}).front());
}

class TestRunIdentity : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatDecidesTheBitsIsAnotherRun_data();
    void whatDecidesTheBitsIsAnotherRun();
    void whatDecidesNoBitIsTheSameRun_data();
    void whatDecidesNoBitIsTheSameRun();
    void eachRunOfAnExperimentHasItsOwnKey();
    void whatConcernsNoArmButOneIsTheSameRunOfTheOthers_data();
    void whatConcernsNoArmButOneIsTheSameRunOfTheOthers();
    void theDataCountToTheLastBit();
    void itIsAHashInHexadecimal();
};

void TestRunIdentity::whatDecidesTheBitsIsAnotherRun_data()
{
    QTest::addColumn<Change>("change");
    const auto row = [](const char* name, const Change& change) { QTest::newRow(name) << change; };
    row("seed", [](Project& p) { p.training.seed = 2; });
    row("epochs", [](Project& p) { p.training.epochs = 3; });
    row("batch size", [](Project& p) { p.training.batch_size = 9; });
    row("optimizer", [](Project& p) { p.training.optimizer = "adamw"; });
    row("rate", [](Project& p) { p.training.optimizer_attributes.set("learning_rate", 0.02); });
    row("the rate's last bit",
        [](Project& p) { p.training.optimizer_attributes.set("learning_rate", std::nextafter(0.01, 1)); });
    row("another attribute", [](Project& p) { p.training.optimizer_attributes.set("beta1", 0.8); });
    row("schedule", [](Project& p) { p.training.schedule = "cosine"; });
    row("clipping", [](Project& p) { p.training.gradient_clipping = 1; });
    row("validation", [](Project& p) { p.training.validation_fraction = 0.3; });
    row("test", [](Project& p) { p.training.test_fraction = 0.1; });
    row("share", [](Project& p) { p.training.training_fraction = 0.5; });
    row("fraction", [](Project& p) { p.experiment.fractions = {0.5}; });
    row("width", [](Project& p) {
        p.network.layers.at(layerNamed(p.network, "encoder")).attributes.set("out_features", std::int64_t{4});
    });
    row("gradient factor", [](Project& p) {
        p.network.ties.at({layerNamed(p.network, "encoder"), "weight"}).gradient_factor = 0.5;
    });
    row("frozen", [](Project& p) {
        p.network.parameters.at(p.network.ties.at({layerNamed(p.network, "encoder"), "weight"}).parameter).trainable =
            false;
    });
    row("arm", [](Project& p) { p.experiment.arms = {untiedArm, tiedArm}; });
    // A divergence names its layer.
    row("a layer's name", [](Project& p) { p.network.layers.at(layerNamed(p.network, "code")).name = "bend"; });
}

void TestRunIdentity::whatDecidesTheBitsIsAnotherRun()
{
    QFETCH(const Change, change);
    QVERIFY(keyAfter(change) != keyAfter([](Project&) {}));
}

void TestRunIdentity::whatDecidesNoBitIsTheSameRun_data()
{
    QTest::addColumn<Change>("change");
    const auto row = [](const char* name, const Change& change) { QTest::newRow(name) << change; };
    row("the project's name", [](Project& p) { p.name = "other"; });
    row("its description", [](Project& p) { p.description = "other"; });
    row("the canvas", [](Project& p) { p.canvas.colours[ParameterId{1}] = 3; });
    row("how the data are read, where they are the same", [](Project& p) {
        p.data = {"csv", {{"path", std::string("copy.csv")}}, "none"};
    });
    row("count of seeds", [](Project& p) { p.experiment.seeds = 100; });
    row("margin", [](Project& p) { p.experiment.margin = 0.1; });
    row("measure", [](Project& p) { p.experiment.measure = ExperimentMeasure::Metric; });
    row("baseline", [](Project& p) { p.experiment.baseline = tiedArm; });
    row("the strength of the soft tie, of another arm", [](Project& p) { p.training.soft_tie = 2; });
    row("another arm beside it", [](Project& p) { p.experiment.arms = {tiedArm, untiedArm, narrowedArm}; });
    row("arms of the settings", [](Project& p) { p.training.arms = {tiedArm, untiedArm, narrowedArm}; });
    row("an arm of one's own", [](Project& p) {
        p.network.arms["half"] = {"W untied", {UntieParameter{ParameterId{1}}}};
    });
    row("more fractions", [](Project& p) { p.experiment.fractions = {1, 0.5}; });
    row("tuning", [](Project& p) { p.experiment.tuning_trials = 3; });
    row("a default written out", [](Project& p) { p.training.optimizer_attributes.set("learning_rate", 0.01); });
    row("an axis whose first value is what is set", [](Project& p) {
        p.experiment.axes = {{SettingTarget{"learning_rate"}, {0.01, 0.1}, {}}};
    });
}

void TestRunIdentity::whatDecidesNoBitIsTheSameRun()
{
    QFETCH(const Change, change);
    QCOMPARE(keyAfter(change), keyAfter([](Project&) {}));
}

void TestRunIdentity::eachRunOfAnExperimentHasItsOwnKey()
{
    Project project = smallProject();
    project.network.arms["same"] = {"Nothing changed", {}};
    project.experiment.arms = {tiedArm, untiedArm, ownStartArm, narrowedArm, ArmId("same")};
    project.experiment.fractions = {0.25, 0.5, 1};
    project.experiment.axes = {{SettingTarget{"batch_size"}, {std::int64_t{4}, std::int64_t{8}}, {}}};
    project.experiment.tuning_trials = 3;
    const Experiment experiment = planned(project);
    std::set<std::string> keys;
    std::size_t count = 0;
    for (const auto& runs : {experiment.comparedRuns({}), experiment.tuningRuns()}) {
        for (const PlannedRun& run : runs) {
            keys.insert(experiment.keyOf(run));
            ++count;
        }
    }
    QCOMPARE(count, std::size_t{5 * 3 * 2 * (3 + 3 * tuningSeeds)});
    QCOMPARE(keys.size(), count);
    // A title of one's own arm is for people.
    Project renamed = project;
    renamed.network.arms["same"].title = "As drawn";
    const PlannedRun own{{}, ArmId("same"), 1, {}};
    QCOMPARE(planned(renamed).keyOf(own), experiment.keyOf(own));
    renamed.network.arms["same"].changes = {
        UntieParameter{project.network.ties.at({layerNamed(project.network, "encoder"), "weight"}).parameter}};
    QVERIFY(planned(renamed).keyOf(own) != experiment.keyOf(own));
}

void TestRunIdentity::whatConcernsNoArmButOneIsTheSameRunOfTheOthers_data()
{
    QTest::addColumn<Change>("change");
    QTest::addColumn<QStringList>("others"); // The arms that are other runs after it.
    const auto row = [](const char* name, const Change& change, const QStringList& others) {
        QTest::newRow(name) << change << others;
    };
    row("strength of the soft tie", [](Project& p) { p.training.soft_tie = 2; }, {"soft"});
    row("an attribute that an arm sets itself",
        [](Project& p) { p.network.layers.at(layerNamed(p.network, "loss")).attributes.set("weight", 3.0); },
        {"tied", "untied", "soft"});
    row("a setting of all", [](Project& p) { p.training.batch_size = 9; }, {"tied", "untied", "soft", "heavy"});
    row("the draw that all start from",
        [](Project& p) {
            p.network.parameters.at(p.network.ties.at({layerNamed(p.network, "encoder"), "weight"}).parameter)
                .initializer = {"normal", {}};
        },
        {"tied", "untied", "soft", "heavy"});
}

void TestRunIdentity::whatConcernsNoArmButOneIsTheSameRunOfTheOthers()
{
    QFETCH(const Change, change);
    QFETCH(const QStringList, others);
    Project project = smallProject();
    project.network.arms["heavy"] = {"Twice as heavy",
                                     {SetLayerAttribute{layerNamed(project.network, "loss"), "weight", 2.0}}};
    project.experiment.arms = {tiedArm, untiedArm, ArmId("soft"), ArmId("heavy")};
    const Experiment before = planned(project);
    change(project);
    const Experiment after = planned(project);
    QStringList found;
    for (const ArmId& arm : before.arms()) {
        const PlannedRun run{{}, arm, 1, {}};
        if (before.keyOf(run) != after.keyOf(run))
            found.push_back(QString::fromStdString(toString(arm)));
    }
    QCOMPARE(found, others);
}

void TestRunIdentity::theDataCountToTheLastBit()
{
    const Dataset sound = *smallData();
    const std::string hash = hashOf(sound);
    QCOMPARE(hashOf(*smallData()), hash);
    const auto differs = [&](const std::function<void(Dataset&)>& change) {
        Dataset other = sound;
        change(other);
        return hashOf(other) != hash;
    };
    QVERIFY(differs([](Dataset& d) { d.features.span().back() = std::nextafter(d.features.span().back(), 9.0F); }));
    QVERIFY(differs([](Dataset& d) { d.features.span()[0] *= -1; }));
    QVERIFY(differs([](Dataset& d) { d.targets.span()[0] += 1; }));
    QVERIFY(differs([](Dataset& d) { d.feature_shape = Shape{2, 3}; }));
    QVERIFY(differs([](Dataset& d) { std::swap(d.features.span()[0], d.features.span()[1]); }));
    QVERIFY(!differs([](Dataset& d) { d.name = "other"; }));
    QVERIFY(keyAfter([](Project&) {}, 8) != keyAfter([](Project&) {}));
}

void TestRunIdentity::itIsAHashInHexadecimal()
{
    const auto isHexadecimal = [](std::string_view text) {
        return text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
    };
    QCOMPARE(hashOf(*smallData()).size(), std::size_t{64});
    QCOMPARE(sourceHash().size(), std::size_t{64});
    QCOMPARE(keyAfter([](Project&) {}).size(), std::size_t{32});
    QVERIFY(isHexadecimal(hashOf(*smallData())) && isHexadecimal(sourceHash()) &&
            isHexadecimal(keyAfter([](Project&) {})));
    QVERIFY(!programVersion().empty());
}

LIGATURE_APPLESS_TEST(TestRunIdentity)

} // namespace test_run_identity

#include "test_run_identity.moc"
