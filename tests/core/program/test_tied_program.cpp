// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include <QTest>

#include "core/network/edits.h"
#include "core/program/initial_values.h"
#include "core/program/lower.h"
#include "core/program/program.h"
#include "core/training/optimizer_state.h"
#include "core/tying/twin.h"
#include "tests/support/example_networks.h"
#include "tests/support/test_program.h"

namespace test_tied_program {

using namespace ligature;
using namespace ligature::testing;

// Numbers in the names are those of the test cases in the field's list of what a tie means.

namespace {

struct Compiled {
    OperationGraph graph;
    std::unique_ptr<Program<double>> program;

    explicit Compiled(const Network& network, std::int64_t batch = 8)
        : graph(lower(network).value()), program(std::make_unique<Program<double>>(graph, batch, 1))
    {
    }
    void setValues(const InitialValues& values)
    {
        for (ProgramParameter<double>& parameter : program->parameters())
            store(std::span<const double>(values.at(parameter.description.id)), parameter.description,
                  parameter.values);
    }
    void setInputs(const std::vector<double>& values)
    {
        for (const GraphInput& input : program->inputs())
            std::ranges::copy(values, program->inputBuffer(input).begin());
    }
    double run(std::int64_t batch)
    {
        const StepContext context{batch, true, 0};
        const double loss = program->forward(context);
        program->backward(context);
        return loss;
    }
    std::vector<double> gradient(ParameterId id) const
    {
        for (const ProgramParameter<double>& parameter : std::as_const(*program).parameters()) {
            if (parameter.description.id != id)
                continue;
            std::vector<double> ordered(parameter.gradient.size());
            fetch(std::span<const double>(parameter.gradient), parameter.description, std::span<double>(ordered));
            return ordered;
        }
        return {};
    }
};

std::vector<double> ramp(std::size_t count)
{
    std::vector<double> values(count);
    for (std::size_t i = 0; i < count; ++i)
        values[i] = std::sin(static_cast<double>(i) * 0.7) + 0.1;
    return values;
}

/// y = w (w x) for one number, its loss the mean of (y - 0)^2 is not a plain sum, so the loss here is the mean squared
/// error against 0 of a scaled input; the gradient by hand is in the test.
struct TwoScales {
    Network network;
    ParameterId shared;
    TwoScales()
    {
        const LayerId input = addLayer(network, "input", "x", {{"shape", Shape{1}}});
        const LayerId first = addLayer(network, "scale", "first");
        const LayerId second = addLayer(network, "scale", "second");
        const LayerId loss = addLayer(network, "mean_squared_error", "loss");
        must(link(network, {input, "output"}, {first, "input"}));
        must(link(network, {first, "output"}, {second, "input"}));
        must(link(network, {second, "output"}, {loss, "prediction"}));
        must(link(network, {input, "output"}, {loss, "target"}));
        shared = shareSlot(network, {first, "scale"}, "w");
        must(tie(network, shared, {second, "scale"}));
    }
};

} // namespace

class TiedProgramTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void case1_theTiedGradientIsTheSumOfTheTwinsEachPulledBack()
    {
        const Project project = tiedAutoencoder(7, 4);
        const Twin twin = untie(project.network);
        Compiled tied(project.network);
        Compiled untied(twin.network);
        const InitialValues values = drawInitialValues(tied.graph, 3);
        tied.setValues(values);
        untied.setValues(twinValues(values, tied.graph, twin));
        tied.setInputs(ramp(7 * 8));
        untied.setInputs(ramp(7 * 8));
        QCOMPARE(tied.run(8), untied.run(8)); // To the last bit.

        const ParameterId shared = *findSharedParameter(project.network, "W");
        const ParameterId encoder = twin.network.ties.at({layerNamed(twin.network, "encoder"), "weight"}).parameter;
        const ParameterId decoder = twin.network.ties.at({layerNamed(twin.network, "decoder"), "weight"}).parameter;
        const auto g = tied.gradient(shared);            // 4 x 7
        const auto g_encoder = untied.gradient(encoder); // 4 x 7
        const auto g_decoder = untied.gradient(decoder); // 7 x 4
        for (std::size_t row = 0; row < 4; ++row) {
            for (std::size_t column = 0; column < 7; ++column) {
                const double sum = g_encoder[row * 7 + column] + g_decoder[column * 4 + row];
                QVERIFY(std::abs(g[row * 7 + column] - sum) < 1e-12);
            }
        }
    }

