// SPDX-License-Identifier: GPL-3.0-or-later
#include <QRegularExpression>
#include <QSet>
#include <QTest>

#include "core/export/code/function_library.h"
#include "core/export/exporter.h"
#include "core/layers/layer_type.h"
#include "core/report/untrained.h"
#include "core/views/view.h"
#include "tests/support/example_networks.h"
#include "tests/support/test_program.h"

namespace ligature {
std::span<const CodeFile> matlabFiles();
}

namespace test_r_and_matlab {

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
    void namesThatAreNoFunctionsOfMatlabAreRefused_data();
    void namesThatAreNoFunctionsOfMatlabAreRefused();
    void longNamesStayApartInMatlab();
    void matlabsCodeIsPlainMatlab_data();
    void matlabsCodeIsPlainMatlab();
};

namespace {

ExportRequest autoencoder()
{
    Project project = tiedAutoencoder(6, 3);
    project.name = "Small autoencoder";
    return untrained(project, tiedArm).value();
}

QString codeOf(const QString& format, const ExportRequest& request)
{
    return QString::fromStdString(findExporter(format.toStdString())->preview(request).value());
}

void addFormats()
{
    QTest::addColumn<QString>("format");
    QTest::newRow("R") << "r";
    QTest::newRow("MATLAB") << "matlab";
}

/// A line of MATLAB without what is in quotes and behind a '%'.
QString withoutTextsAndComments(const QString& line)
{
    QString code;
    bool is_text = false;
    for (qsizetype i = 0; i < line.size(); ++i) {
        const bool is_transposed = line[i] == '\'' && i > 0 && line[i - 1] == '.';
        if (line[i] == '\'' && !is_transposed)
            is_text = !is_text;
        else if (line[i] == '%' && !is_text)
            break;
        else if (!is_text)
            code += line[i];
    }
    return code;
}

} // namespace

void TestRAndMatlab::everyLayerAndViewCanBeTaken_data()
{
    addFormats();
}

void TestRAndMatlab::everyLayerAndViewCanBeTaken()
{
    QFETCH(QString, format);
    const Exporter& exporter = *findExporter(format.toStdString());
    for (const LayerType* const type : layerTypes())
        QVERIFY2(exporter.supportsLayer(*type), type->name().c_str());
    for (const ViewType* const type : viewTypes())
        QVERIFY2(exporter.supportsView(*type), type->name().c_str());
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
    QTest::newRow("MATLAB: what is shared, in the help") << "matlab"
                                                         << "%     weights.W (3 × 6) is read by\n"
                                                            "%       encoder.weight\n"
                                                            "%       decoder.weight as Wᵀ\n";
    QTest::newRow("MATLAB: the uses") << "matlab"
                                      << R"(
function outputs = model_predict(weights, features)
pixels = layer_input(features, 6); % output_shape
encoder = layer_dense(pixels, weights.W, weights.encoder_bias, 3); % output_shape
code = layer_tanh(encoder);
decoder_weight = view_transpose(weights.W); % Wᵀ
decoder = layer_dense(code, decoder_weight, weights.decoder_bias, 6); % output_shape
outputs = struct();
outputs.decoder = decoder;
end
)";
}

void TestRAndMatlab::readsTheSharedParameterWhereItIsUsed()
{
    QFETCH(QString, format);
    QFETCH(QString, text);
    const QString code = codeOf(format, autoencoder());
    QVERIFY2(code.contains(text), qPrintable(code.left(3000)));
}

