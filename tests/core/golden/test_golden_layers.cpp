// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>

#include <QTest>

#include "core/layers/layer_type.h"
#include "golden_file.h"
#include "tests/support/test_program.h"

namespace test_golden_layers {

using namespace ligature;
using namespace ligature::golden;

namespace {

/// The value that a layer gives out, by "name" or "name:port".
template <typename T>
std::vector<double> outputOf(const Program<T>& program, const OperationGraph& graph, const Port& port,
                             std::int64_t batch)
{
    const auto output = graph.outputs.find(port);
    if (output == graph.outputs.end())
        return {};
    const std::span<const T> buffer = program.valueBuffer(output->second);
    const Shape& shape = graph.values[static_cast<std::size_t>(output->second)].spec.shape;
    return {buffer.begin(), buffer.begin() + batch * shape.elementCount()};
}

Port portOf(const Network& network, const std::string& name)
{
    const std::size_t colon = name.find(':');
    return {findLayer(network, name.substr(0, colon)).value(),
            colon == std::string::npos ? "output" : name.substr(colon + 1)};
}

/// Everything of a case in its program, ready for forward().
template <typename T>
void prepare(Program<T>& program, const Json& golden)
{
    setParameters(program, tensors(golden.at("parameters")));
    setSamples(program, golden.at("features").get<std::vector<double>>(),
               golden.at("targets").get<std::vector<double>>(), 0, golden.at("batch").get<std::int64_t>());
}

StepContext contextOf(const Json& golden)
{
    return {.batch = golden.at("batch").get<std::int64_t>(), .training = golden.at("training").get<bool>(), .step = 1};
}

/// Central differences in double precision over every parameter: the relative error of the whole gradient.
double gradientError(Program<double>& program, const StepContext& context)
{
    program.forward(context);
    program.backward(context);
    double difference = 0;
    double size = 0;
    for (const ProgramParameter<double>& parameter : program.parameters()) {
        for (std::size_t i = 0; i < parameter.gradient.size(); ++i) {
            double& value = parameter.values[i];
            const double kept = value;
            const double h = 1e-5 * std::max(1.0, std::abs(kept));
            value = kept + h;
            const double above = program.forward(context);
            value = kept - h;
            const double below = program.forward(context);
            value = kept;
            const double off = (above - below) / (2 * h) - parameter.gradient[i];
            difference += off * off;
            size += parameter.gradient[i] * parameter.gradient[i];
        }
    }
    return std::sqrt(difference / std::max(size, 1e-30));
}

template <typename T>
void compare(const Json& golden)
{
    const Network net = network(golden.at("network"));
    const OperationGraph operations = graph(net);
    const StepContext context = contextOf(golden);
    // Larger than the batch, so that the rest of the buffers must be left alone.
    Program<T> program(operations, context.batch + 2, 1);
    prepare(program, golden);

    const double loss = program.forward(context);
    const double error = relativeError({loss}, {golden.at("loss").get<double>()});
    QVERIFY2(error < tolerance<T>, qPrintable(QStringLiteral("loss: off by %1").arg(error)));
    QVERIFY(relativeError({program.shownMetric(program.metric(context))}, {golden.at("metric").get<double>()}) < 1e-5);
    for (const auto& [name, expected] : tensors(golden.at("values"))) {
        const auto actual = outputOf(program, operations, portOf(net, name), context.batch);
        const double off = relativeError(actual, expected);
        QVERIFY2(off < tolerance<T>, qPrintable(QStringLiteral("output of %1: off by %2").arg(name.c_str()).arg(off)));
    }

    if (context.training)
        program.updateState(context);
    const Tensors states = tensors(golden.at("states"));
    for (const ProgramParameter<T>& parameter : program.parameters()) {
        if (!parameter.description.state)
            continue;
        const double off =
            relativeError(inOrder<T>(parameter, parameter.values), states.at(parameter.description.name));
        QVERIFY2(off < tolerance<T>, parameter.description.name.c_str());
    }

    program.backward(context);
    const Tensors gradients = tensors(golden.at("gradients"));
    for (const ProgramParameter<T>& parameter : program.parameters()) {
        const std::string& name = parameter.description.name;
        if (!gradients.contains(name)) {
            QVERIFY2(parameter.description.state, name.c_str());
            continue;
        }
        const double off = relativeError(inOrder<T>(parameter, parameter.gradient), gradients.at(name));
        QVERIFY2(off < tolerance<T>,
                 qPrintable(QStringLiteral("gradient of %1: off by %2").arg(name.c_str()).arg(off)));
    }
}

} // namespace

class GoldenLayersTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void layersComputeWhatPyTorchComputes_data()
    {
        QTest::addColumn<int>("row");
        for (std::size_t i = 0; i < layerCases().size(); ++i)
            QTest::newRow(layerCases()[i].at("title").get<std::string>().c_str()) << static_cast<int>(i);
    }
    void layersComputeWhatPyTorchComputes()
    {
        QFETCH(int, row);
        const Json& golden = layerCases()[static_cast<std::size_t>(row)];
        compare<double>(golden);
        compare<float>(golden);
    }

    void gradientsAgreeWithCentralDifferences_data() { layersComputeWhatPyTorchComputes_data(); }
    void gradientsAgreeWithCentralDifferences()
    {
        QFETCH(int, row);
        const Json& golden = layerCases()[static_cast<std::size_t>(row)];
        Program<double> program(graph(network(golden.at("network"))), golden.at("batch").get<std::int64_t>(), 1);
        prepare(program, golden);
        const double off = gradientError(program, contextOf(golden));
        QVERIFY2(off < 1e-6, qPrintable(QStringLiteral("off by %1").arg(off)));
    }

    void everyLayerTypeHasAGoldenRow_data()
    {
        QTest::addColumn<QString>("type");
        for (const LayerType* type : layerTypes())
            QTest::newRow(type->name().c_str()) << QString::fromStdString(type->name());
    }
    void everyLayerTypeHasAGoldenRow()
    {
        QFETCH(QString, type);
        for (const Json& golden : layerCases()) {
            for (const Json& covered : golden.at("covers")) {
                if (covered.get<std::string>() != type.toStdString())
                    continue;
                for (const Json& layer : golden.at("network").at("layers")) {
                    if (layer.at("type") == covered)
                        return;
                }
            }
        }
        QFAIL("add one to a file of tests/golden/families/");
    }

    void everyViewTypeHasAGoldenRow_data()
    {
        QTest::addColumn<QString>("type");
        for (const ViewType* type : viewTypes())
            QTest::newRow(type->name().c_str()) << QString::fromStdString(type->name());
    }
    void everyViewTypeHasAGoldenRow()
    {
        QFETCH(QString, type);
        for (const Json& golden : layerCases()) {
            for (const auto& [slot, tie] : network(golden.at("network")).ties) {
                if (std::ranges::count(tie.view, type.toStdString(), &ViewStep::type) > 0)
                    return;
            }
        }
        QFAIL("add one to a file of tests/golden/families/");
    }
};

LIGATURE_GUILESS_TEST(GoldenLayersTest)

} // namespace test_golden_layers

#include "test_golden_layers.moc"
