// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstring>

#include <QDir>
#include <QDirIterator>
#include <QTemporaryDir>
#include <QTest>

#include "tests/cli/program.h"
#include "tests/support/test_program.h"

namespace test_import {

using namespace ligature::testing;

class TestImport : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void aModelBecomesAProjectThatExportsTheSameBytes();
    void aModelThatCannotBeWrittenLeavesNoWeights();
    void aTrainingGoesOnFromImportedWeights();
    void weightsGoToTheirParametersAndWhatFitsNowhereIsTold();
    void weightsThatAreNoNumbersAreNeitherImportedNorTrainedFrom();
    void whatIsWrongIsOneLineAndChangesNothing_data();
    void whatIsWrongIsOneLineAndChangesNothing();

private:
    [[nodiscard]] QString path(const QString& name) const { return m_folder->filePath(name); }
    /// Every file below the folder, with its bytes.
    [[nodiscard]] QMap<QString, QByteArray> files() const
    {
        QMap<QString, QByteArray> found;
        for (QDirIterator it(m_folder->path(), QDir::Files, QDirIterator::Subdirectories); it.hasNext();) {
            const QString file = it.next();
            found[file] = bytesOf(file);
        }
        return found;
    }
    /// Exports the example in the folder.
    void exportAs(const QString& format, const QString& name)
    {
        const Outcome outcome = runProgram({"export", m_project, "--format", format, "-o", path(name)});
        QVERIFY2(outcome.code == 0, outcome.errors.constData());
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_project;
};

void TestImport::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_project = writeExample("tied-autoencoder-digits", m_folder->path());
}

void TestImport::aModelBecomesAProjectThatExportsTheSameBytes()
{
    exportAs("onnx", "model.onnx");
    const Outcome outcome = runProgram({"import", path("model.onnx"), "-o", path("back.ligature")});
    QVERIFY2(outcome.code == 0, outcome.errors.constData());
    QVERIFY(outcome.output.contains("export --weights"));
    QCOMPARE(bytesOf(path("back.ligature")), bytesOf(m_project));
    const Outcome again = runProgram({"export", path("back.ligature"), "--weights", path("back.runs/imported"),
                                      "--format", "onnx", "-o", path("again.onnx")});
    QVERIFY2(again.code == 0, again.errors.constData());
    QVERIFY(bytesOf(path("again.onnx")) == bytesOf(path("model.onnx")));
}

void TestImport::aModelThatCannotBeWrittenLeavesNoWeights()
{
    exportAs("onnx", "MODEL.ONNX");
    QVERIFY(QDir(m_folder->path()).mkpath("folder.ligature"));
    const auto before = files();
    const Outcome outcome = runProgram({"import", path("MODEL.ONNX"), "-o", path("folder.ligature")});
    QVERIFY(outcome.code != 0);
    QVERIFY2(outcome.errors.contains("is a folder"), outcome.errors.constData());
    QVERIFY(files() == before);
    QVERIFY(!QFile::exists(path("folder.runs")));
}

void TestImport::aTrainingGoesOnFromImportedWeights()
{
    const Outcome trained = runProgram({"train", m_project, "--steps", "20", "--out", path("run")});
    QVERIFY2(trained.code == 0, trained.errors.constData());
    const Outcome outcome = runProgram({"import", path("run/tied.safetensors"), "-o", m_project});
    QVERIFY2(outcome.code == 0, outcome.errors.constData());
    const QString folder = m_project.chopped(9) + ".runs/imported";
    QVERIFY(bytesOf(folder + "/tied.safetensors") == bytesOf(path("run/tied.safetensors")));
    const Outcome on =
        runProgram({"train", m_project, "--resume", folder, "--steps", "5", "--out", path("on"), "--json"});
    QVERIFY2(on.code == 0, on.errors.constData());
    // Before its first step it measures the start, and then goes on from there.
    QList<int> steps;
    for (const QJsonObject& line : jsonLines(on.output)) {
        if (line["event"] == "step" && !steps.contains(line["step"].toInt()))
            steps.append(line["step"].toInt());
    }
    QVERIFY2(!steps.isEmpty() && steps.first() <= 1 && steps.last() == 5, on.output.left(600).constData());
}

