// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <filesystem>

#include <QTemporaryDir>
#include <QTest>

#include "core/export/exporter.h"
#include "core/network/edits.h"
#include "core/program/lower.h"
#include "core/program/program.h"
#include "core/project/project_file.h"
#include "core/safetensors/safetensors_file.h"
#include "core/training/gradient_check.h"
#include "core/training/trainer.h"
#include "core/tying/account.h"
#include "core/tying/twin.h"
#include "tests/support/example_networks.h"
#include "tests/support/test_program.h"

namespace test_layer_state {

// Running statistics all the way: files, counts, twin, checkpoints, export. What they are is in the golden files.

using namespace ligature;
using namespace ligature::testing;
using namespace std::chrono_literals;

namespace {

const std::vector<std::string> slotNames = {"weight", "bias", "running_mean", "running_var"};

/// features -> before (8) -> norm1 -> relu -> between (8) -> norm2 -> after (3) -> softmax cross-entropy.
Project normalized()
{
    Project project;
    project.name = "normalized";
    project.training.epochs = 4;
    project.training.batch_size = 16;
    project.training.arms = {tiedArm, untiedArm};
    Network& network = project.network;
    LayerId last = addLayer(network, "input", "features", {{"shape", Shape{6}}});
    const auto then = [&](const char* type, const char* name, Attributes attributes = {}) {
        const LayerId next = addLayer(network, type, name, std::move(attributes));
        must(link(network, {last, "output"}, {next, "input"}));
        last = next;
    };
    then("dense", "before", {{"out_features", std::int64_t{8}}});
    then("batch_norm", "norm1");
    then("relu", "relu");
    then("dense", "between", {{"out_features", std::int64_t{8}}});
    then("batch_norm", "norm2");
    then("dense", "after", {{"out_features", std::int64_t{3}}});
    const LayerId loss = addLayer(network, "softmax_cross_entropy", "loss");
    must(link(network, {last, "output"}, {loss, "logits"}));
    must(link(network, {addLayer(network, "target", "label"), "output"}, {loss, "target"}));
    return project;
}

/// The same with norm2 sharing these slots of norm1.
Project sharing(const std::vector<std::string>& names)
{
    Project project = normalized();
    Network& network = project.network;
    for (const std::string& name : names) {
        const ParameterId shared = shareSlot(network, {layerNamed(network, "norm1"), name}, "shared " + name);
        must(tie(network, shared, {layerNamed(network, "norm2"), name}));
    }
    return project;
}

std::shared_ptr<const Dataset> data()
{
    return randomDataset(100, 6, 3);
}

std::unique_ptr<Trainer> makeTrainer(const Project& project)
{
    auto trainer = Trainer::create(project, data());
    if (!trainer)
        qFatal("%s", trainer.error().oneLine().c_str());
    return std::move(*trainer);
}

void run(Trainer& trainer)
{
    while (!trainer.finished() && !trainer.divergence())
        trainer.advance(trainer.totalSteps(), 1h);
}

const std::vector<float>& valuesOf(const Weights& weights, const std::string& name)
{
    const auto found = std::ranges::find(weights.parameters, name, &ParameterValues::name);
    if (found == weights.parameters.end())
        qFatal("there is no %s", name.c_str());
    return found->values;
}

std::vector<Diagnostic> diagnosticsOf(const Network& network, const std::string& code)
{
    std::vector<Diagnostic> found;
    std::ranges::copy_if(analyse(network).diagnostics, std::back_inserter(found),
                         [&](const Diagnostic& d) { return d.code == code; });
    return found;
}

} // namespace

class LayerStateTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void stateIsNoParameterInTheAccount()
    {
        const Project project = normalized();
        const Account account = accountOf(project.network, project.training);
        // Dense 6 to 8, 8 to 8 and 8 to 3, and weight and bias of two norms.
        constexpr std::int64_t parameters = 7 * 8 + 9 * 8 + 9 * 3 + 4 * 8;
        QCOMPARE(account.tied.parameters, parameters);
        QCOMPARE(account.tied.trainable, parameters);
        QCOMPARE(account.tied.weight_bytes, parameters * 4);
        for (const ParameterAccount& entry : account.parameters)
            QVERIFY(!project.network.parameters.at(entry.parameter).state);
        const Project shared = sharing(slotNames);
        const Account shared_account = accountOf(shared.network, shared.training);
        QCOMPARE(shared_account.tied.parameters, parameters - 2 * 8);
        QCOMPARE(shared_account.untied.parameters, parameters);
    }

