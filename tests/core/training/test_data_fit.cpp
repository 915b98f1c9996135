// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "core/network/edits.h"
#include "core/training/data_fit.h"
#include "core/training/trainer.h"
#include "tests/support/example_networks.h"
#include "tests/support/test_program.h"

namespace test_data_fit {

using namespace ligature;
using ligature::testing::classifier;
using ligature::testing::layerNamed;

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
    Network network = classifier(4, 8, 3).network;
    for (auto& [id, layer] : network.layers) {
        if (layer.type == "dense")
            layer.name = layer.attributes.get<std::int64_t>("out_features") == 3 ? "out" : "hidden";
    }
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
    QVERIFY(!found[0].remedy);
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
