// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/experiment_plan.h"

#include <QTest>

#include "core/project/project_file.h"
#include "tests/support/example_networks.h"
#include "tests/support/test_program.h"

namespace test_experiment_plan {

using namespace ligature;
using namespace ligature::testing;

namespace {

Project drawn()
{
    Project project = tiedAutoencoder(6, 3);
    project.network.arms["half"] = {"W untied", {UntieParameter{ParameterId{1}}}};
    return project;
}

LayerId encoder()
{
    return layerNamed(drawn().network, "encoder");
}

/// The project's file with this as its section.
std::string fileWith(const std::string& section)
{
    Project project = drawn();
    project.experiment.seeds = 12;
    std::string text = writeProject(project);
    const std::string there = R"({"seeds": 12})";
    const std::size_t at = text.find(there);
    return at == std::string::npos ? "" : text.replace(at, there.size(), section);
}

} // namespace

class TestExperimentPlan : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void comesBackFromTheFile_data();
    void comesBackFromTheFile();
    void whatIsUsualIsNotInTheFile();
    void aWholeNumberIsARealOneWhereThatIsWanted();
    void whatIsWrongIsRefusedWithItsPlace_data();
    void whatIsWrongIsRefusedWithItsPlace();
    void whatIsGoneIsNoErrorOfTheFile();
    void eachSettingIsSetByItsName();
};

void TestExperimentPlan::comesBackFromTheFile_data()
{
    QTest::addColumn<ExperimentPlan>("plan");
    QTest::newRow("as usual") << ExperimentPlan();
    QTest::newRow("arms") << ExperimentPlan{.arms = {tiedArm, ArmId("half"), ArmId("narrowed")}};
    QTest::newRow("baseline") << ExperimentPlan{.baseline = tiedArm};
    QTest::newRow("a baseline of one's own") << ExperimentPlan{.baseline = ArmId("half")};
    QTest::newRow("seeds") << ExperimentPlan{.seeds = 10000};
    QTest::newRow("fractions") << ExperimentPlan{.fractions = {1e-9, 0.1, 1.0 / 3, 1}};
    QTest::newRow("a fraction") << ExperimentPlan{.fractions = {0.5}};
    QTest::newRow("measure") << ExperimentPlan{.measure = ExperimentMeasure::Metric};
    QTest::newRow("margin") << ExperimentPlan{.margin = 0};
    QTest::newRow("tuning") << ExperimentPlan{.tuning_trials = 99};
    QTest::newRow("draws") << ExperimentPlan{.combination = AxisCombination::Random, .draws = 1};
    QTest::newRow("a setting") << ExperimentPlan{
        .axes = {{SettingTarget{"learning_rate"}, {0.001, 1e-300, 0.1 + 0.2, 1.0}}}};
    QTest::newRow("whole numbers") << ExperimentPlan{
        .axes = {{SettingTarget{"batch_size"}, {std::int64_t{8}, std::int64_t{1000000}}}}};
    QTest::newRow("words") << ExperimentPlan{
        .axes = {{SettingTarget{"optimizer"}, {std::string("sgd"), std::string("adam")}}}};
    QTest::newRow("a layer's attribute") << ExperimentPlan{
        .axes = {{LayerAttributeTarget{encoder(), "use_bias"}, {true, false}}}};
    QTest::newRow("shapes") << ExperimentPlan{
        .axes = {{LayerAttributeTarget{encoder(), "shape"}, {Shape{2, 3}, Shape{6}}}}};
    QTest::newRow("a gradient factor") << ExperimentPlan{
        .axes = {{GradientFactorTarget{{encoder(), "weight"}}, {-1.0, 0.0, 0.5}}}};
    QTest::newRow("a range") << ExperimentPlan{
        .axes = {{SettingTarget{"learning_rate"}, {}, DrawRange{1e-4, 0.1, true}}},
        .combination = AxisCombination::Random};
    QTest::newRow("a range that is not logarithmic")
        << ExperimentPlan{.axes = {{GradientFactorTarget{{encoder(), "weight"}}, {}, DrawRange{-1, 2.5, false}}}};
    QTest::newRow("several axes, first with first") << ExperimentPlan{
        .axes = {{SettingTarget{"epochs"}, {std::int64_t{1}, std::int64_t{2}}},
                 {LayerAttributeTarget{encoder(), "out_features"}, {std::int64_t{3}, std::int64_t{3}}}},
        .combination = AxisCombination::List};
}

