// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/project_file.h"

#include <filesystem>

#include <QTemporaryDir>
#include <QTest>

#include "core/layers/layer_type.h"
#include "core/network/edits.h"
#include "core/network/unique_name.h"
#include "core/optimization/optimizer.h"
#include "core/optimization/schedule.h"
#include "core/project/examples.h"
#include "core/tensor/random_stream.h"
#include "core/tying/twin.h"
#include "tests/support/test_program.h"

namespace test_project_file {

using namespace ligature;

class TestProjectFile : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyLayerTypeWithEveryAttributeComesBack_data();
    void everyLayerTypeWithEveryAttributeComesBack();
    void everyOptimizerWithEveryAttributeComesBack_data();
    void everyOptimizerWithEveryAttributeComesBack();
    void everyScheduleWithEveryAttributeComesBack_data();
    void everyScheduleWithEveryAttributeComesBack();
    void aConstantRateIsNotInTheFile();
    void everyViewWithEveryAttributeComesBack_data();
    void everyViewWithEveryAttributeComesBack();
    void everyInitializerWithEveryAttributeComesBack_data();
    void everyInitializerWithEveryAttributeComesBack();
    void everyDataFormatWithEveryOptionComesBack_data();
    void everyDataFormatWithEveryOptionComesBack();
    void whatAParameterAndATieCanHaveComesBack();
    void anUntiedTwinComesBack();
    void whateverEditsMakeComesBack_data();
    void whateverEditsMakeComesBack();
    void movingANodeChangesOneLine();
    void entriesOfNodesThatAreGoneAreNotWritten();
    void aTextThatIsNotUtf8IsWrittenSoThatItReads();
    void savesAndLoads();
    void aFileThatCannotBeWrittenIsToldOf();
};

namespace {

void verifyComesBack(const Project& project)
{
    const std::string text = writeProject(project);
    const auto read = readProject(text, "net.ligature");
    QVERIFY2(read, read ? "" : read.error().oneLine().c_str());
    QVERIFY2(*read == project, text.c_str());
    QCOMPARE(QString::fromStdString(writeProject(*read)), QString::fromStdString(text));
}

/// A value that is valid and not the default, where there is one.
AttributeValue otherValue(const AttributeSpec& spec)
{
    switch (spec.kind) {
    case AttributeKind::Boolean: return !std::get<bool>(spec.default_value);
    case AttributeKind::Integer: return std::get<std::int64_t>(spec.default_value) + 1;
    case AttributeKind::Real: {
        const double value = std::get<double>(spec.default_value) * 0.75 + 0.01;
        return std::clamp(value, spec.minimum, spec.maximum);
    }
    case AttributeKind::Choice: return spec.choices.back().value;
    case AttributeKind::Text:
    case AttributeKind::Path: return std::string("übung/\"a\" \\ ⅓.csv");
    case AttributeKind::Shape: return Shape{3, 1, 5};
    }
    return {};
}

Attributes otherValues(const std::vector<AttributeSpec>& specs)
{
    Attributes attributes;
    for (const AttributeSpec& spec : specs)
        attributes.set(spec.name, otherValue(spec));
    return attributes;
}

template <typename Types>
void addTypes(const Types& types)
{
    QTest::addColumn<QString>("name");
    for (const auto* const type : types)
        QTest::newRow(type->name().c_str()) << QString::fromStdString(type->name());
}

/// Somebody who draws without a plan, and may well be refused.
class Scribbler {
public:
    explicit Scribbler(std::uint64_t seed) : m_random(seed, "scribble") {}

    void step(Network& network)
    {
        switch (pick(9)) {
        case 0:
        case 1:
        case 2: addLayer(network, layerTypes()[pick(layerTypes().size())]->name()); break;
        case 3: addSharedParameter(network); break;
        case 4:
            if (auto from = anyLayer(network), to = anyLayer(network); from && to)
                (void)link(network, {from, "output"}, {to, pick(2) == 0 ? "input" : "input1"});
            break;
        case 5:
            if (!network.ties.empty()) {
                const auto tie = std::next(network.ties.begin(), static_cast<long>(pick(network.ties.size())));
                shareSlot(network, tie->first);
            }
            break;
        case 6:
            if (!network.ties.empty() && !network.parameters.empty()) {
                const Slot slot = std::next(network.ties.begin(), static_cast<long>(pick(network.ties.size())))->first;
                (void)ligature::tie(network, anyParameter(network), slot, pick(2) == 0 ? View() : transposeView());
            }
            break;
        case 7:
            if (const LayerId layer = anyLayer(network))
                (void)setAttribute(network, layer, pick(2) == 0 ? "bias" : "inputs",
                                   pick(2) == 0 ? AttributeValue(false) : AttributeValue(std::int64_t(3)));
            break;
        default:
            if (pick(4) == 0)
                remove(network, {anyLayer(network)}, {anyParameter(network)});
            break;
        }
    }

private:
    std::size_t pick(std::size_t count) { return static_cast<std::size_t>(m_random() % count); }
    LayerId anyLayer(const Network& network)
    {
        return network.layers.empty()
                   ? LayerId()
                   : std::next(network.layers.begin(), static_cast<long>(pick(network.layers.size())))->first;
    }
    ParameterId anyParameter(const Network& network)
    {
        return network.parameters.empty()
                   ? ParameterId()
                   : std::next(network.parameters.begin(), static_cast<long>(pick(network.parameters.size())))->first;
    }

