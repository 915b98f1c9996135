// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include <QTemporaryDir>
#include <QTest>

#include "core/files/atomic_file.h"
#include "core/network/edits.h"
#include "core/project/project_file.h"
#include "core/report/training_folder.h"
#include "core/safetensors/safetensors_file.h"
#include "core/training/optimizer_state.h"
#include "core/training/trainer.h"
#include "core/tying/twin.h"
#include "tests/support/compiled_network.h"
#include "tests/support/example_networks.h"
#include "tests/support/test_program.h"

namespace test_tied_steps {

using namespace ligature;
using namespace ligature::testing;

// Numbers in the names are those of the test cases in the field's list of what a tie means.

namespace {

using Numbers = std::vector<double>;

TrainingSettings settingsOf(const QString& optimizer, double rate, double decay)
{
    TrainingSettings settings;
    settings.optimizer = optimizer.toStdString();
    settings.optimizer_attributes = {{"learning_rate", rate}, {"weight_decay", decay}};
    return settings;
}

LayerId addNumber(Network& network, LayerId from, const std::string& name, ParameterId parameter)
{
    const LayerId layer = addAfter(network, from, "scale", name, {{"per", std::string("layer")}});
    must(tie(network, parameter, {layer, "scale"}));
    return layer;
}

/// y = w (w x) for w = 3, x = 2, a loss whose derivative by y is 1: y = 18, g = 12.
CompiledNetwork twoUsesOfThree()
{
    Network network;
    const ParameterId w = addParameter(network, "w", {});
    const LayerId x = addInput(network, "x", {1});
    addSumLoss(network, addNumber(network, addNumber(network, x, "first", w), "second", w));
    CompiledNetwork compiled(network);
    compiled.setParameter("w", {3});
    compiled.setInput("x", {2});
    compiled.makeLossASum();
    compiled.run();
    return compiled;
}

/// A network that reads W through two views, and one of them once more.
Project projectOfViews()
{
    Project project;
    project.name = "views";
    Network& network = project.network;
    const ParameterId w = addParameter(network, "W", {20, 16});
    const LayerId x = addInput(network, "x", {16});
    const LayerId one = addAfter(network, x, "dense", "one", {{"out_features", std::int64_t{12}}});
    const LayerId code = addAfter(network, one, "tanh", "code");
    const LayerId two = addAfter(network, code, "dense", "two", {{"out_features", std::int64_t{16}}});
    const LayerId loss = addLayer(network, "mean_squared_error", "loss");
    must(link(network, {two, "output"}, {loss, "prediction"}));
    must(link(network, {x, "output"}, {loss, "target"}));
    must(tie(network, w, {one, "weight"}, {{"slice", {{"stop", std::int64_t{12}}}}}));
    must(tie(network, w, {two, "weight"},
             {{"slice", {{"start", std::int64_t{4}}, {"stop", std::int64_t{16}}}},
              {"transpose"},
              {"scale", {{"factor", 0.3}}}}));
    network.ties.at({two, "weight"}).gradient_factor = 0.5;
    project.training.arms = {tiedArm, untiedArm};
    project.training.epochs = 3;
    return project;
}

std::unique_ptr<Trainer> trainerOf(const Project& project)
{
    auto trainer = Trainer::create(project, randomDataset(60, 16, 2));
    if (!trainer)
        qFatal("%s", trainer.error().oneLine().c_str());
    return std::move(*trainer);
}

} // namespace

class TiedStepsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void case3_aNumberUsedTwice()
    {
        CompiledNetwork compiled = twoUsesOfThree();
        QCOMPARE(compiled.output("second"), Numbers{18});
        QVERIFY(largestDifference(compiled.gradient("w"), {12}) < 1e-12);
    }

    void case3to6_oneStepHoweverManyUses_data()
    {
        QTest::addColumn<QString>("optimizer");
        QTest::addColumn<double>("decay");
        QTest::addColumn<double>("expected");
        QTest::newRow("SGD") << "sgd" << 0.0 << 1.8;
        QTest::newRow("Adam") << "adam" << 0.0 << 2.9;
        QTest::newRow("SGD with decay") << "sgd" << 0.5 << 1.65;
        QTest::newRow("AdamW with decay") << "adamw" << 0.5 << 2.75;
    }
    void case3to6_oneStepHoweverManyUses()
    {
        QFETCH(QString, optimizer);
        QFETCH(double, decay);
        QFETCH(double, expected);
        CompiledNetwork compiled = twoUsesOfThree();
        OptimizerState<double> state(compiled.program(), settingsOf(optimizer, 0.1, decay));
        QCOMPARE(state.states().size(), std::size_t{1});
        state.step();
        QVERIFY(largestDifference(compiled.values("w"), {expected}) < 1e-8);
    }

