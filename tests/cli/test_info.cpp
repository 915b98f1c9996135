// SPDX-License-Identifier: GPL-3.0-or-later
#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

#include "tests/cli/program.h"
#include "tests/support/test_program.h"

namespace test_info {

using namespace ligature::testing;

class TestInfo : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void jsonHasTheKeysOfTheContract()
    {
        const QJsonObject info = infoOf("tied-autoencoder-digits");
        QCOMPARE(info.keys(),
                 QStringList({"counts", "diagnostics", "layers", "name", "parameters", "state", "training"}));
        QCOMPARE(info["training"]["schedule"]["type"].toString(), "constant");
        QCOMPARE(info["name"].toString(), "Tied autoencoder on handwritten digits");
        for (const QJsonValue layer : info["layers"].toArray())
            QCOMPARE(layer.toObject().keys(), QStringList({"id", "input_shapes", "name", "output_shapes", "type"}));
        for (const QJsonValue parameter : info["parameters"].toArray()) {
            QCOMPARE(parameter.toObject().keys(),
                     QStringList({"gradient_bytes", "id", "name", "optimizer_bytes", "saved_values", "shape",
                                  "trainable", "untied_values", "uses", "values", "weight_bytes"}));
            for (const QJsonValue use : parameter["uses"].toArray())
                QCOMPARE(use.toObject().keys(), QStringList({"flops_per_sample", "layer", "slot", "values", "view"}));
        }
        for (const char* variant : {"tied", "untied"}) {
            QCOMPARE(info["counts"][variant].toObject().keys(),
                     QStringList({"flops_per_sample", "gradient_bytes", "optimizer_bytes", "parameters", "trainable",
                                  "weight_bytes"}));
        }
    }

    void countsEachStorageOnce_data()
    {
        QTest::addColumn<int>("tied");
        QTest::addColumn<int>("untied");
        QTest::newRow("tied-autoencoder-digits") << 2144 << 4192;
        QTest::newRow("tied-autoencoder-fashion") << 784 * 256 + 256 + 784 << 2 * 784 * 256 + 256 + 784;
        QTest::newRow("digits-classifier") << 64 * 32 + 32 + 32 * 10 + 10 << 64 * 32 + 32 + 32 * 10 + 10;
        QTest::newRow("fashion-classifier") << 784 * 128 + 128 + 1290 << 784 * 128 + 128 + 1290;
    }
    void countsEachStorageOnce()
    {
        QFETCH(const int, tied);
        QFETCH(const int, untied);
        const QJsonObject counts = infoOf(QTest::currentDataTag())["counts"].toObject();
        QCOMPARE(counts["tied"]["parameters"].toInt(), tied);
        QCOMPARE(counts["untied"]["parameters"].toInt(), untied);
        QCOMPARE(counts["tied"]["weight_bytes"].toInt(), 4 * tied);
        QCOMPARE(counts["untied"]["gradient_bytes"].toInt(), 4 * untied);
    }

    void namesTheUsesOfASharedParameterAndTheirViews()
    {
        const QJsonArray parameters = infoOf("tied-autoencoder-digits")["parameters"].toArray();
        QCOMPARE(parameters[0]["name"].toString(), "W");
        QCOMPARE(parameters[0]["shape"].toArray(), QJsonArray({32, 64}));
        const QJsonArray uses = parameters[0]["uses"].toArray();
        QCOMPARE(uses.size(), 2);
        QCOMPARE(uses[0]["view"].toArray(), QJsonArray());
        QCOMPARE(uses[1]["view"].toArray(), QJsonArray({QJsonObject({{"type", "transpose"}})}));
        QCOMPARE(parameters[0]["values"].toInt(), 2048);
        QCOMPARE(parameters[0]["untied_values"].toInt(), 4096);
        QCOMPARE(parameters[0]["saved_values"].toInt(), 2048);
        QCOMPARE(uses[1]["values"].toInt(), 2048);
        QCOMPARE(uses[1]["flops_per_sample"].toInt(), 2 * 2048);
    }

    void aNetworkWithAnErrorIsToldWithItsMend()
    {
        const QString file = writeExample("shared-dense", m_folder.path());
        QJsonObject network = QJsonDocument::fromJson(bytesOf(file))["network"].toObject();
        network["links"] = QJsonArray();
        setInProject(file, {"network"}, network);
        const Outcome outcome = runProgram({"info", file, "--json"});
        QCOMPARE(outcome.code, 0);
        const QJsonArray diagnostics = QJsonDocument::fromJson(outcome.output)["diagnostics"].toArray();
        QVERIFY(!diagnostics.isEmpty());
        for (const QJsonValue diagnostic : diagnostics) {
            for (const char* key : {"severity", "code", "message", "mend"})
                QVERIFY2(!diagnostic[key].toString().isEmpty(), key);
            QVERIFY(diagnostic.toObject().contains("layer"));
        }
    }

    void peopleReadTheSame()
    {
        const Outcome outcome = runProgram({"info", writeExample("tied-autoencoder-digits", m_folder.path())});
        QCOMPARE(outcome.code, 0);
        for (const char* text : {"Tied autoencoder", "encoder", "Wᵀ", "32 × 64", "2,144", "4,192", "−48.9 %",
                                 "saved: 8,192 B of weights", "operations a sample"})
            QVERIFY2(outcome.output.contains(text), text);
    }

private:
    QJsonObject infoOf(const QString& example)
    {
        const Outcome outcome = runProgram({"info", writeExample(example, m_folder.path()), "--json"});
        return outcome.code == 0 ? QJsonDocument::fromJson(outcome.output).object() : QJsonObject();
    }

    QTemporaryDir m_folder;
};

LIGATURE_GUILESS_TEST(TestInfo)

} // namespace test_info

#include "test_info.moc"
