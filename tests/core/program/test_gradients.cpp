// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include <QTest>

#include "core/layers/layer_type.h"
#include "core/network/analysis.h"
#include "core/network/edits.h"
#include "core/training/gradient_check.h"
#include "core/training/trainer.h"
#include "tests/support/example_networks.h"
#include "tests/support/test_program.h"

namespace test_gradients {

using namespace ligature;
using namespace ligature::testing;

namespace {

constexpr std::int64_t width = 16;

/// features -> a dense for each of its inputs -> the layer -> (flatten, dense ->) a loss.
Project projectAround(const LayerType& type, Attributes attributes)
{
    Project project;
    project.name = type.name();
    project.training.validation_fraction = 0;
    Network& network = project.network;
    const LayerId input = addLayer(network, "input", "features", {{"shape", Shape{width}}});
    const LayerId layer = addLayer(network, type.name(), "layer", attributes);
    const Attributes complete = withDefaults(type.attributes(), attributes);
    const bool is_loss = type.category() == LayerCategory::Loss;
    for (const PortSpec& port : type.inputs(complete)) {
        if (port.name == "target") {
            const bool of_classes = type.name() == "softmax_cross_entropy" || type.name() == "next_token_cross_entropy";
            const LayerId target = of_classes ? addLayer(network, "target", "label")
                                              : addLayer(network, "input", "other", {{"shape", Shape{width}}});
            must(link(network, {target, "output"}, {layer, "target"}));
            continue;
        }
        // One for each, or what compares two values would compare a value with itself.
        const LayerId before = addLayer(network, "dense", "before", {{"out_features", width}});
        must(link(network, {input, "output"}, {before, "input"}));
        must(link(network, {before, "output"}, {layer, port.name}));
    }
    if (is_loss)
        return project;
    const LayerId flat = addLayer(network, "flatten", "flat");
    const LayerId after = addLayer(network, "dense", "after", {{"out_features", width}});
    const LayerId loss = addLayer(network, "mean_squared_error", "loss");
    must(link(network, {layer, "output"}, {flat, "input"}));
    must(link(network, {flat, "output"}, {after, "input"}));
    must(link(network, {after, "output"}, {loss, "prediction"}));
    must(link(network, {input, "output"}, {loss, "target"}));
    return project;
}

Attributes shapeOfWidth(const LayerType& type)
{
    return type.name() == "reshape" ? Attributes{{"shape", Shape{4, 4}}} : Attributes{};
}

/// Whether the layer looks something up by what is computed here.
bool readsIndices(const Project& project)
{
    const auto data = randomDataset(20, width, width);
    const auto obstacles = trainingObstacles(project, data.get());
    return std::ranges::any_of(obstacles, [](const Diagnostic& found) { return found.code == "no-class"; });
}

/// What goes to infinity at 0: differences tell nothing of it there, and its golden cases keep away from it.
bool isSteepAtZero(const LayerType& type)
{
    return type.name() == "reciprocal" || type.name() == "divide" || type.name() == "log";
}

} // namespace

class GradientsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyLayerAgreesWithCentralDifferences_data()
    {
        QTest::addColumn<QString>("type");
        QTest::addColumn<QString>("attribute");
        QTest::addColumn<QString>("choice");
        for (const LayerType* const type : layerTypes()) {
            // Those that a vector cannot feed are checked with their golden cases, as all are: test_golden_layers.
            const Project project = projectAround(*type, shapeOfWidth(*type));
            if (type->category() == LayerCategory::Data || analyse(project.network).hasErrors() ||
                readsIndices(project) || isSteepAtZero(*type))
                continue;
            const QString name = QString::fromStdString(type->name());
            QTest::newRow(type->name().c_str()) << name << QString() << QString();
            for (const AttributeSpec& spec : type->attributes()) {
                for (const AttributeChoice& choice : spec.choices) {
                    QTest::addRow("%s with %s %s", type->name().c_str(), spec.name.c_str(), choice.value.c_str())
                        << name << QString::fromStdString(spec.name) << QString::fromStdString(choice.value);
                }
            }
        }
    }
    void everyLayerAgreesWithCentralDifferences()
    {
        QFETCH(QString, type);
        QFETCH(QString, attribute);
        QFETCH(QString, choice);
        const LayerType& layer = *findLayerType(type.toStdString());
        Attributes attributes = shapeOfWidth(layer);
        if (!attribute.isEmpty())
            attributes.set(attribute.toStdString(), choice.toStdString());
        const auto data = randomDataset(20, width, width);
        const auto check = checkGradients(projectAround(layer, attributes), *data);
        QVERIFY2(check.has_value(), check ? "" : check.error().oneLine().c_str());
        QVERIFY(!check->rows.empty());
        for (const GradientCheckRow& row : check->rows) {
            QVERIFY2(
                row.relative_error < GradientCheck::tolerance,
                qPrintable(QStringLiteral("%1: %2").arg(QString::fromStdString(row.name)).arg(row.relative_error)));
        }
        QVERIFY(check->rows.front().gradient_norm > 1e-6);
    }

