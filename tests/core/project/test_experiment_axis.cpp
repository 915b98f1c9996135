// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/experiment_axis.h"

#include <QTest>

#include "tests/support/example_networks.h"
#include "tests/support/test_program.h"

namespace test_experiment_axis {

using namespace ligature;
using namespace ligature::testing;

namespace {

Project drawn()
{
    Project project = tiedAutoencoder(6, 3);
    project.training.optimizer = "sgd";
    project.training.optimizer_attributes = {{"learning_rate", 0.25}, {"momentum", 0.5}};
    project.training.schedule = "cosine";
    return project;
}

/// No editor gives a layer such a name, and a file that has it is refused; a network in memory may have it.
Project dotted()
{
    Project project = drawn();
    project.network.layers.at(layerNamed(project.network, "encoder")).name = "block.1.dense";
    project.network.layers.at(layerNamed(project.network, "decoder")).name = "block.1";
    return project;
}

QString text(const std::string& from)
{
    return QString::fromStdString(from);
}

} // namespace

class TestExperimentAxis : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aTextIsAnAxisAndBack_data();
    void aTextIsAnAxisAndBack();
    void aBadTextIsRefused_data();
    void aBadTextIsRefused();
    void namesWithPointsFindTheirLayer();
    void valuesComeBackExactly();
    void aValueIsSetWhereItBelongs();
    void anotherOptimizerKeepsTheRateAlone();
    void whatIsGoneIsToldByWhatItWas();
};

void TestExperimentAxis::aTextIsAnAxisAndBack_data()
{
    QTest::addColumn<QString>("written");
    QTest::addColumn<QString>("back");
    const auto row = [](const char* written, const char* back) { QTest::newRow(written) << written << back; };
    row("learning_rate=0.01,0.1", "learning_rate=0.01,0.1");
    row("learning_rate=1e-3", "learning_rate=0.001");
    row("learning_rate=1", "learning_rate=1");
    row("learning_rate=0.1,0.1", "learning_rate=0.1,0.1"); // First with first may say it twice.
    row("momentum=0,0.9", "momentum=0,0.9");
    row("batch_size=8,16", "batch_size=8,16");
    row("validation_fraction=0.1", "validation_fraction=0.1");
    row("gradient_clipping=0,1.5", "gradient_clipping=0,1.5");
    row("optimizer=sgd,adam", "optimizer=sgd,adam");
    row("schedule=constant,cosine", "schedule=constant,cosine");
    row("warmup_steps=0,20", "warmup_steps=0,20");
    row("encoder.out_features=2,3", "encoder.out_features=2,3");
    row("encoder.weight.gradient_factor=-1,0,0.5", "encoder.weight.gradient_factor=-1,0,0.5");
    row("learning_rate=0.001..0.1", "learning_rate=0.001..0.1");
    row("learning_rate=0.001..0.1:log", "learning_rate=0.001..0.1:log");
    row("batch_size=1..64", "batch_size=1..64");
    row("decoder.weight.gradient_factor=-1..1", "decoder.weight.gradient_factor=-1..1");
}

void TestExperimentAxis::aTextIsAnAxisAndBack()
{
    QFETCH(const QString, written);
    QFETCH(const QString, back);
    const Project project = drawn();
    const auto axis = axisFromText(written.toStdString(), project);
    QVERIFY2(axis, axis ? "" : axis.error().oneLine().c_str());
    QCOMPARE(text(axisText(*axis, project.network)), back);
    const auto again = axisFromText(back.toStdString(), project);
    QVERIFY(again.has_value());
    QVERIFY(*again == *axis);
}

