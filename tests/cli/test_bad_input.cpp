// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

#include "tests/cli/program.h"
#include "tests/support/fixed_size_disk.h"
#include "tests/support/test_program.h"

namespace test_bad_input {

using namespace ligature::testing;

/// Whatever is wrong with a call: exit code 2, nothing on standard output, one line on standard error that names what
/// is wrong, and nothing left behind.
class TestBadInput : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_project = writeExample("digits-classifier", m_folder.path());
        QVERIFY(!m_project.isEmpty());
    }

    void wrongCall_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QByteArray>("said");
        QTest::newRow("no verb") << QStringList{} << QByteArray("a verb is missing");
        QTest::newRow("a verb that is not there") << QStringList{"trian"} << QByteArray("trian");
        QTest::newRow("no project") << QStringList{"info"} << QByteArray("PROJECT");
        QTest::newRow("an option that is not there")
            << QStringList{"train", "PROJECT", "--fast"} << QByteArray("--fast");
        QTest::newRow("a variant that is not there")
            << QStringList{"train", "PROJECT", "--variant", "half"} << QByteArray("half");
        QTest::newRow("no epochs") << QStringList{"train", "PROJECT", "--epochs", "0"} << QByteArray("--epochs");
        QTest::newRow("a negative norm") << QStringList{"train", "PROJECT", "--gradient-clipping", "-1"}
                                         << QByteArray("--gradient-clipping");
        QTest::newRow("a schedule that is not there")
            << QStringList{"train", "PROJECT", "--schedule", "spiral"} << QByteArray("spiral");
        QTest::newRow("a negative seed") << QStringList{"train", "PROJECT", "--seed", "-1"} << QByteArray("--seed");
        QTest::newRow("text for a number") << QStringList{"train", "PROJECT", "--steps", "many"} << QByteArray("many");
        QTest::newRow("no threads") << QStringList{"train", "PROJECT", "--threads", "0"} << QByteArray("--threads");
        QTest::newRow("thinning without lines")
            << QStringList{"train", "PROJECT", "--every", "2"} << QByteArray("--json");
        QTest::newRow("a project that is not there")
            << QStringList{"info", "gone.ligature"} << QByteArray("gone.ligature");
        QTest::newRow("a folder as a project") << QStringList{"info", "FOLDER"} << QByteArray("folder");
        QTest::newRow("an example that is not there")
            << QStringList{"examples", "tied", "-o", "FOLDER/x"} << QByteArray("tied");
        QTest::newRow("an example to nowhere") << QStringList{"examples", "shared-dense"} << QByteArray("-o");
        QTest::newRow("an example into a folder that is not there")
            << QStringList{"examples", "shared-dense", "-o", "FOLDER/gone/x"} << QByteArray("gone");
        QTest::newRow("results into a file")
            << QStringList{"train", "PROJECT", "--out", "PROJECT"} << QByteArray("digits-classifier.ligature");
        QTest::newRow("an export into a folder that is not there")
            << QStringList{"export", "PROJECT", "--format", "npz", "-o", "FOLDER/gone/x.npz"} << QByteArray("gone");
        QTest::newRow("going on from nothing")
            << QStringList{"train", "PROJECT", "--resume", "FOLDER"} << QByteArray("checkpoint");
        QTest::newRow("data that is not there")
            << QStringList{"train", "PROJECT", "--data", "FOLDER/gone.csv"} << QByteArray("gone.csv");
    }
    void wrongCall()
    {
        QFETCH(QStringList, arguments);
        QFETCH(const QByteArray, said);
        for (QString& argument : arguments)
            argument.replace("PROJECT", m_project).replace("FOLDER", m_folder.path());
        verifyRefused(arguments, said);
    }

    void anEmptyValueIsNamed_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QByteArray>("said");
        const auto row = [](const char* name, const QStringList& arguments, const char* option) {
            QTest::newRow(name) << arguments << QByteArray(option);
        };
        row("a project to tell of", {"info", ""}, "PROJECT");
        row("a project to check", {"check", ""}, "PROJECT");
        row("a project to train", {"train", ""}, "PROJECT");
        row("data to train on", {"train", "PROJECT", "--data", ""}, "--data");
        row("a folder to train to", {"train", "PROJECT", "--out", ""}, "--out");
        row("a folder to go on from", {"train", "PROJECT", "--resume", ""}, "--resume");
        row("a folder to go on from, and one to train to", {"train", "PROJECT", "--resume", "", "--out", "FOLDER/o"},
            "--resume");
        row("a variant to train", {"train", "PROJECT", "--variant", ""}, "--variant");
        row("a project to export", {"export", "", "--format", "npz", "-o", "FOLDER/x"}, "PROJECT");
        row("an export", {"export", "PROJECT", "--format", "npz", "-o", ""}, "--output");
        row("a folder of an export", {"export", "PROJECT", "--format", "pytorch", "--output", ""}, "--output");
        row("a format", {"export", "PROJECT", "--format", "", "-o", "FOLDER/x"}, "--format");
        row("weights to export", {"export", "PROJECT", "--format", "npz", "--weights", "", "-o", "FOLDER/x"},
            "--weights");
        row("a file to import", {"import", "", "-o", "PROJECT"}, "FILE");
        row("a project to import to", {"import", "x.onnx", "-o", ""}, "--output");
        row("an example", {"examples", ""}, "NAME");
        row("a file for an example", {"examples", "shared-dense", "-o", ""}, "--output");
    }
    void anEmptyValueIsNamed()
    {
        QFETCH(QStringList, arguments);
        QFETCH(const QByteArray, said);
        for (QString& argument : arguments)
            argument.replace("PROJECT", m_project).replace("FOLDER", m_folder.path());
        const QStringList before = QDir(m_folder.path()).entryList();
        verifyRefused(arguments, said);
        QCOMPARE(QDir(m_folder.path()).entryList(), before);
    }

    void wrongProject_data()
    {
        QTest::addColumn<QStringList>("path");
        QTest::addColumn<QJsonValue>("value");
        QTest::addColumn<QByteArray>("said");
        const auto optimizer = [](const QJsonValue& rate) {
            return QJsonObject({{"type", "adam"}, {"attributes", QJsonObject({{"learning_rate", rate}})}});
        };
        QTest::newRow("of a newer version") << QStringList{"version"} << QJsonValue(2) << QByteArray("newer Ligature");
        QTest::newRow("of another format") << QStringList{"format"} << QJsonValue("png") << QByteArray("/format");
        QTest::newRow("with a key that is not known")
            << QStringList{"command"} << QJsonValue("rm") << QByteArray("command");
        QTest::newRow("with NaN as its learning rate, as text")
            << QStringList{"training", "optimizer"} << QJsonValue(optimizer("NaN")) << QByteArray("learning_rate");
        QTest::newRow("with null as its learning rate, as Qt writes a NaN")
            << QStringList{"training", "optimizer"} << QJsonValue(optimizer(QJsonValue::Null))
            << QByteArray("learning_rate");
        QTest::newRow("with a negative batch size")
            << QStringList{"training", "batch_size"} << QJsonValue(-1) << QByteArray("batch_size");
    }
    void wrongProject()
    {
        QFETCH(const QStringList, path);
        QFETCH(const QJsonValue, value);
        QFETCH(const QByteArray, said);
        setInProject(m_project, path, value);
        for (const char* verb : {"info", "train", "check"})
            verifyRefused({verb, m_project}, said);
    }

    void aLayerTypeThatIsNotKnownIsNamed()
    {
        QByteArray project = bytesOf(m_project);
        QVERIFY(project.contains("\"dense\""));
        writeBytes(m_project, project.replace("\"dense\"", "\"densest\""));
        verifyRefused({"train", m_project}, "densest");
    }

    void aNetworkThatCannotBeTrainedIsNamedWithItsFileAndItsLayer()
    {
        setInProject(m_project, {"network", "links"}, QJsonArray());
        for (const char* verb : {"train", "check"}) {
            verifyRefused({verb, m_project}, "digits-classifier.ligature, ");
            verifyRefused({verb, m_project}, "Nothing is linked to its input. Drag");
        }
    }

    void truncatedProject_data()
    {
        QTest::addColumn<int>("percent");
        for (const int percent : {0, 10, 50, 90, 99})
            QTest::addRow("to %d %% of its bytes", percent) << percent;
    }
    void truncatedProject()
    {
        QFETCH(const int, percent);
        const QByteArray whole = bytesOf(m_project).trimmed();
        writeBytes(m_project, whole.left(whole.size() * percent / 100));
        verifyRefused({"info", m_project}, "digits-classifier.ligature");
    }

    void wrongData_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QByteArray>("said");
        QTest::newRow("a CSV file with a short row")
            << "a.csv" << QByteArray("a,b,c\n1,2,x\n3,y\n") << QByteArray("line 3");
        QTest::newRow("text where a number should be")
            << "a.csv" << QByteArray("a,b,c\n1,2,x\n1,two,y\n3,4,y\n") << QByteArray("line 3, column 2");
        QTest::newRow("NaN in a CSV file")
            << "a.csv" << QByteArray("a,b,c\n1,2,x\nnan,2,y\n") << QByteArray("line 3, column 1");
        QTest::newRow("an empty CSV file") << "a.csv" << QByteArray() << QByteArray("a.csv");
        QTest::newRow("data of another width")
            << "a.csv" << QByteArray("a,b,c\n1,2,x\n3,4,y\n5,6,x\n") << QByteArray("input");
        QTest::newRow("an IDX file that claims more than it holds")
            << "a-images-idx3-ubyte" << QByteArray::fromHex("00000803 7fffffff 0000001c 0000001c 01020304")
            << QByteArray("a-images-idx3-ubyte");
        QTest::newRow("an IDX file that ends in its header")
            << "a-images-idx3-ubyte" << QByteArray::fromHex("000008") << QByteArray("a-images-idx3-ubyte");
    }
    void wrongData()
    {
        QFETCH(const QString, file);
        QFETCH(const QByteArray, bytes);
        QFETCH(const QByteArray, said);
        const QString path = m_folder.filePath(file);
        writeBytes(path, bytes);
        verifyRefused({"train", m_project, "--data", path, "--out", m_folder.filePath("out")}, said);
        QVERIFY(!QFile::exists(m_folder.filePath("out")));
        QVERIFY(QFile::remove(path));
    }

    void aNetworkThatNeedsMoreMemoryThanIsFreeIsRefusedWithTheFigure()
    {
        QByteArray project = bytesOf(m_project);
        QVERIFY(project.contains("\"out_features\": 32"));
        project.replace("\"out_features\": 32", "\"out_features\": 1000000000");
        writeBytes(m_project, project);
        verifyRefused({"train", m_project}, "memory");
    }

    void aReadOnlyDiskIsNoticedBeforeTheTraining()
    {
        const QString folder = m_folder.filePath("disk");
        QVERIFY(QDir().mkpath(folder));
        FixedSizeDisk disk(folder.toStdString());
        if (!disk.isMounted() || !disk.makeReadOnly())
            QSKIP("mounting a read-only disk takes root");
        verifyRefused({"train", m_project, "--out", folder}, "disk");
        verifyRefused({"export", m_project, "--format", "npz", "-o", folder + "/x.npz"}, "disk");
    }

    void aFullDiskFailsTheWorkAndLeavesWhatWasThere()
    {
        const QString folder = m_folder.filePath("small");
        QVERIFY(QDir().mkpath(folder));
        const FixedSizeDisk disk(folder.toStdString());
        if (!disk.isMounted())
            QSKIP("mounting a small disk takes root");
        writeBytes(folder + "/x.npz", "old");
        const QString project = writeExample("fashion-classifier", m_folder.path());
        const Outcome outcome = runProgram({"export", project, "--format", "npz", "-o", folder + "/x.npz"});
        QCOMPARE(outcome.code, 1);
        QCOMPARE(outcome.errors.count('\n'), 1);
        QVERIFY2(outcome.errors.contains("space"), outcome.errors);
        QCOMPARE(bytesOf(folder + "/x.npz"), QByteArray("old"));
        QCOMPARE(QDir(folder).entryList(QDir::Files | QDir::Hidden), QStringList("x.npz"));
    }

private:
    static void verifyRefused(const QStringList& arguments, const QByteArray& said)
    {
        const Outcome outcome = runProgram(arguments);
        QCOMPARE(outcome.code, 2);
        QCOMPARE(outcome.output, QByteArray());
        QCOMPARE(outcome.errors.count('\n'), 1);
        QVERIFY2(outcome.errors.contains(said), outcome.errors);
    }

    QTemporaryDir m_folder;
    QString m_project;
};

LIGATURE_GUILESS_TEST(TestBadInput)

} // namespace test_bad_input

#include "test_bad_input.moc"
