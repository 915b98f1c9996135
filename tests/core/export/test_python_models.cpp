// SPDX-License-Identifier: GPL-3.0-or-later
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

#include "core/export/write_export.h"
#include "core/optimization/schedule.h"
#include "core/report/untrained.h"
#include "tests/support/example_networks.h"
#include "tests/support/python.h"
#include "tests/support/test_program.h"

namespace test_python_models {

using namespace ligature;
using namespace ligature::testing;

/// The code for Keras and for TensorFlow, as text; tests/interop runs it.
class TestPythonModels : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theTieIsOneVariableThatTwoLinesRead_data();
    void theTieIsOneVariableThatTwoLinesRead();
    void namesOfAnyKindGiveCodeThatParses_data();
    void namesOfAnyKindGiveCodeThatParses();
    void aProjectThatClipsGradientsIsRefused_data();
    void aProjectThatClipsGradientsIsRefused();
    void aScheduleIsExportedOrRefusedByName_data();
    void aScheduleIsExportedOrRefusedByName();
    void aFactorOfAParameterIsTheOptimizers_data();
    void aFactorOfAParameterIsTheOptimizers();
};

namespace {

void addFormats()
{
    QTest::addColumn<QString>("format");
    QTest::newRow("keras") << "keras";
    QTest::newRow("tensorflow") << "tensorflow";
}

std::string codeOf(const QString& format, const Project& project)
{
    const auto request = untrained(project, tiedArm);
    if (!request)
        qFatal("%s", request.error().oneLine().c_str());
    const auto files = findExporter(format.toStdString())->write(*request, "my model.py");
    if (!files)
        qFatal("%s", files.error().oneLine().c_str());
    return files->front().bytes;
}

} // namespace

void TestPythonModels::theTieIsOneVariableThatTwoLinesRead_data()
{
    QTest::addColumn<QString>("format");
    QTest::addColumn<QString>("variable");
    QTest::newRow("keras") << "keras"
                           << R"(self.W = self.add_weight(name="W", shape=(3, 6), initializer="zeros"))";
    QTest::newRow("tensorflow") << "tensorflow"
                                << R"(self.W = tf.Variable(tensors["W"], name="W"))";
}

void TestPythonModels::theTieIsOneVariableThatTwoLinesRead()
{
    QFETCH(QString, format);
    QFETCH(QString, variable);
    const QString code = QString::fromStdString(codeOf(format, tiedAutoencoder(6, 3)));
    QCOMPARE(code.count(variable), 1);
    QVERIFY(code.contains("    W (3, 6): encoder.weight; decoder.weight as Wᵀ\n"));
    QVERIFY(code.contains(", self.W, self.encoder_bias)\n"));
    QVERIFY(code.contains("decoder_weight = transpose_view(self.W)\n"));
}

void TestPythonModels::namesOfAnyKindGiveCodeThatParses_data()
{
    addFormats();
}

void TestPythonModels::namesOfAnyKindGiveCodeThatParses()
{
    QFETCH(QString, format);
    Project project = tiedAutoencoder(6, 3);
    project.name = R"(a """b""" \N{bell} {tensors} ⅓ */)";
    project.network.layers.at(layerNamed(project.network, "encoder")).name = R"(class"""\)";
    project.network.layers.at(layerNamed(project.network, "decoder")).name = "None";
    // A variable "variables" would hide what a model has.
    for (auto& [id, parameter] : project.network.parameters) {
        if (parameter.name == "W")
            parameter.name = "variables";
    }
    QTemporaryDir folder;
    const QString path = folder.filePath("model.py");
    const auto request = untrained(project, tiedArm);
    QVERIFY(request);
    const auto written = writeExport(*findExporter(format.toStdString()), *request, path.toStdString());
    QVERIFY2(written, written ? "" : written.error().oneLine().c_str());
    const PythonResult result = runPython("core/export/read_python.py", {path});
    QVERIFY2(result.exit_code == 0, result.errors.constData());
    const QJsonObject read = QJsonDocument::fromJson(result.output).object();
    QVERIFY(read["documentation"].toString().startsWith(QString::fromStdString(project.name)));
    QCOMPARE(read["classes"].toArray().last().toString(), "ABNBellTensorsModel");
    QVERIFY(read["attributes"].toArray().contains("variables_"));
    QVERIFY(read["tensors"].toObject().contains(R"(class"""\.bias)"));
    QVERIFY(read["tensors"].toObject().contains("None.bias"));
}

