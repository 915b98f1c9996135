// SPDX-License-Identifier: GPL-3.0-or-later
// What tests/interop/onnx cannot show by running models.
#include <algorithm>

#include <QTest>

#include "core/export/exporter.h"
#include "core/layers/layer_type.h"
#include "core/network/edits.h"
#include "core/onnx/onnx_model.h"
#include "core/project/examples.h"
#include "core/report/untrained.h"
#include "core/views/view.h"
#include "tests/support/example_networks.h"
#include "tests/support/test_program.h"

namespace test_onnx_export {

using namespace ligature;
using namespace ligature::testing;

class TestOnnxExport : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyLayerAndViewCanBeTakenThere();
    void aTransposedTieIsOneInitializerAndNoTranspose();
    void theTieSavesItsWeightInTheFile();
    void outputsAreNamedAfterTheirLayersWhateverElseIsCalledSo();
    void hostileNamesAreKept();
};

namespace {

const Exporter& onnx()
{
    return *findExporter("onnx");
}

std::string bytesOf(const Project& project, ArmId variant)
{
    return onnx().write(untrained(project, variant).value(), "model.onnx").value().front().bytes;
}

OnnxModel modelOf(const Project& project)
{
    return decodeOnnx(bytesOf(project, tiedArm), "model.onnx").value();
}

} // namespace

void TestOnnxExport::everyLayerAndViewCanBeTakenThere()
{
    for (const LayerType* const type : layerTypes())
        QVERIFY2(onnx().supportsLayer(*type), type->name().c_str());
    for (const ViewType* const type : viewTypes())
        QVERIFY2(onnx().supportsView(*type), type->name().c_str());
}

void TestOnnxExport::aTransposedTieIsOneInitializerAndNoTranspose()
{
    const OnnxModel model = modelOf(tiedAutoencoder(6, 3));
    QCOMPARE(model.initializers.size(), std::size_t(3));
    std::vector<std::string> lines;
    for (const OnnxNode& node : model.nodes)
        lines.push_back(toString(node));
    QCOMPARE(lines,
             (std::vector<std::string>{"encoder = Gemm(features, W, encoder.bias) transB=1", "code = Tanh(encoder)",
                                       "decoder = Gemm(code, W, decoder.bias) transB=0"}));
    QVERIFY(model.help.find("W is shared: Read by encoder.weight, decoder.weight as Wᵀ.") != std::string::npos);
}

void TestOnnxExport::theTieSavesItsWeightInTheFile()
{
    const Project project = loadExample("tied-autoencoder-digits").value();
    const std::int64_t saved = static_cast<std::int64_t>(bytesOf(project, untiedArm).size()) -
                               static_cast<std::int64_t>(bytesOf(project, tiedArm).size());
    // The untied project is written down without canvas and description, which differ by less than that.
    QVERIFY2(std::abs(saved - 4 * 64 * 32) < 1024, qPrintable(QString::number(saved)));
}

void TestOnnxExport::outputsAreNamedAfterTheirLayersWhateverElseIsCalledSo()
{
    Project project = tiedAutoencoder(6, 3);
    const LayerId decoder = layerNamed(project.network, "decoder");
    must(renameLayer(project.network, layerNamed(project.network, "encoder"), "features"));
    must(renameLayer(project.network, decoder, "W"));
    const OnnxModel model = modelOf(project);
    QCOMPARE(model.inputs.front().name, std::string("features"));
    QCOMPARE(model.outputs.front().name, std::string("W"));
    std::vector<std::string> made = {"features"};
    for (const auto& initializer : model.initializers)
        made.push_back(initializer.tensor.name);
    for (const OnnxNode& node : model.nodes) {
        for (const std::string& input : node.inputs)
            QVERIFY2(std::ranges::find(made, input) != made.end(), input.c_str());
        for (const std::string& output : node.outputs) {
            QVERIFY2(std::ranges::find(made, output) == made.end(), output.c_str());
            made.push_back(output);
        }
    }
    QVERIFY(std::ranges::find(made, "W") != made.end());
}

void TestOnnxExport::hostileNamesAreKept()
{
    Project project = tiedAutoencoder(6, 3);
    const std::string name = R"("; */ \0 %s ⅓ ')";
    project.name = name;
    must(renameLayer(project.network, layerNamed(project.network, "decoder"), name));
    const OnnxModel model = modelOf(project);
    QCOMPARE(model.name, name);
    QCOMPARE(model.outputs.front().name, name);
}

LIGATURE_APPLESS_TEST(TestOnnxExport)

} // namespace test_onnx_export

#include "test_onnx_export.moc"