    RandomStream m_random;
};

} // namespace

void TestProjectFile::everyLayerTypeWithEveryAttributeComesBack_data()
{
    addTypes(layerTypes());
}

void TestProjectFile::everyLayerTypeWithEveryAttributeComesBack()
{
    QFETCH(QString, name);
    const LayerType* const type = findLayerType(name.toStdString());
    Project project;
    addLayer(project.network, type->name());
    addLayer(project.network, type->name(), {}, otherValues(type->attributes()));
    verifyComesBack(project);
}

void TestProjectFile::everyOptimizerWithEveryAttributeComesBack_data()
{
    addTypes(optimizerTypes());
}

void TestProjectFile::everyOptimizerWithEveryAttributeComesBack()
{
    QFETCH(QString, name);
    Project project;
    project.training.optimizer = name.toStdString();
    project.training.optimizer_attributes = otherValues(findOptimizerType(name.toStdString())->attributes());
    project.training.arms = {untiedArm};
    project.training.batch_size = 7;
    project.training.epochs = 999'999;
    project.training.validation_fraction = 1.0 / 3.0;
    project.training.seed = 9'007'199'254'740'991;
    project.training.gradient_clipping = 0.25;
    verifyComesBack(project);
}

void TestProjectFile::everyScheduleWithEveryAttributeComesBack_data()
{
    addTypes(scheduleTypes());
}

void TestProjectFile::everyScheduleWithEveryAttributeComesBack()
{
    QFETCH(QString, name);
    Project project;
    project.training.schedule = name.toStdString();
    verifyComesBack(project);
    project.training.schedule_attributes = otherValues(findScheduleType(name.toStdString())->attributes());
    verifyComesBack(project);
}

void TestProjectFile::aConstantRateIsNotInTheFile()
{
    Project project;
    QVERIFY(writeProject(project).find("schedule") == std::string::npos);
    project.training.schedule = "cosine";
    QVERIFY(writeProject(project).find(R"("schedule": {)") != std::string::npos);
}

void TestProjectFile::everyViewWithEveryAttributeComesBack_data()
{
    addTypes(viewTypes());
}

void TestProjectFile::everyViewWithEveryAttributeComesBack()
{
    QFETCH(QString, name);
    Project project;
    const LayerId dense = addLayer(project.network, "dense");
    shareSlot(project.network, {dense, "weight"}, "W");
    const ViewStep step{name.toStdString(), otherValues(findViewType(name.toStdString())->attributes())};
    project.network.ties[{dense, "weight"}].view = {step, ViewStep{name.toStdString()}, step};
    verifyComesBack(project);
}

void TestProjectFile::everyInitializerWithEveryAttributeComesBack_data()
{
    addTypes(initializerTypes());
}

void TestProjectFile::everyInitializerWithEveryAttributeComesBack()
{
    QFETCH(QString, name);
    Project project;
    const ParameterId id = addSharedParameter(project.network, "W");
    project.network.parameters[id].initializer = {name.toStdString(),
                                                  otherValues(findInitializerType(name.toStdString())->attributes())};
    verifyComesBack(project);
}

void TestProjectFile::everyDataFormatWithEveryOptionComesBack_data()
{
    addTypes(dataFormats());
}

void TestProjectFile::everyDataFormatWithEveryOptionComesBack()
{
    QFETCH(QString, name);
    Project project;
    project.data = {name.toStdString(), otherValues(findDataFormat(name.toStdString())->options()), "standardize"};
    verifyComesBack(project);
}

