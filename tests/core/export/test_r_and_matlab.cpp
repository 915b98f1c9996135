// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "core/export/exporter.h"
#include "core/layers/layer_type.h"
#include "core/report/untrained.h"
#include "core/views/view.h"
#include "tests/support/example_networks.h"

using namespace ligature;
using namespace ligature::testing;

/// What running the exports (tests/interop/r and matlab) does not show.
class TestRAndMatlab : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyLayerAndViewCanBeTaken_data();
    void everyLayerAndViewCanBeTaken();
    void readsTheSharedParameterWhereItIsUsed_data();
    void readsTheSharedParameterWhereItIsUsed();
    void aHostileNameStaysInItsTextOrComment();
};

namespace {

ExportRequest autoencoder()
{
    Project project = tiedAutoencoder(6, 3);
    project.name = "Small autoencoder";
    return untrained(project, Variant::Tied).value();
}

void addFormats()
{
    QTest::addColumn<QString>("format");
    QTest::newRow("R") << "r";
}

const Exporter& exporterOf(const QString& format)
{
    return *findExporter(format.toStdString());
}

} // namespace

void TestRAndMatlab::everyLayerAndViewCanBeTaken_data()
{
    addFormats();
}

void TestRAndMatlab::everyLayerAndViewCanBeTaken()
{
    QFETCH(QString, format);
    for (const LayerType* const type : layerTypes())
        QVERIFY2(exporterOf(format).supportsLayer(*type), type->name().c_str());
    for (const ViewType* const type : viewTypes())
        QVERIFY2(exporterOf(format).supportsView(*type), type->name().c_str());
}

void TestRAndMatlab::readsTheSharedParameterWhereItIsUsed_data()
{
    QTest::addColumn<QString>("format");
    QTest::addColumn<QString>("text");
    QTest::newRow("R: what is shared, in the head") << "r"
                                                    << "#   model$W (3 × 6) is read by\n"
                                                       "#     encoder.weight\n"
                                                       "#     decoder.weight as Wᵀ\n";
    QTest::newRow("R: the uses") << "r"
                                 << R"(
predict_model <- function(model, features) {
  pixels <- layer_input(features, output_shape = 6L)
  encoder <- layer_dense(pixels, weight = model$W, bias = model$encoder_bias)
  code <- layer_tanh(encoder)
  decoder_weight <- view_transpose(model$W) # Wᵀ
  decoder <- layer_dense(code, weight = decoder_weight, bias = model$decoder_bias)
  list(decoder = decoder)
}
)";
}

void TestRAndMatlab::readsTheSharedParameterWhereItIsUsed()
{
    QFETCH(QString, format);
    QFETCH(QString, text);
    const QString code = QString::fromStdString(exporterOf(format).preview(autoencoder()).value());
    QVERIFY2(code.contains(text), qPrintable(code.left(3000)));
}

void TestRAndMatlab::aHostileNameStaysInItsTextOrComment()
{
    ExportRequest request = autoencoder();
    request.project_name = "one\ntwo";
    request.weights.parameters.front().name = "W\"); quit(\"\\ é";
    const QString code = QString::fromStdString(findExporter("r")->preview(request).value());
    QVERIFY(code.startsWith("# one two: "));
    const QString text = "name = \"W\\\"); quit(\\\"\\\\ \\U{0000e9}\", type";
    QVERIFY2(code.contains(text), qPrintable(code.left(2000)));
}

QTEST_APPLESS_MAIN(TestRAndMatlab)
#include "test_r_and_matlab.moc"
