// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <functional>

#include <QTest>

#include "core/network/edits.h"
#include "core/project/project_remedy.h"
#include "core/training/data_fit.h"
#include "core/training/trainer.h"
#include "tests/support/example_networks.h"
#include "tests/support/test_program.h"

namespace test_data_fit {

using namespace ligature;
using ligature::testing::classifier;
using ligature::testing::layerNamed;
using ligature::testing::must;

namespace {

/// Four numbers, three classes: what classifier(4, 8, 3) is for.
DataFacts flowers()
{
    return {.name = "flowers",
            .sample_count = 100,
            .feature_shape = Shape{4},
            .target_kind = TargetKind::Class,
            .class_count = 3,
            .no_index = DataFacts::NoIndex{1, 0.5F}};
}

using Breaking = std::function<void(Network&)>;

/// A classifier whose Dense layers are called hidden and out, and its loss "loss".
Project named(Project project)
{
    for (auto& [id, layer] : project.network.layers) {
        if (layer.type == "dense")
            layer.name = layer.attributes.get<std::int64_t>("out_features") == 3 ? "out" : "hidden";
        if (layer.type == "softmax_cross_entropy")
            layer.name = "loss";
    }
    return project;
}

LayerId onlyInput(const Network& network)
{
    return std::ranges::find(network.layers, "input", [](const auto& one) { return one.second.type; })->first;
}

std::vector<Diagnostic> findings(const Network& network, const DataFacts& data)
{
    return dataFindings(network, analyse(network), data);
}

} // namespace

class TestDataFit : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatFitsIsSilent();
    void whatDoesNotFitIsMendedByAnEdit_data();
    void whatDoesNotFitIsMendedByAnEdit();
    void whatNoEditOfTheNetworkMendsIsMendedInTheData_data();
    void whatNoEditOfTheNetworkMendsIsMendedInTheData();
    void whatIsComputedIsNoClassAndATargetIsLinkedInstead();
    void textsThatAreNoCategoriesAreNotWidenedFor();
    void theInputIsMarkedWhileTheRestIsBeingDrawn();
    void inputsAndTargetsTakeTheDatasShapes();
    void trainingIsRefusedWithTheSameMends();
    void aTrainingGoesOnWithItsOwnClassesAlone();
};

void TestDataFit::whatFitsIsSilent()
{
    QVERIFY(findings(classifier(4, 8, 3).network, flowers()).empty());
}

void TestDataFit::whatDoesNotFitIsMendedByAnEdit_data()
{
    QTest::addColumn<DataFacts>("data");
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("title");
    const auto row = [](const char* name, const DataFacts& data, const char* code, const char* title) {
        QTest::newRow(name) << data << QString(code) << QString(title);
    };
    DataFacts data = flowers();
    data.feature_shape = Shape{5};
    row("more columns", data, "feature-count", "Make it 5");
    data.feature_shape = Shape{28, 28};
    row("pictures", data, "feature-count", "Make it 784");
    data = flowers();
    data.columns = {{"size", 1}, {"colour", 4}};
    data.feature_shape = Shape{5};
    row("categories that come again", data, "feature-count", "Make it 5");
    data = flowers();
    data.class_count = 7;
    row("more classes", data, "class-count", "Make \"out\" 7 wide");
}

void TestDataFit::whatDoesNotFitIsMendedByAnEdit()
{
    QFETCH(DataFacts, data);
    QFETCH(QString, code);
    QFETCH(QString, title);
    Network network = named(classifier(4, 8, 3)).network;
    const std::vector<Diagnostic> found = findings(network, data);
    QCOMPARE(found.size(), std::size_t(1));
    QCOMPARE(QString::fromStdString(found[0].code), code);
    QVERIFY(found[0].severity == Severity::Error);
    QVERIFY(found[0].remedy.has_value());
    QCOMPARE(QString::fromStdString(found[0].remedy->title), title);
    const auto mended = remedied(network, *found[0].remedy);
    QVERIFY(mended.has_value());
    QVERIFY(findings(*mended, data).empty());
}