    void case5_usesThatPullApartMakeOneStep()
    {
        // (w - 0.5)^2 and (w - 5.45)^2 at w = 3: 5 and -4.9.
        Network network;
        const ParameterId w = addParameter(network, "w", {});
        const LayerId x = addInput(network, "x", {1});
        addSumLoss(network, addNumber(network, x, "first", w));
        addSumLoss(network, addNumber(network, x, "second", w));
        CompiledNetwork compiled(network);
        compiled.setParameter("w", {3});
        compiled.setInput("x", {1});
        compiled.setInput("target of first", {0.5});
        compiled.setInput("target of second", {5.45});
        compiled.run();
        QVERIFY(largestDifference(compiled.gradient("w"), {0.1}) < 1e-12);
        OptimizerState<double> state(compiled.program(), settingsOf("adam", 0.1, 0));
        state.step();
        QVERIFY(largestDifference(compiled.values("w"), {2.9}) < 1e-7);
    }

    void decayActsWhereNoUseReads()
    {
        // An AdamW step with decay 0.1 and rate 0.1 takes an unread entry from 1 to 0.99.
        Network network;
        const ParameterId w = addParameter(network, "w", {4});
        const LayerId x = addInput(network, "x", {2});
        const LayerId layer = addAfter(network, x, "scale", "layer");
        must(tie(network, w, {layer, "scale"}, {{"slice", {{"stop", std::int64_t{2}}}}}));
        addSumLoss(network, layer);
        CompiledNetwork compiled(network);
        compiled.setParameter("w", {1, 1, 1, 1});
        compiled.setInput("x", {1, 1});
        compiled.makeLossASum();
        compiled.run();
        OptimizerState<double> state(compiled.program(), settingsOf("adamw", 0.1, 0.1));
        state.step();
        const Numbers values = compiled.values("w");
        QVERIFY(std::abs(values[0] - 0.89) < 1e-8 && std::abs(values[3] - 0.99) < 1e-12);
    }

    void aStoppedParameterDoesNotMove()
    {
        Network network;
        const ParameterId w = addParameter(network, "w", {});
        const LayerId x = addInput(network, "x", {1});
        const LayerId layer = addNumber(network, x, "layer", w);
        network.ties.at({layer, "scale"}).gradient_factor = 0;
        addSumLoss(network, addAfter(network, layer, "scale", "trained"));
        CompiledNetwork compiled(network);
        compiled.setParameter("w", {3});
        compiled.setInput("x", {1});
        compiled.run();
        OptimizerState<double> state(compiled.program(), settingsOf("adamw", 0.1, 0.1));
        QCOMPARE(state.states().size(), std::size_t{1}); // The other layer's own.
        state.step();
        QCOMPARE(compiled.values("w"), Numbers{3});
    }

    void case23_oneStepOfSgdIsTheSumOfTheTwins()
    {
        const Project project = tiedAutoencoder(6, 3);
        const auto stepped = [&](const Network& network, double rate, const std::vector<std::string>& names) {
            CompiledNetwork compiled(network, 4);
            compiled.setInput("pixels", someNumbers(24));
            for (const std::string& name : names) {
                Numbers values = someNumbers(18);
                compiled.setParameter(name, name == "decoder.weight" ? transposed(values, 3, 6) : values);
            }
            for (const std::string bias : {"encoder.bias", "decoder.bias"})
                compiled.setParameter(bias, Numbers(compiled.values(bias).size(), 0.0));
            compiled.run();
            OptimizerState<double> state(compiled.program(), settingsOf("sgd", rate, 0));
            state.step();
            std::vector<Numbers> after;
            for (const std::string& name : names)
                after.push_back(compiled.values(name));
            return after;
        };
        const Network twin = untie(project.network).network;
        const Numbers start = someNumbers(18);
        const Numbers tied = stepped(project.network, 0.1, {"W"})[0];
        const Numbers at_half = stepped(project.network, 0.05, {"W"})[0];
        const auto untied = stepped(twin, 0.1, {"encoder.weight", "decoder.weight"});
        const Numbers decoder = transposed(untied[1], 6, 3);
        for (std::size_t i = 0; i < start.size(); ++i) {
            const double sum = start[i] + (untied[0][i] - start[i]) + (decoder[i] - start[i]);
            QVERIFY(std::abs(tied[i] - sum) < 1e-12);
            QVERIFY(std::abs((untied[0][i] + decoder[i]) / 2 - at_half[i]) < 1e-12);
        }
        QVERIFY(largestDifference(tied, start) > 1e-4);
    }

