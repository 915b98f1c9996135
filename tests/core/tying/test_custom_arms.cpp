// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include <QTest>

#include "core/network/edits.h"
#include "core/network/repeat.h"
#include "core/project/project_file.h"
#include "core/training/trainer.h"
#include "core/tying/account.h"
#include "core/tying/arm.h"
#include "core/tying/custom_arm.h"
#include "tests/core/tying/first_losses.h"
#include "tests/support/example_networks.h"
#include "tests/support/test_program.h"

namespace test_custom_arms {

using namespace ligature;
using namespace ligature::testing;

namespace {

LayerId layerNamed(const Network& network, const char* name)
{
    return findLayer(network, name).value();
}

ParameterId parameterOf(const Network& network, const char* layer, const char* slot)
{
    return network.ties.at(Slot{layerNamed(network, layer), slot}).parameter;
}

std::int64_t parametersOf(const Network& network)
{
    return accountOf(network, TrainingSettings()).tied.parameters;
}

/// An autoencoder and its tied parameter.
struct TiedNetwork {
    Project project = tiedAutoencoder(12, 5);
    ParameterId w = findSharedParameter(project.network, "W").value();
};

} // namespace

class CustomArmsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void untyingTheOneTiedParameterIsTheTwin()
    {
        TiedNetwork tied;
        const Result<ArmId> word = addArmThatUnties(tied.project.network, tied.w);
        QVERIFY(word.has_value());
        QCOMPARE(toString(*word), std::string("w-untied"));
        QCOMPARE(armTitle(*word, tied.project.network), std::string("W untied"));
        const auto mine = makeArm(*word, tied.project.network);
        const auto twin = makeArm(untiedArm, tied.project.network);
        QVERIFY(mine && twin);
        QVERIFY(mine->network == twin->network);
        QVERIFY(mine->sources == twin->sources);
        tied.project.training.arms = {tiedArm, *word};
        const auto losses = firstLosses(tied.project);
        QCOMPARE(losses[0], losses[1]);
    }

    void itFollowsTheDrawnNetwork()
    {
        TiedNetwork tied;
        const ArmId word = addArmThatUnties(tied.project.network, tied.w).value();
        const std::int64_t before = parametersOf(makeArm(word, tied.project.network)->network);
        QVERIFY(setAttribute(tied.project.network, layerNamed(tied.project.network, "encoder"), "out_features",
                             std::int64_t{7}));
        QVERIFY(parametersOf(makeArm(word, tied.project.network)->network) > before);
    }

    void tyingTwoParametersMakesThemOne()
    {
        Project project = tiedAutoencoder(12, 12);
        const ParameterId one = parameterOf(project.network, "encoder", "bias");
        const ParameterId other = parameterOf(project.network, "decoder", "bias");
        project.network.arms["biases"] = {"Biases tied", {TieParameters{one, {other}}}};
        const auto made = makeArm(ArmId("biases"), project.network);
        QVERIFY2(made.has_value(), made ? "" : made.error().oneLine().c_str());
        QCOMPARE(usesOf(made->network, one).size(), std::size_t{2});
        QVERIFY(!made->network.parameters.contains(other));
        QCOMPARE(parametersOf(made->network), parametersOf(project.network) - 12);
        project.training.arms = {tiedArm, ArmId("biases")};
        // As if the tie had been drawn.
        Project drawn = tiedAutoencoder(12, 12);
        const ParameterId shared = shareSlot(drawn.network, {layerNamed(drawn.network, "encoder"), "bias"});
        QVERIFY(tie(drawn.network, shared, {layerNamed(drawn.network, "decoder"), "bias"}));
        drawn.training.arms = {tiedArm};
        QCOMPARE(firstLosses(project)[1], firstLosses(drawn)[0]);
    }

    void anotherWidthIsDrawnAnew()
    {
        Project project = tiedAutoencoder(12, 6);
        const LayerId encoder = layerNamed(project.network, "encoder");
        project.network.arms["wide"] = {"Wide", {SetLayerAttribute{encoder, "out_features", std::int64_t{9}}}};
        const auto made = makeArm(ArmId("wide"), project.network);
        QVERIFY2(made.has_value(), made ? "" : made.error().oneLine().c_str());
        QVERIFY(parametersOf(made->network) > parametersOf(project.network));
        project.training.arms = {tiedArm, ArmId("wide")};
        const auto losses = firstLosses(project);
        QVERIFY(std::isfinite(losses[1]) && losses[0] != losses[1]);
    }

