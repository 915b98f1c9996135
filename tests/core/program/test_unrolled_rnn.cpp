// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <functional>

#include <QTest>

#include "core/data/data_format.h"
#include "core/program/initial_values.h"
#include "core/program/lower.h"
#include "core/program/program.h"
#include "core/project/examples.h"
#include "core/tying/twin.h"
#include "tests/support/example_networks.h"
#include "tests/support/test_program.h"

namespace test_unrolled_rnn {

using namespace ligature;
using namespace ligature::testing;

namespace {

constexpr std::int64_t batch = 16;

/// A step of the example on its own data, in double precision.
struct Step {
    OperationGraph graph;
    Program<double> program;

    Step(const Network& network, const Dataset& data, const std::function<InitialValues(const OperationGraph&)>& values)
        : graph(lower(network).value()), program(graph, batch, 1)
    {
        const InitialValues drawn = values(graph);
        for (ProgramParameter<double>& parameter : program.parameters())
            store(std::span<const double>(drawn.at(parameter.description.id)), parameter.description, parameter.values);
        for (const GraphInput& input : program.inputs()) {
            const auto& from = input.role == InputRole::Features ? data.features : data.targets;
            const auto buffer = program.inputBuffer(input);
            std::copy_n(from.data(), buffer.size(), buffer.data());
        }
        const StepContext context{batch, true, 0};
        program.forward(context);
        program.backward(context);
    }

    std::vector<double> output(const Network& network, const std::string& layer) const
    {
        const auto buffer = program.valueBuffer(graph.outputs.at({layerNamed(network, layer), "output"}));
        return {buffer.begin(), buffer.end()};
    }

    std::vector<double> gradient(ParameterId id) const
    {
        for (const ProgramParameter<double>& parameter : program.parameters()) {
            if (parameter.description.id == id)
                return {parameter.gradient.begin(), parameter.gradient.end()};
        }
        return {};
    }
};

double largestDifference(const std::vector<double>& a, const std::vector<double>& b)
{
    double largest = a.size() == b.size() ? 0 : HUGE_VAL;
    for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i)
        largest = std::max(largest, std::abs(a[i] - b[i]));
    return largest;
}

} // namespace

/// The example's network unrolled by hand, four uses of one cell, beside the RNN layer that uses it too.
class UnrolledRnnTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_network = loadExample("unrolled-rnn").value().network;
        m_data = loadDataset({"digits", {}, "unit_range"}, {}).value();
    }

    void theStatesAreEqual()
    {
        const Step tied(m_network, m_data, [](const OperationGraph& graph) { return drawInitialValues(graph, 3); });
        const auto unrolled = tied.output(m_network, "h 4");
        QVERIFY(std::ranges::any_of(unrolled, [](double h) { return std::abs(h) > 0.1; }));
        QVERIFY(largestDifference(unrolled, tied.output(m_network, "rnn")) < 1e-14);
        QVERIFY(std::abs(tied.program.loss(0) - tied.program.loss(1)) < 1e-14);
    }

    void case2_theGradientsOfTheUsesAddUpToTheLayers_data()
    {
        QTest::addColumn<QString>("parameter");
        QTest::addColumn<QString>("unrolled");
        QTest::addColumn<QString>("slot");
        QTest::newRow("what reads the input") << "W_ih"
                                              << "input"
                                              << "weight_ih";
        QTest::newRow("what reads the state") << "W_hh"
                                              << "state"
                                              << "weight_hh";
    }
    void case2_theGradientsOfTheUsesAddUpToTheLayers()
    {
        QFETCH(QString, parameter);
        QFETCH(QString, unrolled);
        QFETCH(QString, slot);
        const auto draw = [](const OperationGraph& graph) { return drawInitialValues(graph, 3); };
        const Step tied(m_network, m_data, draw);
        const Twin twin = untie(m_network);
        const Step untied(twin.network, m_data,
                          [&](const OperationGraph&) { return twinValues(draw(tied.graph), tied.graph, twin); });
        const auto gradientOfUse = [&](const std::string& layer, const std::string& used) {
            return untied.gradient(twin.network.ties.at({layerNamed(twin.network, layer), used}).parameter);
        };
        const auto layer = gradientOfUse("rnn", slot.toStdString());
        std::vector<double> sum(layer.size());
        for (int step = 1; step <= 4; ++step) {
            const std::string name = unrolled.toStdString() + " " + std::to_string(step);
            if (!findLayer(twin.network, name))
                continue; // The first step has no state before it.
            const auto use = gradientOfUse(name, "weight");
            QVERIFY(use.size() == sum.size());
            for (std::size_t i = 0; i < sum.size(); ++i)
                sum[i] += use[i];
        }
        QVERIFY(std::ranges::any_of(sum, [](double g) { return std::abs(g) > 1e-3; }));
        QVERIFY(largestDifference(sum, layer) < 1e-14);
        for (std::size_t i = 0; i < sum.size(); ++i)
            sum[i] += layer[i];
        const auto whole = tied.gradient(*findSharedParameter(m_network, parameter.toStdString()));
        QVERIFY(largestDifference(sum, whole) < 1e-14);
    }

private:
    Network m_network;
    Dataset m_data;
};

LIGATURE_GUILESS_TEST(UnrolledRnnTest)

} // namespace test_unrolled_rnn

#include "test_unrolled_rnn.moc"