void TestPythonModels::aProjectThatClipsGradientsIsRefused_data()
{
    addFormats();
    QTest::newRow("sklearn") << "sklearn";
}

void TestPythonModels::aProjectThatClipsGradientsIsRefused()
{
    QFETCH(QString, format);
    Project project = tiedAutoencoder(6, 3);
    project.training.gradient_clipping = 0.5;
    const auto request = untrained(project, tiedArm);
    QVERIFY(request.has_value());
    const auto files = findExporter(format.toStdString())->write(*request, "model.py");
    QVERIFY(!files.has_value());
    QVERIFY(files.error().oneLine().find("gradient clipping") != std::string::npos);
}

void TestPythonModels::aScheduleIsExportedOrRefusedByName_data()
{
    QTest::addColumn<QString>("format");
    QTest::addColumn<QString>("schedule");
    QTest::addColumn<bool>("taken");
    for (const char* format : {"pytorch", "keras", "tensorflow", "sklearn"}) {
        for (const ScheduleType* const type : scheduleTypes()) {
            const bool taken = type->name() == "constant" || QLatin1String(format) == QLatin1String("pytorch") ||
                               (QLatin1String(format) == QLatin1String("sklearn") && type->state().empty());
            QTest::addRow("%s to %s", type->name().c_str(), format)
                << format << QString::fromStdString(type->name()) << taken;
        }
    }
}

void TestPythonModels::aScheduleIsExportedOrRefusedByName()
{
    QFETCH(QString, format);
    QFETCH(QString, schedule);
    QFETCH(bool, taken);
    Project project = tiedAutoencoder(6, 3);
    project.training.schedule = schedule.toStdString();
    const auto request = untrained(project, tiedArm);
    QVERIFY(request.has_value());
    const Exporter& exporter = *findExporter(format.toStdString());
    const auto files = exporter.write(*request, "model.py");
    QCOMPARE(files.has_value(), taken);
    QCOMPARE(exporter.preview(*request).has_value(), taken);
    if (taken) {
        const QString code = QString::fromStdString(files->front().bytes);
        QCOMPARE(code.contains(QStringLiteral("schedule_")), schedule != QLatin1String("constant"));
        return;
    }
    const std::string error = files.error().oneLine();
    QVERIFY2(error.find(findScheduleType(schedule.toStdString())->title()) != std::string::npos, error.c_str());
    QVERIFY2(error.find("PyTorch") != std::string::npos, error.c_str());
}

void TestPythonModels::aFactorOfAParameterIsTheOptimizers_data()
{
    addFormats();
}

void TestPythonModels::aFactorOfAParameterIsTheOptimizers()
{
    QFETCH(QString, format);
    Project project = tiedAutoencoder(6, 3);
    project.training.optimizer = "sgd";
    project.training.optimizer_attributes = {{"momentum", 0.9}, {"nesterov", true}};
    for (auto& [id, parameter] : project.network.parameters) {
        if (parameter.name == "W") {
            parameter.learning_rate_factor = 0.25;
            parameter.weight_decay_factor = 0.0;
        }
    }
    const QString code = QString::fromStdString(codeOf(format, project)).simplified();
    QVERIFY(code.contains("learning_rate=0.01, momentum=0.9, nesterov=True, weight_decay=0.0, "
                          R"(rate_factors={"W": 0.25}, decay_factors={"W": 0.0}))"));
}

LIGATURE_GUILESS_TEST(TestPythonModels)

} // namespace test_python_models

#include "test_python_models.moc"