void TestExperimentPlan::comesBackFromTheFile()
{
    QFETCH(const ExperimentPlan, plan);
    Project project = drawn();
    project.experiment = plan;
    const std::string text = writeProject(project);
    const auto read = readProject(text, "net.ligature");
    QVERIFY2(read, read ? "" : read.error().oneLine().c_str());
    QVERIFY2(read->experiment == plan, text.c_str());
    QVERIFY(*read == project);
    QCOMPARE(writeProject(*read), text);
}

void TestExperimentPlan::whatIsUsualIsNotInTheFile()
{
    Project project = drawn();
    QVERIFY(writeProject(project).find("experiment") == std::string::npos);
    QVERIFY(writeProject(project).find("_fraction\": 0.0") == std::string::npos);
    project.experiment.margin = 0.01;
    QVERIFY(writeProject(project).find("\"experiment\": {\"margin\": 0.01}") != std::string::npos);
    project.training.test_fraction = 0.25;
    project.training.training_fraction = 0.5;
    const std::string text = writeProject(project);
    QVERIFY(text.find("\"test_fraction\": 0.25") != std::string::npos);
    QVERIFY(text.find("\"training_fraction\": 0.5") != std::string::npos);
    QVERIFY(*readProject(text, {}) == project);
}

void TestExperimentPlan::aWholeNumberIsARealOneWhereThatIsWanted()
{
    const auto read = readProject(fileWith(R"({"margin": 0, "fractions": [1], "axes": [
        {"setting": "learning_rate", "range": [1, 2]}]})"),
                                  {});
    QVERIFY2(read, read ? "" : read.error().oneLine().c_str());
    QCOMPARE(read->experiment.margin, 0.0);
    QCOMPARE(read->experiment.fractions, std::vector<double>{1.0});
    QCOMPARE(read->experiment.axes[0].range->to, 2.0);
}

void TestExperimentPlan::whatIsWrongIsRefusedWithItsPlace_data()
{
    QTest::addColumn<QString>("section");
    QTest::addColumn<QString>("place");
    const auto row = [](const char* section, const char* place) { QTest::newRow(section) << section << place; };
    row(R"([])", "/experiment");
    row(R"({"colour": 1})", "/experiment");
    row(R"({"seeds": 0})", "/experiment/seeds");
    row(R"({"seeds": 10001})", "/experiment/seeds");
    row(R"({"seeds": 1.5})", "/experiment/seeds");
    row(R"({"seeds": "10"})", "/experiment/seeds");
    row(R"({"measure": "accuracy"})", "/experiment/measure");
    row(R"({"margin": -0.1})", "/experiment/margin");
    row(R"({"margin": 1.1})", "/experiment/margin");
    row(R"({"tuning_trials": 100})", "/experiment/tuning_trials");
    row(R"({"combination": "all"})", "/experiment/combination");
    row(R"({"draws": 0})", "/experiment/draws");
    row(R"({"arms": []})", "/experiment/arms");
    row(R"({"arms": "tied"})", "/experiment/arms");
    row(R"({"arms": ["tied", "other"]})", "/experiment/arms/1");
    row(R"({"arms": ["tied", "tied"]})", "/experiment/arms");
    row(R"({"baseline": "other"})", "/experiment/baseline");
    row(R"({"baseline": ["tied"]})", "/experiment/baseline");
    row(R"({"fractions": []})", "/experiment/fractions");
    row(R"({"fractions": 1})", "/experiment/fractions");
    row(R"({"fractions": [0.5, 0]})", "/experiment/fractions/1");
    row(R"({"fractions": [1.5]})", "/experiment/fractions/0");
    row(R"({"fractions": [1e-10]})", "/experiment/fractions/0");
    row(R"({"axes": {}})", "/experiment/axes");
    row(R"({"axes": [{}]})", "/experiment/axes/0");
    row(R"({"axes": [{"setting": "seed"}]})", "/experiment/axes/0");
    row(R"({"axes": [{"setting": 1, "values": [1]}]})", "/experiment/axes/0/setting");
    row(R"({"axes": [{"setting": "epochs", "values": []}]})", "/experiment/axes/0/values");
    row(R"({"axes": [{"setting": "epochs", "values": 3}]})", "/experiment/axes/0/values");
    row(R"({"axes": [{"setting": "epochs", "values": [null]}]})", "/experiment/axes/0/values/0");
    row(R"({"axes": [{"setting": "epochs", "values": [{}]}]})", "/experiment/axes/0/values/0");
    row(R"({"axes": [{"setting": "epochs", "values": [[0]]}]})", "/experiment/axes/0/values/0/0");
    row(R"({"axes": [{"setting": "epochs", "values": [1], "range": [1, 2]}]})", "/experiment/axes/0");
    row(R"({"axes": [{"setting": "epochs", "values": [1], "logarithmic": true}]})", "/experiment/axes/0");
    row(R"({"axes": [{"setting": "epochs", "layer": 2, "values": [1]}]})", "/experiment/axes/0");
    row(R"({"axes": [{"setting": "epochs", "range": [1]}]})", "/experiment/axes/0/range");
    row(R"({"axes": [{"setting": "epochs", "range": [1, 2, 3]}]})", "/experiment/axes/0/range");
    row(R"({"axes": [{"setting": "epochs", "range": [2, 1]}]})", "/experiment/axes/0/range");
    row(R"({"axes": [{"setting": "epochs", "range": [1, 1]}]})", "/experiment/axes/0/range");
    row(R"({"axes": [{"setting": "epochs", "range": ["1", 2]}]})", "/experiment/axes/0/range/0");
    row(R"({"axes": [{"setting": "epochs", "range": [0, 1], "logarithmic": true}]})", "/experiment/axes/0/range");
    row(R"({"axes": [{"setting": "epochs", "range": [1, 2], "logarithmic": 1}]})", "/experiment/axes/0/logarithmic");
    row(R"({"axes": [{"layer": 2, "values": [1]}]})", "/experiment/axes/0");
    row(R"({"axes": [{"layer": 0, "attribute": "a", "values": [1]}]})", "/experiment/axes/0/layer");
    row(R"({"axes": [{"layer": "encoder", "attribute": "a", "values": [1]}]})", "/experiment/axes/0/layer");
    row(R"({"axes": [{"layer": 2, "attribute": "a", "gradient_factor_of": "weight", "values": [1]}]})",
        "/experiment/axes/0");
    row(R"({"axes": [{"attribute": "a", "values": [1]}]})", "/experiment/axes/0");
    row(R"({"axes": [{"setting": "epochs", "values": [1]}, {"setting": "epochs", "values": [1e999]}]})", "");
}