    void aTiedAndTransposedWeightAgreesToo()
    {
        const auto check = checkGradients(tiedAutoencoder(10, 6), *randomDataset(20, 10, 3));
        QVERIFY(check.has_value());
        QCOMPARE(check->rows.size(), std::size_t{3}); // W once, and two biases.
        QVERIFY(check->passed());
    }

    void aFactorOnAUsesGradientIsNoError_data()
    {
        QTest::addColumn<double>("first");
        QTest::addColumn<double>("second");
        QTest::addColumn<bool>("hashed");
        QTest::addColumn<int>("rows"); // of W
        QTest::newRow("none") << 1.0 << 1.0 << false << 1;
        QTest::newRow("on one use") << 5.0 << 1.0 << false << 2;
        QTest::newRow("on both") << 0.5 << 3.0 << false << 2;
        QTest::newRow("against the gradient") << 1.0 << -1.0 << false << 2;
        QTest::newRow("that stops it") << 1.0 << 0.0 << false << 2;
        QTest::newRow("that stops all of it") << 0.0 << 0.0 << false << 2;
        QTest::newRow("through views") << 0.25 << 4.0 << true << 2;
    }
    void aFactorOnAUsesGradientIsNoError()
    {
        QFETCH(double, first);
        QFETCH(double, second);
        QFETCH(bool, hashed);
        QFETCH(int, rows);
        Project project = tiedAutoencoder(10, 6);
        Network& network = project.network;
        const Slot encoder{layerNamed(network, "encoder"), "weight"};
        const Slot decoder{layerNamed(network, "decoder"), "weight"};
        if (hashed) {
            const ParameterId weight = *findSharedParameter(network, "W");
            network.parameters.at(weight).shape = Shape{17};
            must(tie(network, weight, encoder, {{"hash", {{"shape", Shape{6, 10}}}}}));
            must(tie(network, weight, decoder,
                     {{"hash", {{"shape", Shape{6, 10}}}}, {"scale", {{"factor", -0.3}}}, {"transpose", {}}}));
        }
        network.ties.at(encoder).gradient_factor = first;
        network.ties.at(decoder).gradient_factor = second;
        const auto check = checkGradients(project, *randomDataset(20, 10, 3));
        QVERIFY2(check.has_value(), check ? "" : check.error().oneLine().c_str());
        QCOMPARE(static_cast<int>(check->rows.size()), rows + 2);
        for (const GradientCheckRow& row : check->rows)
            QVERIFY2(row.relative_error < GradientCheck::tolerance, row.name.c_str());
        if (rows == 1)
            return;
        QCOMPARE(check->rows.back().name, std::string("W, each use times its gradient_factor"));
        QCOMPARE(check->rows.back().gradient_norm > 0, first != 0 || second != 0);
    }

    void aWrongGradientIsNoticed()
    {
        GradientCheck check;
        check.rows.push_back({.name = "W", .checked = 1, .relative_error = 2e-6, .gradient_norm = 1});
        QVERIFY(!check.passed());
    }
};

LIGATURE_GUILESS_TEST(GradientsTest)

} // namespace test_gradients

#include "test_gradients.moc"