    void theProjectFileKeepsIt()
    {
        const Project project = sharing(slotNames);
        const std::string json = writeProject(project);
        QCOMPARE(QByteArray::fromStdString(json).count("\"state\": true"), 2);
        const auto read = readProject(json, "state.ligature");
        QVERIFY2(read.has_value(), read ? "" : read.error().oneLine().c_str());
        QVERIFY(read->network == project.network);
    }

    void aFileThatTiesStateToAParameterIsRefused()
    {
        const QByteArray json = QByteArray::fromStdString(writeProject(normalized()));
        const auto refused =
            readProject(QByteArray(json).replace("\"state\": true, ", "").toStdString(), "state.ligature");
        QVERIFY(!refused);
        QVERIFY2(refused.error().oneLine().find("state") != std::string::npos, refused.error().oneLine().c_str());
    }

    void aStateParameterIsNeverTrained()
    {
        Project project = normalized();
        for (auto& [id, parameter] : project.network.parameters)
            parameter.trainable = true; // As a file may say.
        const OperationGraph graph = lower(project.network).value();
        Program<float> program(graph, 4, 1);
        for (const ProgramParameter<float>& parameter : program.parameters())
            QCOMPARE(parameter.gradient.empty(), parameter.description.state);
    }

    void eachUseOfSharedStateHasItsOwnInTheTwin()
    {
        const Network twin = untie(sharing(slotNames).network).network;
        for (const std::string& name : slotNames) {
            const ParameterId first = twin.ties.at({layerNamed(twin, "norm1"), name}).parameter;
            const ParameterId second = twin.ties.at({layerNamed(twin, "norm2"), name}).parameter;
            QVERIFY(first != second);
            QCOMPARE(twin.parameters.at(second).state, name.starts_with("running"));
        }
    }

    void aSharedLayerStartsAsItsTwinAndKeepsAMixture()
    {
        const auto trainer = makeTrainer(sharing(slotNames));
        QVERIFY(trainer->twinCheck()->identical);
        trainer->advance(1, 1h);
        const std::vector<float> shared = valuesOf(trainer->weights(tiedArm), "shared running_mean");
        const std::vector<float> first = valuesOf(trainer->weights(untiedArm), "norm1.running_mean");
        const std::vector<float> second = valuesOf(trainer->weights(untiedArm), "norm2.running_mean");
        for (std::size_t i = 0; i < shared.size(); ++i) {
            // Both moved by a tenth from 0: first norm1, then norm2.
            QVERIFY(std::abs(shared[i] - (0.9F * first[i] + second[i])) < 1e-6F);
            QVERIFY(first[i] != 0 && first[i] != second[i]);
        }
    }

    void sharedStateIsWarnedOfWithTheLayersNames()
    {
        const Network network = sharing(slotNames).network;
        const auto warnings = diagnosticsOf(network, "state-shared");
        QCOMPARE(warnings.size(), std::size_t{2});
        for (const Diagnostic& warning : warnings) {
            QVERIFY(warning.severity == Severity::Warning);
            QVERIFY(warning.message.find("\"norm1\" and \"norm2\"") != std::string::npos);
            QVERIFY(warning.parameter && network.parameters.at(*warning.parameter).state);
        }
        QVERIFY(diagnosticsOf(sharing({"weight", "bias"}).network, "state-shared").empty());
    }

    void stateThroughAViewIsAnError()
    {
        Project project = sharing(slotNames);
        project.network.ties.at({layerNamed(project.network, "norm2"), "running_mean"}).view = transposeView();
        QCOMPARE(diagnosticsOf(project.network, "state-view").size(), std::size_t{1});
    }

    void stateAndParametersAreNotTiedToEachOther()
    {
        Project project = sharing({"weight", "running_var"});
        Network& network = project.network;
        const ParameterId weight = *findSharedParameter(network, "shared weight");
        const ParameterId variance = *findSharedParameter(network, "shared running_var");
        QVERIFY(!tie(network, weight, {layerNamed(network, "norm2"), "running_mean"}));
        QVERIFY(!tie(network, variance, {layerNamed(network, "norm2"), "bias"}));
    }

