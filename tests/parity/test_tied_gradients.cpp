// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>

#include <QTest>

#include "core/program/lower.h"
#include "core/program/program.h"
#include "core/tying/twin.h"
#include "tests/parity/random_network.h"
#include "tests/support/test_program.h"

namespace test_tied_gradients {

using namespace ligature;
using namespace ligature::parity;

namespace {

using Tensors = std::map<ParameterId, std::vector<double>>;

struct Run {
    double loss = 0;
    Tensors gradients; ///< row-major over the parameter's shape; only where there is one
    std::map<ParameterId, Shape> shapes;
};

Run run(const RandomCase& drawn, const OperationGraph& graph, const InitialValues& values)
{
    Program<double> program(graph, drawn.batch, 1);
    for (ProgramParameter<double>& parameter : program.parameters())
        store<double, double>(values.at(parameter.description.id), parameter.description, parameter.values);
    for (const GraphInput& input : program.inputs())
        std::ranges::copy(input.role == InputRole::Features ? drawn.features : drawn.targets,
                          program.inputBuffer(input).begin());
    const StepContext context{drawn.batch, drawn.training, 0};
    Run result;
    result.loss = program.forward(context);
    program.backward(context);
    for (const ProgramParameter<double>& parameter : program.parameters()) {
        const GraphParameter& description = parameter.description;
        result.shapes[description.id] = description.shape;
        if (parameter.gradient.empty())
            continue;
        std::vector<double>& ordered = result.gradients[description.id];
        ordered.resize(parameter.gradient.size());
        fetch(std::span<const double>(parameter.gradient), description, std::span<double>(ordered));
    }
    return result;
}

OperationGraph graphOf(const Network& network)
{
    const Result<OperationGraph> graph = lower(network);
    if (!graph)
        qFatal("%s", graph.error().oneLine().c_str());
    return *graph;
}

double largest(const std::vector<double>& values)
{
    double most = 0;
    for (const double value : values)
        most = std::max(most, std::abs(value));
    return most;
}

} // namespace

/// On random networks of all layer types, with random ties through random views.
class TiedGradientsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aTiedGradientIsTheSumOfTheTwinsPulledBackThroughTheirViews_data()
    {
        QTest::addColumn<quint64>("seed");
        for (quint64 seed = 1; seed <= 300; ++seed)
            QTest::addRow("seed %llu", seed) << seed;
    }
    void aTiedGradientIsTheSumOfTheTwinsPulledBackThroughTheirViews()
    {
        QFETCH(quint64, seed);
        const RandomCase drawn = randomCase(seed);
        const OperationGraph graph = graphOf(drawn.network);
        const Run tied = run(drawn, graph, drawn.values);
        QVERIFY(std::isfinite(tied.loss));
        const Twin twin = untie(drawn.network);
        const Run untied = run(drawn, graphOf(twin.network), twinValues(drawn.values, graph, twin));
        QCOMPARE(untied.loss, tied.loss); // To the last bit.

        Tensors sums;
        for (const auto& [copy, source] : twin.sources) {
            const auto gradient = untied.gradients.find(copy);
            if (gradient == untied.gradients.end())
                continue;
            const Shape& own = tied.shapes.at(source.parameter);
            std::vector<double>& sum = sums[source.parameter];
            sum.resize(static_cast<std::size_t>(own.elementCount()));
            const LinearRead how = read(source.view, own);
            for (std::size_t i = 0; i < how.index.size(); ++i) {
                const double coefficient = how.coefficient.empty() ? 1.0 : how.coefficient[i];
                sum[static_cast<std::size_t>(how.index[i])] += coefficient * gradient->second[i];
            }
        }
        for (const auto& [id, gradient] : tied.gradients) {
            const std::vector<double>& sum = sums[id];
            QCOMPARE(sum.size(), gradient.size());
            const double scale = std::max({largest(gradient), largest(sum), 1e-3});
            for (std::size_t i = 0; i < gradient.size(); ++i)
                QVERIFY2(std::abs(gradient[i] - sum[i]) <= 1e-11 * scale, parameterName(drawn.network, id).c_str());
        }
    }

    void mostOfThemTieSomething()
    {
        int tied = 0;
        for (quint64 seed = 1; seed <= 300; ++seed) {
            const Network network = randomCase(seed).network;
            tied += std::ranges::any_of(network.parameters,
                                        [&](const auto& entry) { return usesOf(network, entry.first).size() > 1; });
        }
        QVERIFY2(tied > 100, qPrintable(QString::number(tied)));
    }
};

LIGATURE_GUILESS_TEST(TiedGradientsTest)

} // namespace test_tied_gradients

#include "test_tied_gradients.moc"