    void case24_aProjectOfViewsIsReadBackAndTrainsOnBitForBit()
    {
        const Project project = projectOfViews();
        const auto again = readProject(writeProject(project), "views.ligature");
        QVERIFY2(again.has_value(), again ? "" : again.error().oneLine().c_str());
        QVERIFY(again->network == project.network);

        const QTemporaryDir folder;
        const auto whole = trainerOf(project);
        whole->advance(9, std::chrono::hours(1));
        const auto begun = trainerOf(project);
        begun->advance(4, std::chrono::hours(1));
        QVERIFY(begun->writeCheckpoint(folder.path().toStdString()).has_value());
        const auto resumed = Trainer::resume(*again, randomDataset(60, 16, 2), folder.path().toStdString());
        QVERIFY2(resumed.has_value(), resumed ? "" : resumed.error().oneLine().c_str());
        (*resumed)->advance(5, std::chrono::hours(1));
        for (const ArmId variant : {tiedArm, untiedArm})
            QVERIFY((*resumed)->weights(variant) == whole->weights(variant));
        QCOMPARE(whole->weights(tiedArm).parameters.size(), std::size_t{3}); // W once, and two biases.
    }

    void case24_aValueThatContradictsItsTieIsRefused_data()
    {
        QTest::addColumn<float>("off");
        QTest::addColumn<bool>("taken");
        QTest::newRow("an alias with the values that its tie reads") << 0.0F << true;
        QTest::newRow("an alias with another value") << 0.25F << false;
    }
    void case24_aValueThatContradictsItsTieIsRefused()
    {
        QFETCH(float, off);
        QFETCH(bool, taken);
        // As PyTorch writes a tied autoencoder: the encoder's weight under W, and the decoder's spelt out beside it.
        Project project = tiedAutoencoder(6, 3);
        project.training.arms = {tiedArm};
        const QTemporaryDir folder;
        const std::filesystem::path place = folder.path().toStdString();
        const auto trainer = Trainer::create(project, randomDataset(40, 6, 2)).value();
        trainer->advance(3, std::chrono::hours(1));
        QVERIFY(trainer->writeCheckpoint(place).has_value());
        const auto addAlias = [&](const std::filesystem::path& path, SafetensorsFile file) {
            const std::vector<float>& W = *findTensor(file, "W")->floats();
            std::vector<float> decoder(18);
            for (std::size_t row = 0; row < 6; ++row) {
                for (std::size_t column = 0; column < 3; ++column)
                    decoder[row * 3 + column] = W[column * 6 + row];
            }
            decoder[7] += off;
            file.tensors.push_back({"decoder.weight", Shape{6, 3}, decoder});
            return writeFileAtomically(path, encodeSafetensors(file)).has_value();
        };
        const std::filesystem::path checkpoint = place / "tied.checkpoint.safetensors";
        QVERIFY(addAlias(checkpoint, decodeSafetensors(readFile(checkpoint, 1'000'000).value(), "checkpoint").value()));
        const auto resumed = Trainer::resume(project, randomDataset(40, 6, 2), place);
        QCOMPARE(resumed.has_value(), taken);
        SafetensorsFile weights;
        for (const ParameterValues& parameter : trainer->weights(tiedArm).parameters)
            weights.tensors.push_back({parameter.name, parameter.shape, parameter.values});
        QVERIFY(addAlias(place / "tied.safetensors", weights));
        const auto read = readTrained(place, project, tiedArm);
        QCOMPARE(read.has_value(), taken);
        if (taken) {
            QVERIFY(read->weights == trainer->weights(tiedArm));
            return;
        }
        for (const Error& error : {resumed.error(), read.error()}) {
            QVERIFY2(error.what.find("\"decoder.weight\" reads \"W\", and their values differ: number 8") !=
                         std::string::npos,
                     error.oneLine().c_str());
            QVERIFY(!error.mend.empty());
        }
    }

    void aTwinThroughViewsStartsFromTheSameLossToTheLastBit()
    {
        const auto trainer = trainerOf(projectOfViews());
        QVERIFY(trainer->twinCheck().has_value());
        QVERIFY(trainer->twinCheck()->identical);
        trainer->advance(5, std::chrono::hours(1));
        QVERIFY(trainer->weights(tiedArm).parameters.front().values !=
                trainer->weights(untiedArm).parameters.front().values);
    }

private:
    static Numbers transposed(const Numbers& matrix, std::size_t rows, std::size_t columns)
    {
        Numbers result(matrix.size());
        for (std::size_t row = 0; row < rows; ++row) {
            for (std::size_t column = 0; column < columns; ++column)
                result[column * rows + row] = matrix[row * columns + column];
        }
        return result;
    }
};

LIGATURE_GUILESS_TEST(TiedStepsTest)

} // namespace test_tied_steps

#include "test_tied_steps.moc"
