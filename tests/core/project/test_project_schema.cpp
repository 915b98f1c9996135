// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "core/network/edits.h"
#include "core/project/examples.h"
#include "core/project/project_file.h"
#include "tests/support/python.h"
#include "tests/support/test_folder.h"
#include "tests/support/test_program.h"

namespace test_project_schema {

using namespace ligature;
using namespace ligature::testing;

/// Holds resources/schema/project.schema.json against what is written and what is refused, by a validator that is not
/// ours (Debian's python3-jsonschema).
class TestProjectSchema : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void describesWhatIsWritten();
    void refusesWhatTheReaderRefuses();

private:
    [[nodiscard]] QStringList verdicts(const QStringList& texts) const;
};

namespace {

/// Everything that a file can hold, what is usually left out too.
std::string fullProject()
{
    Project project = *loadExample("tied-autoencoder-fashion");
    project.training.gradient_clipping = 1.5;
    project.training.schedule = "cosine";
    project.training.schedule_attributes = {{"warmup_steps", std::int64_t{20}}};
    Network& network = project.network;
    const LayerId dense = addLayer(network, "dense", "another");
    const ParameterId shared = shareSlot(network, {dense, "weight"}, "V");
    Parameter& parameter = network.parameters[shared];
    parameter.shape = Shape{32, 64};
    parameter.trainable = false;
    parameter.weight_decay_factor = 0;
    parameter.learning_rate_factor = 0.5;
    parameter.stored_transposed = true;
    parameter.first_draw = FirstDraw{ParameterId{1}, Shape{64, 32}, Fans{32, 64}, transposeView()};
    network.ties[{dense, "weight"}].gradient_factor = -0.25;
    for (const ViewType* const type : viewTypes())
        network.ties[{dense, "weight"}].view.push_back({type->name(), withDefaults(type->attributes(), {})});
    project.canvas.colours[shared] = 2;
    project.training.test_fraction = 0.1;
    project.training.training_fraction = 0.5;
    project.training.gradient_accumulation = 4;
    project.training.l1_penalty = 1e-4;
    project.training.weight_average = 0.99;
    project.training.patience = 5;
    ExperimentPlan& plan = project.experiment;
    plan = {.arms = {tiedArm, untiedArm},
            .baseline = tiedArm,
            .seeds = 12,
            .fractions = {0.1, 1},
            .combination = AxisCombination::Random,
            .draws = 3,
            .measure = ExperimentMeasure::Metric,
            .margin = 0.01,
            .tuning_trials = 5};
    plan.axes = {{SettingTarget{"learning_rate"}, {0.1, 1.0}},
                 {SettingTarget{"optimizer"}, {std::string("sgd")}},
                 {SettingTarget{"weight_decay"}, {}, DrawRange{1e-6, 0.1, true}},
                 {LayerAttributeTarget{dense, "use_bias"}, {true, false}},
                 {LayerAttributeTarget{dense, "shape"}, {Shape{2, 3}}},
                 {GradientFactorTarget{{dense, "weight"}}, {}, DrawRange{-1, 1}}};
    return writeProject(project);
}

constexpr const char* wrongPlans[] = {
    R"([])",
    R"({"colour": 1})",
    R"({"seeds": 0})",
    R"({"seeds": 1.5})",
    R"({"measure": "accuracy"})",
    R"({"margin": 2})",
    R"({"tuning_trials": -1})",
    R"({"combination": "all"})",
    R"({"draws": 10001})",
    R"({"arms": []})",
    R"({"arms": ["tied", "tied"]})",
    R"({"arms": ["TIED"]})",
    R"({"baseline": ""})",
    R"({"fractions": []})",
    R"({"fractions": [0]})",
    R"({"axes": [{}]})",
    R"({"axes": [{"setting": "epochs"}]})",
    R"({"axes": [{"values": [1]}]})",
    R"({"axes": [{"setting": "epochs", "values": []}]})",
    R"({"axes": [{"setting": "epochs", "values": [null]}]})",
    R"({"axes": [{"setting": "epochs", "values": [[0]]}]})",
    R"({"axes": [{"setting": "epochs", "values": [1], "range": [1, 2]}]})",
    R"({"axes": [{"setting": "epochs", "values": [1], "logarithmic": true}]})",
    R"({"axes": [{"setting": "epochs", "layer": 1, "values": [1]}]})",
    R"({"axes": [{"setting": "epochs", "attribute": "a", "values": [1]}]})",
    R"({"axes": [{"setting": "epochs", "range": [1]}]})",
    R"({"axes": [{"setting": "epochs", "range": ["1", 2]}]})",
    R"({"axes": [{"layer": 1, "values": [1]}]})",
    R"({"axes": [{"layer": 0, "attribute": "a", "values": [1]}]})",
    R"({"axes": [{"layer": 1, "attribute": "a", "gradient_factor_of": "weight", "values": [1]}]})",
};

} // namespace