void TestExperimentAxis::aBadTextIsRefused_data()
{
    QTest::addColumn<QString>("written");
    QTest::addColumn<QString>("error");
    const auto row = [](const char* written, const char* error) { QTest::newRow(written) << written << error; };
    row("", "it has no values; write it as NAME=VALUE,VALUE");
    row("learning_rate", "learning_rate: it has no values");
    row("learning_rate=", "\"\" is not a number");
    row("learning_rate=0.1,", "\"\" is not a number");
    row("learning_rate=,0.1", "\"\" is not a number");
    row("learning_rate=0.1 ,0.2", "\"0.1 \" is not a number");
    row("learning_rate=fast", "\"fast\" is not a number");
    row("learning_rate=1e999", "\"1e999\" is not a number");
    row("learning_rate=nan", "not a finite number");
    row("learning_rate=inf", "not a finite number");
    row("learning_rate=-1", "learning_rate is -1");
    row("learning_rate=1e7", "give a value from 0 to 1e+06");
    row("batch_size=1.5", "\"1.5\" is not a number");
    row("batch_size=0", "batch_size is 0");
    row("batch_size=99999999999999999999", "is not a number");
    row("optimizer=sgd,adagard", "optimizer");
    row("optimizer=", "optimizer");
    row("seed=1,2", "seed: there is no such setting");
    row("training_fraction=0.5", "training_fraction: there is no such setting");
    row("beta1=0.9", "beta1: there is no such setting"); // Adam's, and this is SGD.
    row("rate=1", "choose one of batch_size, epochs");
    row("=1", "there is no such setting");
    row("nobody.out_features=3", "there is no layer \"nobody\"");
    row("encoder.width=3", "encoder: it has no attribute \"width\"");
    row("encoder.=3", "encoder: it has no attribute \"\"");
    row(".=3", "there is no layer \"\"");
    row("encoder.out_features=0", "out_features");
    row("encoder.out_features=three", "\"three\" is not a number");
    row("pixels.shape=6", "a shape cannot be given here");
    row("encoder.kernel.gradient_factor=1", "the layer \"encoder\" has no slot \"kernel\"");
    row("nobody.weight.gradient_factor=1", "there is no layer");
    row("weight.gradient_factor=1", "there is no layer");
    row("encoder.weight.gradient_factor=much", "\"much\" is not a number");
    row("learning_rate=0.1..", "\"\" is not a number");
    row("learning_rate=..0.1", "\"\" is not a number");
    row("learning_rate=0.1..0.01", "is no range; write the smaller end first");
    row("learning_rate=0.1..0.1", "is no range");
    row("learning_rate=0..0.1:log", "write the smaller end first, above 0");
    row("learning_rate=0.1..1e9", "give a value from 0 to 1e+06");
    row("learning_rate=0.1..nan", "not a finite number");
    row("learning_rate=0.1..0.2..0.3", "is not a number");
    row("learning_rate=0.1..0.2:lin", "is not a number");
    row("learning_rate=0.1..0.2,0.3", "\"0.1..0.2\" is not a number");
    row("optimizer=adam..sgd", "only numbers have a range");
}

void TestExperimentAxis::aBadTextIsRefused()
{
    QFETCH(const QString, written);
    QFETCH(const QString, error);
    const auto axis = axisFromText(written.toStdString(), drawn());
    QVERIFY(!axis);
    QVERIFY2(text(axis.error().oneLine()).contains(error), axis.error().oneLine().c_str());
    QVERIFY(!axis.error().mend.empty());
}

void TestExperimentAxis::namesWithPointsFindTheirLayer()
{
    const Project project = dotted();
    const LayerId inner = layerNamed(project.network, "block.1.dense");
    const LayerId outer = layerNamed(project.network, "block.1");
    const std::pair<const char*, AxisTarget> names[] = {
        {"block.1.dense.out_features=3", LayerAttributeTarget{inner, "out_features"}},
        {"block.1.out_features=6", LayerAttributeTarget{outer, "out_features"}},
        {"block.1.dense.weight.gradient_factor=1", GradientFactorTarget{{inner, "weight"}}},
        {"block.1.weight.gradient_factor=1", GradientFactorTarget{{outer, "weight"}}},
    };
    for (const auto& [written, target] : names) {
        const auto axis = axisFromText(written, project);
        QVERIFY2(axis, axis ? "" : axis.error().oneLine().c_str());
        QVERIFY2(axis->target == target, written);
        QCOMPARE(text(axisText(*axis, project.network)), QString(written));
    }
}