    void resumingGivesTheBitsOfATrainingThatDidNotStop_data()
    {
        QTest::addColumn<bool>("shared");
        QTest::newRow("a norm each") << false;
        QTest::newRow("one norm for two") << true;
    }
    void resumingGivesTheBitsOfATrainingThatDidNotStop()
    {
        QFETCH(bool, shared);
        QTemporaryDir folder;
        const std::filesystem::path path = folder.path().toStdString();
        const Project project = shared ? sharing(slotNames) : normalized();
        const auto whole = makeTrainer(project);
        run(*whole);
        const auto begun = makeTrainer(project);
        begun->advance(8, 1h);
        QVERIFY(begun->writeCheckpoint(path).has_value());
        auto resumed = Trainer::resume(project, data(), path);
        QVERIFY2(resumed.has_value(), resumed ? "" : resumed.error().oneLine().c_str());
        run(**resumed);
        for (const ArmId variant : {tiedArm, untiedArm})
            QVERIFY((*resumed)->weights(variant) == whole->weights(variant));
    }

    void aLossThatIsNotFiniteTakesTheStateBackToo()
    {
        Project project = normalized();
        Network& network = project.network;
        remove(network, {layerNamed(network, "loss"), layerNamed(network, "label")}, {});
        const LayerId loss = addLayer(network, "mean_squared_error", "loss");
        must(setAttribute(network, layerNamed(network, "after"), "out_features", std::int64_t{6}));
        must(link(network, {layerNamed(network, "after"), "output"}, {loss, "prediction"}));
        must(link(network, {layerNamed(network, "features"), "output"}, {loss, "target"}));
        project.training.arms = {tiedArm};
        project.training.optimizer = "sgd";
        project.training.optimizer_attributes = {{"learning_rate", 300.0}};
        project.training.epochs = 500;
        const auto trainer = makeTrainer(project);
        run(*trainer);
        QVERIFY(trainer->divergence().has_value());
        QVERIFY(trainer->divergence()->step > 2);
        const auto again = makeTrainer(project);
        again->advance(trainer->divergence()->step - 2, 1h);
        QVERIFY(!again->divergence());
        QVERIFY(valuesOf(again->weights(tiedArm), "norm2.running_mean") != std::vector<float>(8, 0.0F));
        QVERIFY(again->weights(tiedArm) == trainer->weights(tiedArm));
    }

    void measuringMovesNothing()
    {
        const auto trainer = makeTrainer(normalized());
        const Weights before = trainer->weights(tiedArm);
        trainer->advance(0, 1h); // Measures epoch 0.
        QVERIFY(trainer->weights(tiedArm) == before);
    }

    void aBatchOfOneSampleLeavesTheStatisticsAlone()
    {
        Project project = normalized();
        project.training.batch_size = 1;
        const auto trainer = makeTrainer(project);
        trainer->advance(3, 1h);
        QVERIFY(valuesOf(trainer->weights(tiedArm), "norm1.running_var") == std::vector<float>(8, 1.0F));
        QVERIFY(!trainer->divergence());
    }

    void exportsHoldIt_data()
    {
        QTest::addColumn<QString>("format");
        QTest::newRow("safetensors") << "safetensors";
        QTest::newRow("npz") << "npz";
    }
    void exportsHoldIt()
    {
        QFETCH(QString, format);
        const auto trainer = makeTrainer(normalized());
        trainer->advance(5, 1h);
        const ExportRequest request{"normalized", tiedArm, trainer->network(tiedArm), trainer->weights(tiedArm)};
        const auto files = findExporter(format.toStdString())->write(request, "state");
        QVERIFY(files.has_value());
        const std::string& bytes = files->front().bytes;
        QVERIFY(bytes.find("norm1.running_var") != std::string::npos);
        if (format != "safetensors")
            return;
        const auto file = decodeSafetensors(bytes, "state");
        const NamedTensor* const tensor = file ? findTensor(*file, "norm1.running_var") : nullptr;
        QVERIFY(tensor != nullptr);
        QVERIFY(*tensor->floats() == valuesOf(request.weights, "norm1.running_var"));
        QVERIFY(*tensor->floats() != std::vector<float>(8, 1.0F));
    }

    void gradientsOfAllButTheStateAreRight()
    {
        const auto check = checkGradients(sharing(slotNames), *data());
        QVERIFY2(check.has_value(), check ? "" : check.error().oneLine().c_str());
        QCOMPARE(check->rows.size(), std::size_t{8}); // Three weights, three biases, weight and bias of the norm.
        QVERIFY(check->passed());
    }
};

LIGATURE_GUILESS_TEST(LayerStateTest)

} // namespace test_layer_state

#include "test_layer_state.moc"
