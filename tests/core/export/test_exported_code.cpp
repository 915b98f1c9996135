// SPDX-License-Identifier: GPL-3.0-or-later
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include "core/export/exporter.h"
#include "core/export/write_export.h"
#include "core/layers/layer_type.h"
#include "core/network/edits.h"
#include "core/report/untrained.h"
#include "core/views/view.h"
#include "tests/support/example_networks.h"
#include "tests/support/test_program.h"

namespace test_exported_code {

using namespace ligature;
using namespace ligature::testing;

/// Code that is exported to languages: what tests/interop/, which runs it, does not show.
class TestExportedCode : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyLayerAndViewCanBeTakenThere_data();
    void everyLayerAndViewCanBeTakenThere();
    void aSharedParameterIsThereOnceAndReadByAView_data();
    void aSharedParameterIsThereOnceAndReadByAView();
    void aPredictionThatReadsTheTargetIsRefused_data();
    void aPredictionThatReadsTheTargetIsRefused();
    void namesStayNames_data();
    void namesStayNames();
};

namespace {

std::string textOf(const std::string& format, const Project& project)
{
    const auto request = untrained(project, tiedArm);
    if (!request)
        qFatal("%s", request.error().oneLine().c_str());
    const auto files = findExporter(format)->write(*request, "model" + findExporter(format)->extension());
    if (!files)
        qFatal("%s", files.error().oneLine().c_str());
    return files->front().bytes;
}

int count(const std::string& text, const std::string& part)
{
    int found = 0;
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1))
        ++found;
    return found;
}

/// Runs it; what it says where it fails.
QString failure(const QString& program, const QStringList& arguments)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(program, arguments);
    if (!process.waitForFinished(120'000) || process.exitStatus() != QProcess::NormalExit)
        return process.errorString();
    return process.exitCode() == 0 ? QString() : QString::fromUtf8(process.readAll());
}

} // namespace

void TestExportedCode::everyLayerAndViewCanBeTakenThere_data()
{
    QTest::addColumn<QString>("format");
    QTest::newRow("javascript") << "javascript";
    QTest::newRow("sklearn") << "sklearn";
    QTest::newRow("cpp") << "cpp";
}

void TestExportedCode::everyLayerAndViewCanBeTakenThere()
{
    QFETCH(const QString, format);
    const Exporter* const exporter = findExporter(format.toStdString());
    for (const LayerType* const type : layerTypes())
        QVERIFY2(exporter->supportsLayer(*type), type->name().c_str());
    for (const ViewType* const type : viewTypes())
        QVERIFY2(exporter->supportsView(*type), type->name().c_str());
}

void TestExportedCode::aSharedParameterIsThereOnceAndReadByAView_data()
{
    QTest::addColumn<QString>("format");
    QTest::addColumn<QStringList>("lines");
    QTest::newRow("javascript") << "javascript"
                                << QStringList{"  // read by encoder.weight; as Wᵀ by decoder.weight.",
                                               R"(  W: { name: "W", shape: [3, 6] },)",
                                               "    const encoder = denseLayer(pixels, W, encoder_bias);",
                                               "    const decoder_weight = transposeView(W);",
                                               "    const decoder = denseLayer(code, decoder_weight, decoder_bias);",
                                               "    return { decoder };"};
    QTest::newRow("sklearn") << "sklearn"
                             << QStringList{"#     decoder.weight as Wᵀ",
                                            R"(            name="W", shape=(3, 6),)",
                                            "        encoder = layer_dense(pixels, parameters.W, "
                                            "parameters.encoder_bias)",
                                            "        decoder_weight = view_transpose(parameters.W)  # Wᵀ",
                                            "        decoder = layer_dense(code, decoder_weight, "
                                            "parameters.decoder_bias)",
                                            "        return [decoder]"};
    QTest::newRow("cpp") << "cpp"
                         << QStringList{"    /// 3 × 6, read by encoder.weight; as Wᵀ by decoder.weight.",
                                        "    Tensor W;",
                                        "        const Tensor encoder = layers::dense(pixels, W, encoder_bias);",
                                        "        const Tensor decoder_weight = views::transpose(W);",
                                        "        return {decoder};"};
}

void TestExportedCode::aSharedParameterIsThereOnceAndReadByAView()
{
    QFETCH(const QString, format);
    QFETCH(const QStringList, lines);
    const std::string text = textOf(format.toStdString(), tiedAutoencoder(6, 3));
    for (const QString& line : lines)
        QVERIFY2(count(text, QString("\n%1\n").arg(line).toStdString()) == 1,
                 qPrintable(line + " in\n" + QString::fromStdString(text)));
}

void TestExportedCode::aPredictionThatReadsTheTargetIsRefused_data()
{
    QTest::addColumn<QString>("format");
    for (const char* const format : {"pytorch", "keras", "tensorflow", "sklearn", "matlab", "javascript", "cpp", "r"})
        QTest::newRow(format) << format;
}