void TestDataFit::whatNoEditOfTheNetworkMendsIsMendedInTheData_data()
{
    QTest::addColumn<DataFacts>("data");
    QTest::addColumn<Breaking>("breaking");
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("title");
    QTest::addColumn<bool>("asks");
    const auto row = [](const char* name, const DataFacts& data, Breaking breaking, const char* code,
                        const char* title) {
        QTest::newRow(name) << data << std::move(breaking) << QString(code) << QString(title)
                            << QString(title).startsWith("Choose");
    };
    const Breaking nothing = [](Network&) {};
    const Breaking embedding = [](Network& network) {
        const LayerId table = addLayer(network, "embedding", "table", {{"num_embeddings", std::int64_t{9}}});
        const LayerId flat = addLayer(network, "flatten");
        must(link(network, {onlyInput(network), "output"}, {table, "input"}));
        must(link(network, {table, "output"}, {flat, "input"}));
        must(link(network, {flat, "output"}, {layerNamed(network, "hidden"), "input"}));
    };
    DataFacts data = flowers();
    data.target_kind = TargetKind::None;
    row("a class is compared, and there are no targets", data, nothing, "no-targets", "Choose data…");
    data = flowers();
    data.target_kind = TargetKind::Values;
    data.target_shape = Shape{};
    row("a class is compared, and the targets are numbers", data, nothing, "no-class", "Choose data…");
    data = flowers();
    row("the input wants indices", data, embedding, "no-index", "Choose data…");
    data.scaling = "standardize";
    row("the input wants indices, and they are scaled", data, embedding, "no-index", "Leave them unscaled");
    data = flowers();
    data.class_count = 7;
    const Breaking last_is_cut = [](Network& network) {
        const LayerId out = layerNamed(network, "out");
        must(setAttribute(network, out, "out_features", std::int64_t{6}));
        const LayerId cut = addLayer(network, "slice", "cut", {{"stop", std::int64_t{3}}});
        must(link(network, {out, "output"}, {cut, "input"}));
        must(link(network, {cut, "output"}, {layerNamed(network, "loss"), "logits"}));
    };
    row("there are more classes than anything is wide", data, last_is_cut, "class-count", "Choose data…");
}

void TestDataFit::whatNoEditOfTheNetworkMendsIsMendedInTheData()
{
    QFETCH(DataFacts, data);
    QFETCH(Breaking, breaking);
    QFETCH(QString, code);
    QFETCH(QString, title);
    QFETCH(bool, asks);
    Project project = named(classifier(4, 8, 3));
    breaking(project.network);
    project.data.scaling = data.scaling;
    const std::vector<Diagnostic> found = findings(project.network, data);
    const auto wanted = std::ranges::find(found, code.toStdString(), &Diagnostic::code);
    QVERIFY(wanted != found.end());
    QVERIFY(wanted->remedy.has_value());
    QCOMPARE(QString::fromStdString(wanted->remedy->title), title);
    QCOMPARE(asksForData(*wanted->remedy), asks);
    const Project before = project;
    QVERIFY(applyRemedy(project, *wanted->remedy).has_value());
    QCOMPARE(project == before, asks); // Who is asked has not answered.
    QCOMPARE(project.data.scaling, std::string("none"));
}

void TestDataFit::whatIsComputedIsNoClassAndATargetIsLinkedInstead()
{
    Project project = named(classifier(4, 8, 3));
    const LayerId loss = layerNamed(project.network, "loss");
    const LayerId wrong = addLayer(project.network, "dense", "wrong", {{"out_features", std::int64_t{1}}});
    must(link(project.network, {layerNamed(project.network, "out"), "output"}, {wrong, "input"}));
    const LayerId scalar = addLayer(project.network, "reshape", "scalar", {{"shape", Shape{}}});
    must(link(project.network, {wrong, "output"}, {scalar, "input"}));
    must(link(project.network, {scalar, "output"}, {loss, "target"}));
    const std::vector<Diagnostic> found = findings(project.network, flowers());
    const auto wanted = std::ranges::find(found, "no-class", &Diagnostic::code);
    QVERIFY(wanted != found.end() && wanted->remedy.has_value());
    QCOMPARE(wanted->remedy->title, std::string("Link a Target to it"));
    QVERIFY(applyRemedy(project, *wanted->remedy).has_value());
    QVERIFY(findings(project.network, flowers()).empty());
}