void TestProjectSchema::initTestCase()
{
    const QString missing = missingPythonModule({"jsonschema"});
    if (!missing.isEmpty())
        QSKIP(qPrintable("Python has no module " + missing + " (Debian's python3-jsonschema)"));
}

QStringList TestProjectSchema::verdicts(const QStringList& texts) const
{
    const QTemporaryDir folder;
    QStringList arguments = {QString::fromStdString(testFolder() + "/../resources/schema/project.schema.json")};
    for (const QString& text : texts) {
        arguments << folder.filePath(QString::number(arguments.size()) + ".ligature");
        QFile file(arguments.back());
        if (!file.open(QIODevice::WriteOnly) || file.write(text.toUtf8()) < 0)
            return {"the file could not be written"};
    }
    const PythonResult python = runPython("core/project/check_schema.py", arguments);
    return python.exit_code == 0 ? QString::fromUtf8(python.output).split('\n', Qt::SkipEmptyParts)
                                 : QStringList{QString::fromUtf8(python.errors)};
}

void TestProjectSchema::describesWhatIsWritten()
{
    QStringList texts = {QString::fromStdString(writeProject(Project())), QString::fromStdString(fullProject())};
    for (const Example& example : examples()) {
        texts << QString::fromStdString(std::string(example.json));
        if (!example.original.empty())
            texts << QString::fromStdString(std::string(example.original));
    }
    QCOMPARE(verdicts(texts), QStringList(texts.size(), "valid"));
}

void TestProjectSchema::refusesWhatTheReaderRefuses()
{
    const std::pair<const char*, const char*> changes[] = {
        {R"("version": 1)", R"("version": 2)"},
        {R"("format": "ligature")", R"("format": "other")"},
        {R"("name": "encoder")", R"("name": "en.coder")"},
        {R"("name": "encoder")", R"("name": "")"},
        {R"("name": "encoder")", R"("name": "encoder", "colour": 1)"},
        {R"("type": "input")", R"("type": 1)"},
        {R"("shape": [784])", R"("shape": ["784"])"},
        {R"("shared": true, )", ""},
        {R"("name": "W", )", ""},
        {R"("output": "output", )", ""},
        {R"("parameter": 2})", R"("parameter": 0})"},
        {R"([{"type": "transpose"}])", R"([{"kind": "transpose"}])"},
        {R"([{"type": "transpose"}])", R"([{"type": "slice", "start": 1}])"},
        {R"([{"type": "transpose"}])", R"([{"type": "reshape", "attributes": {"shape": ["2"]}}])"},
        {R"([{"type": "transpose"}])", R"({"type": "transpose"})"},
        {R"("scaling": "unit_range")", R"("scaling": "log")"},
        {R"("variants": "both")", R"("variants": "all")"},
        {R"("epochs": )", R"("epochs": -)"},
        {R"("seed": 1)", R"("seed": 1.5)"},
        {R"("seed": 1)", R"("seed": 1, "gradient_clipping": -1)"},
        {R"("seed": 1)", R"("seed": 1, "schedule": "cosine")"},
        {R"("x": 0.0, )", ""},
        {R"("colour": 0)", R"("colour": -1)"},
    };
    const QString sound = QString::fromStdString(std::string(findExample("tied-autoencoder-fashion")->json));
    QStringList texts;
    QStringList wrong;
    for (const auto& [from, to] : changes) {
        QVERIFY2(sound.contains(from), from);
        texts << QString(sound).replace(from, to);
        QVERIFY2(!readProject(texts.back().toStdString(), "net.ligature"), to);
        wrong << to;
    }
    for (const char* const plan : wrongPlans) {
        const QString section = QStringLiteral("\"experiment\": ") + plan + QStringLiteral(", \"canvas\":");
        QVERIFY(sound.contains("\"canvas\":"));
        texts << QString(sound).replace("\"canvas\":", section);
        QVERIFY2(!readProject(texts.back().toStdString(), "net.ligature"), plan);
        wrong << plan;
    }
    const QStringList found = verdicts(texts);
    QCOMPARE(found.size(), texts.size());
    for (qsizetype i = 0; i < found.size(); ++i)
        QVERIFY2(found[i] != "valid", qPrintable(wrong[i]));
}

LIGATURE_APPLESS_TEST(TestProjectSchema)

} // namespace test_project_schema

#include "test_project_schema.moc"