void TestRAndMatlab::aHostileNameStaysInItsTextOrComment()
{
    ExportRequest request = autoencoder();
    request.project_name = "one\ntwo";
    std::string& name = request.weights.parameters.front().name;

    name = "W\"); quit(\"\\ é";
    const QString r = codeOf("r", request);
    QVERIFY(r.startsWith("# one two: "));
    const QString text = "name = \"W\\\"); quit(\\\"\\\\ \\U{0000e9}\", type";
    QVERIFY2(r.contains(text), qPrintable(r.left(2000)));

    name = "W'); exit('";
    const QString matlab = codeOf("matlab", request);
    QVERIFY(matlab.contains("%MODEL  one two: "));
    QVERIFY2(matlab.contains("'W''); exit(''', 'F32'"), qPrintable(matlab.left(2000)));
}

void TestRAndMatlab::namesThatAreNoFunctionsOfMatlabAreRefused_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("better");
    QTest::newRow("a dash") << "my-model.m"
                            << "my_model.m";
    QTest::newRow("a digit first") << "2nd.m"
                                   << "n2nd.m";
    QTest::newRow("a dot") << "net.v2.m"
                           << "net_v2.m";
    QTest::newRow("a word of the language") << "end.m"
                                            << "end_2.m";
    QTest::newRow("a function that the file has") << "layer_dense.m"
                                                  << "layer_dense_2.m";
    QTest::newRow("too long") << QString(64, 'a') + ".m" << QString(63, 'a') + ".m";
}

void TestRAndMatlab::namesThatAreNoFunctionsOfMatlabAreRefused()
{
    QFETCH(QString, file);
    QFETCH(QString, better);
    const Exporter& matlab = *findExporter("matlab");
    const auto refused = matlab.write(autoencoder(), file.toStdString());
    QVERIFY(!refused);
    QCOMPARE(refused.error().where, file.toStdString());
    QCOMPARE(refused.error().mend, "call the file " + better.toStdString());
    QVERIFY(matlab.write(autoencoder(), better.toStdString()));
}

void TestRAndMatlab::longNamesStayApartInMatlab()
{
    ExportRequest request = autoencoder();
    int number = 0;
    for (auto& [id, layer] : request.network.layers)
        layer.name = std::string(90, 'x') + std::to_string(number++);
    const QString code = codeOf("matlab", request);
    const QString body = code.section("function outputs", 1).section("function total", 0, 0);
    const QRegularExpression assignment("^(\\w+) = layer_", QRegularExpression::MultilineOption);
    QSet<QString> names;
    for (auto found = assignment.globalMatch(body); found.hasNext();)
        names.insert(found.next().captured(1));
    QCOMPARE(names.size(), 4);
    for (const QString& name : names)
        QCOMPARE(name.size(), 63);
}

void TestRAndMatlab::matlabsCodeIsPlainMatlab_data()
{
    QTest::addColumn<QString>("code");
    QTest::newRow("a whole export") << codeOf("matlab", autoencoder());
    for (const CodeFile& file : matlabFiles()) {
        QTest::newRow(std::string(file.path).c_str())
            << QString::fromUtf8(file.text.data(), static_cast<qsizetype>(file.text.size()));
    }
}

void TestRAndMatlab::matlabsCodeIsPlainMatlab()
{
    QFETCH(QString, code);
    // What Octave reads and MATLAB does not: other comments, quotes, operators and endings, and indices of a result.
    const QRegularExpression octave("[#\"!]|\\+\\+|--|[-+*/^|&]=|\\bend[a-z_]+|[)}][({]|"
                                    "\\b(printf|puts|until|do|unwind_protect)\\b");
    int functions = 0;
    int ends = 0;
    for (const QString& line : code.split('\n')) {
        const QString bare = withoutTextsAndComments(line);
        QVERIFY2(!octave.match(bare).hasMatch(), qPrintable(line));
        functions += bare.startsWith("function ") ? 1 : 0;
        ends += bare == "end" ? 1 : 0;
    }
    QVERIFY(functions > 0);
    // Where one function of a file ends with "end", all have to.
    QVERIFY(ends >= functions);
}

LIGATURE_APPLESS_TEST(TestRAndMatlab)

} // namespace test_r_and_matlab

#include "test_r_and_matlab.moc"