    void whatCannotBeMadeIsRefusedAndSaysWhy_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QString>("what");
        QTest::newRow("a parameter that is gone") << "gone parameter"
                                                  << "no longer";
        QTest::newRow("a layer that is gone") << "gone layer"
                                              << "no longer";
        QTest::newRow("two of different shapes") << "shapes"
                                                 << "not of one shape";
        QTest::newRow("a parameter and itself") << "itself"
                                                << "not of one shape";
        QTest::newRow("an output of another width") << "output"
                                                    << "shape";
        QTest::newRow("an attribute that the layer does not have") << "attribute"
                                                                   << "depth";
        QTest::newRow("a value out of its range") << "range"
                                                  << "out_features";
    }
    void whatCannotBeMadeIsRefusedAndSaysWhy()
    {
        QFETCH(QString, kind);
        QFETCH(QString, what);
        Project project = tiedAutoencoder(12, 5);
        Network& network = project.network;
        const LayerId encoder = layerNamed(network, "encoder");
        const LayerId decoder = layerNamed(network, "decoder");
        const ParameterId one = parameterOf(network, "encoder", "bias");
        const ParameterId other = parameterOf(network, "decoder", "bias");
        const std::map<QString, ArmChange> changes = {
            {"gone parameter", UntieParameter{ParameterId{999}}},
            {"gone layer", SetLayerAttribute{LayerId{999}, "out_features", std::int64_t{3}}},
            {"shapes", TieParameters{one, {other}}},
            {"itself", TieParameters{one, {one}}},
            {"output", SetLayerAttribute{decoder, "out_features", std::int64_t{3}}},
            {"attribute", SetLayerAttribute{encoder, "depth", std::int64_t{3}}},
            {"range", SetLayerAttribute{encoder, "out_features", std::int64_t{-3}}}};
        network.arms["mine"] = {"Mine", {changes.at(kind)}};
        const auto made = makeArm(ArmId("mine"), network);
        QVERIFY(!made);
        const std::string line = made.error().oneLine();
        QVERIFY2(QString::fromStdString(line).contains(what), line.c_str());
        QVERIFY(!made.error().mend.empty());
        // Nothing trains, and the message names the arm.
        project.training.arms = {tiedArm, ArmId("mine")};
        const auto trainer = Trainer::create(project, randomDataset(100, 12, 3));
        QVERIFY(!trainer);
        QVERIFY2(trainer.error().oneLine().find("Mine") != std::string::npos, trainer.error().oneLine().c_str());
    }

    void aFileKeepsThem()
    {
        TiedNetwork tied;
        Network& network = tied.project.network;
        const ArmId untied = addArmThatUnties(network, tied.w).value();
        const LayerId encoder = layerNamed(network, "encoder");
        network.arms["wide"] = {"Wide & \"free\"",
                                {UntieParameter{tied.w}, TieParameters{ParameterId{999}, {tied.w, ParameterId{998}}},
                                 SetLayerAttribute{encoder, "out_features", std::int64_t{9}},
                                 SetLayerAttribute{LayerId{997}, "negative_slope", 0.25}}};
        tied.project.training.arms = {tiedArm, untied, ArmId("wide")};
        const auto read = readProject(writeProject(tied.project), "a.ligature");
        QVERIFY2(read.has_value(), read ? "" : read.error().oneLine().c_str());
        QVERIFY(*read == tied.project);
    }

    void aFileWithAWrongOneIsRefused_data()
    {
        QTest::addColumn<QString>("arms");
        QTest::addColumn<QString>("what");
        QTest::newRow("a type's name") << R"([{"name": "tied", "title": "T", "changes": []}])"
                                       << "another arm";
        QTest::newRow("one name twice") << R"([{"name": "a", "title": "T", "changes": []},
                                               {"name": "a", "title": "U", "changes": []}])"
                                        << "another arm";
        QTest::newRow("a path as name") << R"([{"name": "../a", "title": "T", "changes": []}])"
                                        << "no name";
        QTest::newRow("no title") << R"([{"name": "a", "title": "", "changes": []}])"
                                  << "title";
        QTest::newRow("an unknown change") << R"([{"name": "a", "title": "T", "changes": [{"turn": 1}]}])"
                                           << "turn";
        QTest::newRow("two at once") << R"([{"name": "a", "title": "T", "changes": [{"untie": 1, "tie": [1, 2]}]}])"
                                     << "tie";
        QTest::newRow("a tie of one") << R"([{"name": "a", "title": "T", "changes": [{"tie": [1]}]}])"
                                      << "two";
        QTest::newRow("no attribute") << R"([{"name": "a", "title": "T", "changes": [{"layer": 1, "set": {}}]}])"
                                      << "one attribute";
        QTest::newRow("not a list") << R"({"a": 1})"
                                    << "list";
    }
    void aFileWithAWrongOneIsRefused()
    {
        QFETCH(QString, arms);
        QFETCH(QString, what);
        std::string json = writeProject(tiedAutoencoder(12, 5));
        const std::string before = "\"next_id\"";
        json.insert(json.find(before), "\"arms\": " + arms.toStdString() + ", ");
        const auto read = readProject(json, "a.ligature");
        QVERIFY(!read);
        QVERIFY2(QString::fromStdString(read.error().oneLine()).contains(what), read.error().oneLine().c_str());
    }

    void wordsAreUniqueAndFilesCanHaveThem()
    {
        Network network = tiedAutoencoder(12, 5).network;
        QCOMPARE(toString(freeArmWord(network, "Tied")), std::string("tied-2"));
        QCOMPARE(toString(freeArmWord(network, "Ü / ä")), std::string("arm"));
        const std::string longest(200, 'x');
        for (int i = 0; i < 12; ++i) {
            const ArmId word = freeArmWord(network, longest);
            QVERIFY(isArmWord(word.text()) && !network.arms.contains(toString(word)));
            network.arms[toString(word)] = {"X", {}};
        }
        QCOMPARE(armChoices(network).size(), armTypes().size() + 12);
    }

    void whatHasOneUseIsNotUntied()
    {
        Network network = tiedAutoencoder(12, 5).network;
        const auto refused = addArmThatUnties(network, parameterOf(network, "encoder", "bias"));
        QVERIFY(!refused && network.arms.empty());
    }
};

LIGATURE_APPLESS_TEST(CustomArmsTest)

} // namespace test_custom_arms

#include "test_custom_arms.moc"