void TestExperimentAxis::valuesComeBackExactly()
{
    const Project project = drawn();
    for (const double value : {0.1, 1.0 / 3, 5e-324, 1e-300, 123456.789012345678, 0.30000000000000004, 999999.0}) {
        const ExperimentAxis axis{SettingTarget{"learning_rate"}, {value}, {}};
        QVERIFY(*axisFromText(axisText(axis, project.network), project) == axis);
        const ExperimentAxis range{SettingTarget{"learning_rate"}, {}, DrawRange{value, 1e6, true}};
        QVERIFY(*axisFromText(axisText(range, project.network), project) == range);
    }
}

void TestExperimentAxis::aValueIsSetWhereItBelongs()
{
    Project project = drawn();
    const LayerId encoder = layerNamed(project.network, "encoder");
    must(setTarget(project, SettingTarget{"batch_size"}, std::int64_t{7}));
    QCOMPARE(project.training.batch_size, 7);
    must(setTarget(project, SettingTarget{"momentum"}, std::int64_t{0})); // As a file writes 0.0.
    QCOMPARE(project.training.optimizer_attributes.get<double>("momentum"), 0.0);
    must(setTarget(project, SettingTarget{"warmup_steps"}, std::int64_t{9}));
    QCOMPARE(project.training.schedule_attributes.get<std::int64_t>("warmup_steps"), 9);
    QVERIFY(!project.training.optimizer_attributes.contains("warmup_steps"));
    must(setTarget(project, LayerAttributeTarget{encoder, "out_features"}, std::int64_t{4}));
    QCOMPARE(project.network.layers.at(encoder).attributes.get<std::int64_t>("out_features"), 4);
    must(setTarget(project, GradientFactorTarget{{encoder, "weight"}}, std::int64_t{2}));
    QCOMPARE(project.network.ties.at({encoder, "weight"}).gradient_factor, 2.0);

    const Project before = project;
    for (const auto& [target, value] : std::initializer_list<std::pair<AxisTarget, AttributeValue>>{
             {SettingTarget{"batch_size"}, 1.5},
             {SettingTarget{"batch_size"}, std::int64_t{0}},
             {SettingTarget{"optimizer"}, std::string("nothing")},
             {SettingTarget{"optimizer"}, std::int64_t{1}},
             {LayerAttributeTarget{encoder, "out_features"}, std::string("4")},
             {LayerAttributeTarget{encoder, "colour"}, std::string("red")},
             {GradientFactorTarget{{encoder, "weight"}}, true},
             {GradientFactorTarget{{encoder, "kernel"}}, 1.0}}) {
        QVERIFY(!setTarget(project, target, value));
        QVERIFY(project == before);
    }
}

void TestExperimentAxis::anotherOptimizerKeepsTheRateAlone()
{
    Project project = drawn();
    must(setTarget(project, SettingTarget{"optimizer"}, std::string("adam")));
    QVERIFY((project.training.optimizer_attributes == Attributes{{"learning_rate", 0.25}}));
    Project same = drawn();
    must(setTarget(same, SettingTarget{"optimizer"}, std::string("sgd")));
    QVERIFY(same == drawn());
}

void TestExperimentAxis::whatIsGoneIsToldByWhatItWas()
{
    const Project project = drawn();
    for (const AxisTarget& target :
         {AxisTarget(LayerAttributeTarget{LayerId{777}, "out_features"}),
          AxisTarget(GradientFactorTarget{{LayerId{777}, "weight"}}), AxisTarget(SettingTarget{"beta1"})}) {
        const auto spec = specOf(target, project);
        QVERIFY(!spec);
        QVERIFY(!spec.error().where.empty() && !spec.error().mend.empty());
        QVERIFY(!targetName(target, project.network).empty());
    }
}

LIGATURE_APPLESS_TEST(TestExperimentAxis)

} // namespace test_experiment_axis

#include "test_experiment_axis.moc"
