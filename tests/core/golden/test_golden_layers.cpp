// SPDX-License-Identifier: GPL-3.0-or-later
#include <set>

#include <QTest>

#include "core/layers/layer_type.h"
#include "golden_file.h"

using namespace ligature;
using namespace ligature::golden;

namespace {

const Json& cases()
{
    static const Json file = readFile("layers.json");
    return file.at("cases");
}

/// The value that a layer gives out: what the last of its operations computes.
template <typename T>
std::vector<double> outputOf(const Program<T>& program, const OperationGraph& graph, LayerId layer, std::int64_t batch)
{
    const auto operation = std::find_if(graph.operations.rbegin(), graph.operations.rend(),
                                        [&](const GraphOperation& o) { return o.layer == layer; });
    if (operation == graph.operations.rend())
        return {};
    const std::span<const T> buffer = program.valueBuffer(operation->output);
    const Shape& shape = graph.values[static_cast<std::size_t>(operation->output)].spec.shape;
    return {buffer.begin(), buffer.begin() + batch * shape.elementCount()};
}

template <typename T>
void compare(const Json& golden)
{
    const Network net = network(golden.at("network"));
    const OperationGraph operations = graph(net);
    const auto batch = golden.at("batch").get<std::int64_t>();
    // Larger than the batch, so that the rest of the buffers must be left alone.
    Program<T> program(operations, batch + 2, 1);
    setParameters(program, tensors(golden.at("parameters")));
    setSamples(program, golden.at("features").get<std::vector<double>>(),
               golden.at("targets").get<std::vector<double>>(), 0, batch);
    const StepContext context{.batch = batch, .training = golden.at("training").get<bool>(), .step = 1};

    const double loss = program.forward(context);
    const double error = relativeError({loss}, {golden.at("loss").get<double>()});
    QVERIFY2(error < tolerance<T>, qPrintable(QStringLiteral("loss: off by %1").arg(error)));
    QVERIFY(relativeError({program.metric(context)}, {golden.at("metric").get<double>()}) < 1e-5);
    for (const auto& [name, expected] : tensors(golden.at("outputs"))) {
        const auto actual = outputOf(program, operations, findLayer(net, name).value(), batch);
        const double off = relativeError(actual, expected);
        QVERIFY2(off < tolerance<T>, qPrintable(QStringLiteral("output of %1: off by %2").arg(name.c_str()).arg(off)));
    }

    program.backward(context);
    const Tensors gradients = tensors(golden.at("gradients"));
    for (const ProgramParameter<T>& parameter : program.parameters()) {
        const std::string& name = parameter.description.name;
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
        for (std::size_t i = 0; i < cases().size(); ++i)
            QTest::newRow(cases()[i].at("title").get<std::string>().c_str()) << static_cast<int>(i);
    }
    void layersComputeWhatPyTorchComputes()
    {
        QFETCH(int, row);
        const Json& golden = cases()[static_cast<std::size_t>(row)];
        compare<double>(golden);
        compare<float>(golden);
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
        for (const Json& golden : cases()) {
            for (const Json& covered : golden.at("covers")) {
                if (covered.get<std::string>() != type.toStdString())
                    continue;
                for (const Json& layer : golden.at("network").at("layers")) {
                    if (layer.at("type") == covered)
                        return;
                }
            }
        }
        QFAIL("add one to tests/golden/networks.py");
    }
};

QTEST_GUILESS_MAIN(GoldenLayersTest)
#include "test_golden_layers.moc"
