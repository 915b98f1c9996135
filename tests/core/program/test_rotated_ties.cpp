// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <QTest>

#include "core/network/edits.h"
#include "core/program/initial_values.h"
#include "core/program/lower.h"
#include "core/program/program.h"
#include "core/tying/twin.h"
#include "tests/support/example_networks.h"
#include "tests/support/test_program.h"

namespace test_rotated_ties {

using namespace ligature;
using namespace ligature::testing;

// Case 18 of the field's list of what a tie means: one kernel in four rotations, the lifting of a four-fold group
// convolution (Cohen and Welling 2016).

namespace {

constexpr std::int64_t side = 7;
constexpr std::int64_t inputs = 2;
constexpr std::int64_t channels = 3;
constexpr std::int64_t batch = 4;
constexpr int rotations = 4;

using Values = std::vector<double>;

std::string rotatedName(int turns)
{
    return "rotated" + std::to_string(turns);
}

/// picture -> four convolutions with K and its three rotations -> their sum -> mean squared error.
Network lifting()
{
    Network network;
    const LayerId picture = addLayer(network, "input", "picture", {{"shape", Shape{inputs, side, side}}});
    const LayerId sum = addLayer(network, "add", "sum", {{"inputs", std::int64_t{rotations}}});
    for (int turns = 0; turns < rotations; ++turns) {
        const LayerId layer = addLayer(network, "conv2d", rotatedName(turns),
                                       {{"out_channels", channels}, {"padding", Shape{1}}, {"bias", false}});
        must(link(network, {picture, "output"}, {layer, "input"}));
        must(link(network, {layer, "output"}, {sum, "input" + std::to_string(turns + 1)}));
    }
    const ParameterId kernel = shareSlot(network, {layerNamed(network, rotatedName(0)), "weight"}, "K");
    for (int turns = 1; turns < rotations; ++turns) {
        must(tie(network, kernel, {layerNamed(network, rotatedName(turns)), "weight"},
                 {ViewStep{"rotate90", {{"turns", std::int64_t{turns}}}}}));
    }
    const LayerId target = addLayer(network, "target", "target",
                                    {{"kind", std::string("values")}, {"shape", Shape{channels, side, side}}});
    const LayerId loss = addLayer(network, "mean_squared_error", "loss");
    must(link(network, {sum, "output"}, {loss, "prediction"}));
    must(link(network, {target, "output"}, {loss, "target"}));
    return network;
}

Values ramp(std::int64_t count, double rate)
{
    Values values(static_cast<std::size_t>(count));
    for (std::size_t i = 0; i < values.size(); ++i)
        values[i] = std::sin(static_cast<double>(i) * rate) + 0.1;
    return values;
}

/// Each plane of size x size turned by a quarter against the clock, as torch.rot90: out[i][j] = in[j][size - 1 - i].
Values turned(const Values& planes, std::size_t size)
{
    Values out(planes.size());
    for (std::size_t plane = 0; plane < planes.size(); plane += size * size) {
        for (std::size_t i = 0; i < size; ++i) {
            for (std::size_t j = 0; j < size; ++j)
                out[plane + i * size + j] = planes[plane + j * size + size - 1 - i];
        }
    }
    return out;
}

double largestDifference(const Values& a, const Values& b)
{
    double largest = a.size() == b.size() && !a.empty() ? 0 : std::numeric_limits<double>::infinity();
    for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i)
        largest = std::max(largest, std::abs(a[i] - b[i]));
    return largest;
}

class Run {
public:
    Run(const Network& network, const InitialValues* values)
        : m_network(network), m_graph(lower(network).value()),
          m_program(std::make_unique<Program<double>>(m_graph, batch, 1)),
          m_values(values == nullptr ? drawInitialValues(m_graph, 3) : *values)
    {
        for (ProgramParameter<double>& parameter : m_program->parameters())
            store(std::span<const double>(m_values.at(parameter.description.id)), parameter.description,
                  parameter.values);
    }

    /// @return the loss
    double step(const Values& picture)
    {
        for (const GraphInput& input : m_program->inputs()) {
            const std::span<double> buffer = m_program->inputBuffer(input);
            std::ranges::copy(input.role == InputRole::Features ? picture
                                                                : ramp(static_cast<std::int64_t>(buffer.size()), 0.3),
                              buffer.begin());
        }
        const StepContext context{batch, true, 0};
        const double loss = m_program->forward(context);
        m_program->backward(context);
        return loss;
    }
    [[nodiscard]] Values output(const std::string& layer) const
    {
        const auto buffer = m_program->valueBuffer(m_graph.outputs.at({layerNamed(m_network, layer), "output"}));
        return {buffer.begin(), buffer.end()};
    }
    /// Of what the layer's weight reads.
    [[nodiscard]] Values weightGradient(const std::string& layer) const
    {
        const ParameterId id = m_network.ties.at({layerNamed(m_network, layer), "weight"}).parameter;
        for (const ProgramParameter<double>& parameter : std::as_const(*m_program).parameters()) {
            if (parameter.description.id == id)
                return {parameter.gradient.begin(), parameter.gradient.end()};
        }
        return {};
    }
    [[nodiscard]] const OperationGraph& graph() const { return m_graph; }
    [[nodiscard]] const InitialValues& values() const { return m_values; }

private:
    Network m_network;
    OperationGraph m_graph;
    std::unique_ptr<Program<double>> m_program;
    InitialValues m_values;
};

} // namespace

class RotatedTiesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void case18_theGradientIsTheSumOfThoseOfTheUsesTurnedBack()
    {
        const Network network = lifting();
        Run tied(network, nullptr);
        const Twin twin = untie(network);
        const InitialValues copies = twinValues(tied.values(), tied.graph(), twin);
        Run untied(twin.network, &copies);
        const Values picture = ramp(batch * inputs * side * side, 0.7);
        QCOMPARE(tied.step(picture), untied.step(picture)); // To the last bit.

        Values sum(static_cast<std::size_t>(channels * inputs * 9));
        for (int turns = 0; turns < rotations; ++turns) {
            Values gradient = untied.weightGradient(rotatedName(turns));
            QVERIFY(largestDifference(gradient, Values(gradient.size())) > 1e-3);
            for (int turn = 0; turn < (rotations - turns) % rotations; ++turn)
                gradient = turned(gradient, 3);
            std::ranges::transform(sum, gradient, sum.begin(), std::plus<>());
        }
        QVERIFY(largestDifference(tied.weightGradient(rotatedName(0)), sum) < 1e-12);
    }

    void case18_theLiftingIsEquivariant()
    {
        Run run(lifting(), nullptr);
        const Values picture = ramp(batch * inputs * side * side, 0.7);
        run.step(picture);
        std::vector<Values> upright;
        for (int turns = 0; turns < rotations; ++turns)
            upright.push_back(run.output(rotatedName(turns)));
        const Values sum = run.output("sum");

        // A turned picture turns every map, and moves it on to the next rotation.
        run.step(turned(picture, side));
        for (int turns = 0; turns < rotations; ++turns) {
            const Values& before = upright[static_cast<std::size_t>((turns + rotations - 1) % rotations)];
            QVERIFY(largestDifference(run.output(rotatedName(turns)), turned(before, side)) < 1e-11);
        }
        QVERIFY(largestDifference(run.output("sum"), turned(sum, side)) < 1e-11);
        QVERIFY(largestDifference(run.output("sum"), sum) > 0.1);
    }
};

LIGATURE_GUILESS_TEST(RotatedTiesTest)

} // namespace test_rotated_ties

#include "test_rotated_ties.moc"