void TestExportedCode::aPredictionThatReadsTheTargetIsRefused()
{
    QFETCH(const QString, format);
    Project project;
    project.name = "teacher";
    Network& network = project.network;
    const LayerId target = addLayer(network, "target", "told", {{"kind", "values"}, {"shape", Shape{3}}});
    const LayerId dense = addLayer(network, "dense", "output", {{"out_features", std::int64_t{3}}});
    const LayerId loss = addLayer(network, "mean_squared_error", "loss");
    must(link(network, {target, "output"}, {dense, "input"}));
    must(link(network, {dense, "output"}, {loss, "prediction"}));
    must(link(network, {target, "output"}, {loss, "target"}));
    const auto request = untrained(project, tiedArm);
    QVERIFY2(request, request ? "" : request.error().oneLine().c_str());
    const auto files = findExporter(format.toStdString())->write(*request, "model");
    QVERIFY(!files);
    QCOMPARE(files.error().where, std::string("told"));
    QVERIFY2(files.error().what.find("depends on it") != std::string::npos, files.error().oneLine().c_str());
}

void TestExportedCode::namesStayNames_data()
{
    QTest::addColumn<QString>("format");
    QTest::addColumn<QString>("program");
    QTest::addColumn<QString>("arguments");
    // The keys of what it predicts are the layers' names, whatever they are.
    QTest::newRow("javascript")
        << "javascript"
        << "node"
        << "--input-type=module|-e|const { load } = await import(process.argv[1]); const model = await load();"
           "const names = Object.keys(model.predict([1, 2, 3, 4, 5, 6], 1));"
           "if (names.join() !== process.argv[2]) throw new Error(names.join());|%1|%2";
    // Parsed, not run: it stays Python, and the parameter's name one of its texts.
    QTest::newRow("sklearn") << "sklearn"
                             << "python3"
                             << "-c|import ast, sys, urllib.parse; path = urllib.parse.unquote(sys.argv[1])[7:];"
                                "tree = ast.parse(open(path, encoding='utf-8').read());"
                                "names = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)];"
                                "assert sys.argv[2] in names, names|%1|%2";
    QTest::newRow("cpp")
        << "cpp"
        << "g++"
        << "-std=c++17|-Wall|-Wextra|-Wpedantic|-Wshadow|-Werror|-fsyntax-only|-include|%3|-x|c++|/dev/null";
}

void TestExportedCode::namesStayNames()
{
    QFETCH(const QString, format);
    QFETCH(const QString, program);
    QFETCH(const QString, arguments);
    if (QStandardPaths::findExecutable(program).isEmpty()) {
        if (qEnvironmentVariableIsSet("CI"))
            QFAIL("the program is missing");
        QSKIP("the program is not here; ./dev test installs it");
    }
    const QString texts[] = {"*/ \" ' ` ${x} \\",
                             "__proto__",
                             "constructor",
                             "class",
                             "Tensor",
                             "*/ */ /* // \\",
                             "42",
                             QString::fromUtf8("\u202e größer \u2028 ⅓ \u2066"),
                             "%s ?\?/ ?\?' #define",
                             "denseLayer",
                             "std",
                             "NULL",
                             "samples",
                             "predict"};
    for (const QString& name : texts) {
        Project project = tiedAutoencoder(6, 3);
        project.name = name.toStdString();
        Network& network = project.network;
        must(renameLayer(network, layerNamed(network, "decoder"), project.name));
        must(renameLayer(network, layerNamed(network, "encoder"), project.name + " "));
        must(renameParameter(network, network.ties.at(Slot{layerNamed(network, project.name), "weight"}).parameter,
                             project.name));
        const Exporter& exporter = *findExporter(format.toStdString());
        const QTemporaryDir folder;
        const std::string path = folder.filePath("model #1").toStdString() + exporter.extension();
        const auto request = untrained(project, tiedArm);
        QVERIFY2(request.has_value(), request ? "" : request.error().oneLine().c_str());
        const auto written = writeExport(exporter, *request, path);
        QVERIFY2(written.has_value(), written ? "" : written.error().oneLine().c_str());
        QStringList given = arguments.split('|');
        for (QString& argument : given) {
            if (argument == "%1")
                argument = "file://" + QString::fromStdString(path).replace("#", "%23").replace(" ", "%20");
            else if (argument == "%2")
                argument = name;
            else if (argument == "%3")
                argument = QString::fromStdString(path);
        }
        const QString wrong = failure(program, given);
        QVERIFY2(wrong.isEmpty(), qPrintable(name + ": " + wrong));
    }
}

LIGATURE_GUILESS_TEST(TestExportedCode)

} // namespace test_exported_code

#include "test_exported_code.moc"