void TestImport::weightsGoToTheirParametersAndWhatFitsNowhereIsTold()
{
    const Outcome exported = runProgram({"export", m_project, "--format", "npz", "-o", path("weights.npz")});
    QVERIFY2(exported.code == 0, exported.errors.constData());
    const Outcome outcome = runProgram({"import", path("weights.npz"), "-o", m_project});
    QVERIFY2(outcome.code == 0, outcome.errors.constData());
    QVERIFY2(outcome.output.contains("by name"), outcome.output.constData());
    QVERIFY(!outcome.output.contains("Nothing takes"));
}

void TestImport::weightsThatAreNoNumbersAreNeitherImportedNorTrainedFrom()
{
    // Four bytes of NaN for the first value of what each file holds first.
    const auto broken = [&](const QString& from, const QString& to) {
        QByteArray bytes = bytesOf(from);
        quint64 header = 0;
        std::memcpy(&header, bytes.constData(), sizeof header);
        const quint32 nan = 0x7fc00000;
        std::memcpy(bytes.data() + sizeof header + header, &nan, sizeof nan);
        writeBytes(to, bytes);
    };
    exportAs("safetensors", "whole.safetensors");
    broken(path("whole.safetensors"), path("broken.safetensors"));
    const auto before = files();
    const Outcome refused = runProgram({"import", path("broken.safetensors"), "-o", m_project});
    QCOMPARE(refused.code, 2);
    QVERIFY2(refused.errors.contains("broken.safetensors: \"W\"[0, 0] is NaN"), refused.errors.constData());
    QVERIFY(files() == before);
    QCOMPARE(runProgram({"train", m_project, "--steps", "2", "--out", path("run")}).code, 0);
    const QString checkpoint = path("run/tied.checkpoint.safetensors");
    broken(checkpoint, checkpoint);
    const Outcome trained = runProgram({"train", m_project, "--resume", path("run"), "--steps", "2"});
    QCOMPARE(trained.code, 2);
    QVERIFY2(trained.errors.contains("tied.checkpoint.safetensors: \"W\"[0, 0] is NaN"), trained.errors.constData());
    QVERIFY(!trained.errors.contains("rate"));
}

void TestImport::whatIsWrongIsOneLineAndChangesNothing_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QByteArray>("message");
    QTest::newRow("no such file") << "nowhere.onnx" << QByteArray("nowhere.onnx");
    QTest::newRow("another ending") << "tied-autoencoder-digits.ligature" << QByteArray("can be imported");
    QTest::newRow("half a model") << "half.onnx" << QByteArray("half.onnx");
    QTest::newRow("half an archive") << "half.npz" << QByteArray("half.npz");
    QTest::newRow("half weights") << "half.safetensors" << QByteArray("half.safetensors");
    QTest::newRow("weights of another network")
        << "other.safetensors" << QByteArray("it has no values for \"decoder.bias\" (64); nothing takes");
}

void TestImport::whatIsWrongIsOneLineAndChangesNothing()
{
    QFETCH(QString, file);
    QFETCH(QByteArray, message);
    for (const char* const format : {"onnx", "npz", "safetensors"}) {
        exportAs(format, "whole");
        const QByteArray whole = bytesOf(path("whole"));
        writeBytes(path("half.") + format, whole.left(whole.size() / 2));
    }
    const QString other = writeExample("digits-classifier", m_folder->path());
    const Outcome exported = runProgram({"export", other, "--format", "safetensors", "-o", path("other.safetensors")});
    QVERIFY2(exported.code == 0, exported.errors.constData());
    const auto before = files();
    const Outcome outcome = runProgram({"import", path(file), "-o", m_project});
    QCOMPARE(outcome.code, 2);
    QCOMPARE(outcome.errors.count('\n'), 1);
    QVERIFY2(outcome.errors.contains(message), outcome.errors.constData());
    QVERIFY(files() == before);
}

LIGATURE_GUILESS_TEST(TestImport)

} // namespace test_import

#include "test_import.moc"