void TestProjectFile::whatAParameterAndATieCanHaveComesBack()
{
    Project project;
    project.name = "Größe \"⅓\"\n\t\\";
    project.description = "Two lines.\nAnd a \u2028 separator.";
    Network& network = project.network;
    const LayerId dense = addLayer(network, "dense", "δ layer");
    const ParameterId shared = shareSlot(network, {dense, "weight"}, "W⁰");
    Parameter& parameter = network.parameters[shared];
    parameter.shape = Shape{32, 64};
    parameter.trainable = false;
    parameter.weight_decay_factor = 0;
    parameter.learning_rate_factor = 0.1;
    network.ties[{dense, "weight"}].view = {ViewStep{"transpose"}, ViewStep{"transpose"}};
    network.ties[{dense, "weight"}].gradient_factor = -1e300; // the inspector sets no limit
    project.canvas.layers[dense] = {-12.5, 1e6};
    project.canvas.parameters[shared] = {0, 0};
    project.canvas.colours[shared] = 12;
    const ParameterId without_place = addSharedParameter(network);
    project.canvas.colours[without_place] = 3;
    addSharedParameter(network);
    verifyComesBack(project);
}

void TestProjectFile::anUntiedTwinComesBack()
{
    Project project = *loadExample("tied-autoencoder-digits");
    project.network = untie(project.network).network;
    project.canvas.parameters.clear();
    project.canvas.colours.clear();
    verifyComesBack(project);
}

void TestProjectFile::whateverEditsMakeComesBack_data()
{
    QTest::addColumn<int>("seed");
    for (int seed = 1; seed <= 20; ++seed)
        QTest::addRow("edits by seed %d", seed) << seed;
}

void TestProjectFile::whateverEditsMakeComesBack()
{
    QFETCH(int, seed);
    Project project;
    Scribbler scribbler(static_cast<std::uint64_t>(seed));
    for (int i = 0; i < 120; ++i) {
        scribbler.step(project.network);
        if (i % 20 == 19)
            verifyComesBack(project);
    }
    QVERIFY(project.network.layers.size() > 5);
}

void TestProjectFile::movingANodeChangesOneLine()
{
    Project project = *loadExample("tied-autoencoder-digits");
    const QStringList before = QString::fromStdString(writeProject(project)).split('\n');
    project.canvas.layers.begin()->second.x += 10;
    const QStringList after = QString::fromStdString(writeProject(project)).split('\n');
    QCOMPARE(after.size(), before.size());
    int changed = 0;
    for (qsizetype i = 0; i < before.size(); ++i)
        changed += before[i] != after[i];
    QCOMPARE(changed, 1);
}

void TestProjectFile::entriesOfNodesThatAreGoneAreNotWritten()
{
    Project project = *loadExample("tied-autoencoder-digits");
    const Project whole = project;
    project.canvas.layers[LayerId{1000}] = {1, 2};
    project.canvas.parameters[ParameterId{1001}] = {1, 2};
    project.canvas.colours[ParameterId{1002}] = 1;
    const auto read = readProject(writeProject(project), "net.ligature");
    QVERIFY(read);
    QVERIFY(*read == whole);
}

void TestProjectFile::aTextThatIsNotUtf8IsWrittenSoThatItReads()
{
    Project project;
    project.name = "caf\xe9";
    const auto read = readProject(writeProject(project), "net.ligature");
    QVERIFY(read);
    QCOMPARE(read->name, std::string("caf\xef\xbf\xbd"));
}

void TestProjectFile::savesAndLoads()
{
    const QTemporaryDir folder;
    const std::filesystem::path file = folder.filePath("größe.ligature").toStdString();
    const Project project = *loadExample("shared-scale");
    QVERIFY(saveProject(project, file));
    const auto loaded = loadProject(file);
    QVERIFY(loaded);
    QVERIFY(*loaded == project);
}

void TestProjectFile::aFileThatCannotBeWrittenIsToldOf()
{
    const auto saved = saveProject(Project(), "/nowhere/at/all/net.ligature");
    QVERIFY(!saved);
    QCOMPARE(QString::fromStdString(saved.error().oneLine()),
             QString("/nowhere/at/all/net.ligature: cannot be written (No such file or directory); create the folder "
                     "first, or choose one that exists"));
    const auto loaded = loadProject("/nowhere/at/all/net.ligature");
    QVERIFY(!loaded);
    QCOMPARE(loaded.error().where, std::string("/nowhere/at/all/net.ligature"));
}

LIGATURE_APPLESS_TEST(TestProjectFile)

} // namespace test_project_file

#include "test_project_file.moc"