    void case3_aNumberUsedTwiceHasOneGradient()
    {
        // L = (w w x - x)^2, dL/dw = 2 (w w x - x) 2 w x: for w = 3, x = 2 it is 2 * 16 * 12 = 384.
        const TwoScales scales;
        Compiled compiled(scales.network, 1);
        compiled.setValues({{scales.shared, {3.0}}});
        compiled.setInputs({2.0});
        QCOMPARE(compiled.run(1), 256.0);
        QCOMPARE(compiled.gradient(scales.shared), std::vector<double>{384.0});
    }

    void case3to6_oneStepHowEverManyUses_data()
    {
        QTest::addColumn<QString>("optimizer");
        QTest::addColumn<double>("rate");
        QTest::addColumn<double>("decay");
        QTest::addColumn<double>("expected");
        // w = 3, gradient 384.
        QTest::newRow("SGD") << "sgd" << 0.001 << 0.0 << 3 - 0.001 * 384;
        QTest::newRow("SGD with decay") << "sgd" << 0.001 << 0.5 << 3 - 0.001 * (384 + 0.5 * 3);
        QTest::newRow("Adam steps by its rate") << "adam" << 0.1 << 0.0 << 2.9;
        QTest::newRow("AdamW decays the weight once") << "adamw" << 0.1 << 0.5 << 3 * (1 - 0.1 * 0.5) - 0.1;
    }
    void case3to6_oneStepHowEverManyUses()
    {
        QFETCH(QString, optimizer);
        QFETCH(double, rate);
        QFETCH(double, decay);
        QFETCH(double, expected);
        const TwoScales scales;
        Compiled compiled(scales.network, 1);
        compiled.setValues({{scales.shared, {3.0}}});
        compiled.setInputs({2.0});
        compiled.run(1);
        TrainingSettings settings;
        settings.optimizer = optimizer.toStdString();
        settings.optimizer_attributes = {{"learning_rate", rate}, {"weight_decay", decay}};
        OptimizerState<double> state(*compiled.program, settings);
        QCOMPARE(state.states().size(), std::size_t{1});
        state.step();
        QVERIFY(std::abs(compiled.program->parameters()[0].values[0] - expected) < 1e-8);
    }

    void case14_aFrozenParameterPassesGradientsOnButHasNone()
    {
        Project project = tiedAutoencoder(5, 3);
        const ParameterId shared = *findSharedParameter(project.network, "W");
        project.network.parameters.at(shared).trainable = false;
        Compiled compiled(project.network);
        compiled.setValues(drawInitialValues(compiled.graph, 1));
        compiled.setInputs(ramp(5 * 8));
        compiled.run(8);
        QVERIFY(compiled.gradient(shared).empty());
        const Slot bias{layerNamed(project.network, "encoder"), "bias"};
        const auto g = compiled.gradient(project.network.ties.at(bias).parameter);
        QVERIFY(std::ranges::any_of(g, [](double v) { return std::abs(v) > 1e-9; }));
    }

    void case15_aStoppedUseAddsNothing()
    {
        Project project = tiedAutoencoder(5, 3);
        const ParameterId shared = *findSharedParameter(project.network, "W");
        const Slot decoder{layerNamed(project.network, "decoder"), "weight"};
        const auto gradientWith = [&](double factor) {
            project.network.ties.at(decoder).gradient_factor = factor;
            Compiled compiled(project.network);
            compiled.setValues(drawInitialValues(compiled.graph, 1));
            compiled.setInputs(ramp(5 * 8));
            compiled.run(8);
            return compiled.gradient(shared);
        };
        const auto whole = gradientWith(1.0);
        const auto stopped = gradientWith(0.0);
        const auto doubled = gradientWith(2.0);
        for (std::size_t i = 0; i < whole.size(); ++i)
            QVERIFY(std::abs((doubled[i] - whole[i]) - (whole[i] - stopped[i])) < 1e-12);
        QVERIFY(whole != stopped);
    }

    void aParameterWithoutAUseHasNoGradient()
    {
        Project project = tiedAutoencoder(5, 3);
        const ParameterId lonely = addSharedParameter(project.network, "lonely");
        project.network.parameters.at(lonely).shape = Shape{5};
        Compiled compiled(project.network);
        compiled.setValues(drawInitialValues(compiled.graph, 1));
        QVERIFY(compiled.gradient(lonely).empty());
    }

    void everyBufferBeginsAtACacheLine()
    {
        Compiled compiled(tiedAutoencoder(5, 3).network);
        for (std::size_t value = 0; value < compiled.graph.values.size(); ++value) {
            const auto data = compiled.program->valueBuffer(static_cast<ValueIndex>(value)).data();
            QCOMPARE(reinterpret_cast<std::uintptr_t>(data) % bufferAlignment, std::uintptr_t{0});
        }
    }
};

LIGATURE_GUILESS_TEST(TiedProgramTest)

} // namespace test_tied_program

#include "test_tied_program.moc"