void TestExperimentPlan::whatIsWrongIsRefusedWithItsPlace()
{
    QFETCH(const QString, section);
    QFETCH(const QString, place);
    const std::string text = fileWith(section.toStdString());
    QVERIFY(!text.empty());
    const auto read = readProject(text, "net.ligature");
    QVERIFY(!read);
    const QString where = QString::fromStdString(read.error().where);
    QVERIFY2(where.startsWith("net.ligature"), qPrintable(where));
    QVERIFY2(place.isEmpty() || where == "net.ligature, " + place || where.startsWith("net.ligature, " + place + "/"),
             qPrintable(QString::fromStdString(read.error().oneLine())));
    QVERIFY(!read.error().what.empty() && !read.error().mend.empty());
}

/// An edit takes a layer away and leaves the plan: it is told where it is planned, not where it is read.
void TestExperimentPlan::whatIsGoneIsNoErrorOfTheFile()
{
    const auto read = readProject(fileWith(R"({"axes": [
        {"layer": 777, "attribute": "out_features", "values": [1]},
        {"layer": 777, "gradient_factor_of": "weight", "values": [1.0]},
        {"setting": "momentum", "values": [0.5]}]})"),
                                  {});
    QVERIFY2(read, read ? "" : read.error().oneLine().c_str());
    QCOMPARE(read->experiment.axes.size(), std::size_t{3});
    QVERIFY(*readProject(writeProject(*read), {}) == *read);
}

void TestExperimentPlan::eachSettingIsSetByItsName()
{
    ExperimentPlan plan;
    for (const AttributeSpec& spec : experimentSettingSpecs()) {
        QVERIFY(experimentSettings(ExperimentPlan()).values().at(spec.name) == spec.default_value);
        QVERIFY(validateValue(spec, spec.default_value, {}).has_value());
        const AttributeValue other = spec.kind == AttributeKind::Choice ? AttributeValue(spec.choices.back().value)
                                     : spec.kind == AttributeKind::Real ? AttributeValue(0.125)
                                                                        : AttributeValue(std::int64_t{33});
        setExperimentSetting(plan, spec.name, other);
        QVERIFY(experimentSettings(plan).values().at(spec.name) == other);
    }
    QVERIFY((plan == ExperimentPlan{.seeds = 33,
                                    .combination = AxisCombination::Random,
                                    .draws = 33,
                                    .measure = ExperimentMeasure::Metric,
                                    .margin = 0.125,
                                    .tuning_trials = 33}));
}

LIGATURE_APPLESS_TEST(TestExperimentPlan)

} // namespace test_experiment_plan

#include "test_experiment_plan.moc"