void TestDataFit::textsThatAreNoCategoriesAreNotWidenedFor()
{
    DataFacts data = flowers();
    data.sample_count = 10;
    data.feature_shape = Shape{11};
    data.columns = {{"size", 1}, {"date", 10}};
    const std::vector<Diagnostic> found = findings(classifier(2, 8, 3).network, data);
    QCOMPARE(found.size(), std::size_t(1));
    QCOMPARE(
        QString::fromStdString(found[0].message),
        QString("The input has 2 values a sample, and the data \"flowers\" has 11: the column \"date\" holds texts, "
                "of which 10 differ."));
    QVERIFY(found[0].remedy.has_value());
    QCOMPARE(found[0].remedy->title, std::string("Leave out \"date\""));
    Project project;
    project.data = {.format = "csv", .options = {{"ignored", std::string("id")}}};
    QVERIFY(applyRemedy(project, *found[0].remedy).has_value());
    QCOMPARE(project.data.options.get<std::string>("ignored"), std::string("id, date"));
    QVERIFY2(found[0].mend.find("11") == std::string::npos, found[0].mend.c_str());
}

void TestDataFit::theInputIsMarkedWhileTheRestIsBeingDrawn()
{
    Network network = classifier(4, 8, 3).network;
    std::erase_if(network.links,
                  [&](const auto& one) { return network.layers.at(one.first.layer).type == "softmax_cross_entropy"; });
    QVERIFY(analyse(network).hasErrors());
    DataFacts data = flowers();
    QVERIFY(findings(network, data).empty());
    data.feature_shape = Shape{5};
    QCOMPARE(findings(network, data).size(), std::size_t(1));
}

void TestDataFit::inputsAndTargetsTakeTheDatasShapes()
{
    Network network;
    const LayerId input = addLayer(network, "input");
    const LayerId target = addLayer(network, "target");
    DataFacts data = flowers();
    data.target_kind = TargetKind::Values;
    data.target_shape = Shape{2};
    const Network fitted = withShapesOf(data, network);
    QCOMPARE(fitted.layers.at(input).attributes.get<Shape>("shape"), Shape{4});
    QCOMPARE(fitted.layers.at(target).attributes.get<std::string>("kind"), std::string("values"));
    QCOMPARE(fitted.layers.at(target).attributes.get<Shape>("shape"), Shape{2});
}

void TestDataFit::trainingIsRefusedWithTheSameMends()
{
    const Project project = classifier(4, 8, 3);
    const auto obstacles = trainingObstacles(project, ligature::testing::randomDataset(20, 6, 3).get());
    QCOMPARE(obstacles.size(), std::size_t(1));
    QVERIFY(obstacles[0].remedy.has_value());
    QCOMPARE(obstacles[0].remedy->title, std::string("Make it 6"));
}

void TestDataFit::aTrainingGoesOnWithItsOwnClassesAlone()
{
    const Project project = classifier(4, 8, 3);
    const auto own = ligature::testing::randomDataset(20, 4, 3);
    const auto begun = Trainer::create(project, own);
    QVERIFY(begun.has_value());
    const auto renamed = std::make_shared<Dataset>();
    const auto source = ligature::testing::randomDataset(20, 4, 3);
    renamed->sample_count = source->sample_count;
    renamed->feature_shape = source->feature_shape;
    renamed->target_kind = source->target_kind;
    renamed->target_names = source->target_names;
    renamed->class_names = source->class_names;
    renamed->class_names.front() = "renamed";
    renamed->features = AlignedArray<float>(source->features.size());
    renamed->targets = AlignedArray<float>(source->targets.size());
    // Before the first step nothing is learnt of any class.
    QVERIFY(Trainer::resume(project, renamed, (*begun)->state()).has_value());
    (*begun)->advance(1, std::chrono::milliseconds(60'000));
    const TrainingState state = (*begun)->state();
    QVERIFY(Trainer::resume(project, own, state).has_value());
    const auto refused = Trainer::resume(project, renamed, state);
    QVERIFY(!refused.has_value());
    QVERIFY2(refused.error().what.find("\"renamed\" is new") != std::string::npos, refused.error().oneLine().c_str());
    TrainingState old = state; // as earlier versions left it
    old.data.reset();
    QVERIFY(Trainer::resume(project, renamed, old).has_value());
}

LIGATURE_APPLESS_TEST(TestDataFit)

} // namespace test_data_fit

#include "test_data_fit.moc"
