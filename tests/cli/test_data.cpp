// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "tests/cli/program.h"
#include "tests/support/test_program.h"

namespace test_data {

using namespace ligature::testing;

namespace {

/// Two columns, three classes; its data are table.csv beside it.
constexpr auto classifier = R"({"format": "ligature", "version": 1, "name": "classifier", "network": {"layers": [
 {"id": 1, "type": "input", "name": "input", "attributes": {"shape": [2]}},
 {"id": 2, "type": "dense", "name": "out", "attributes": {"out_features": 3}},
 {"id": 3, "type": "target", "name": "target", "attributes": {"kind": "class"}},
 {"id": 4, "type": "softmax_cross_entropy", "name": "loss"}],
 "parameters": [{"id": 11, "initializer": {"type": "zeros"}}, {"id": 12, "initializer": {"type": "zeros"}}],
 "links": [{"from": 1, "output": "output", "to": 2, "input": "input"},
 {"from": 2, "output": "output", "to": 4, "input": "logits"},
 {"from": 3, "output": "output", "to": 4, "input": "target"}],
 "ties": [{"layer": 2, "slot": "weight", "parameter": 11}, {"layer": 2, "slot": "bias", "parameter": 12}],
 "next_id": 20},
 "data": {"format": "csv", "options": {"path": "table.csv", "targets": "y"}, "scaling": "none"},
 "training": {"variants": "tied", "optimizer": {"type": "sgd"}, "batch_size": 4, "epochs": 1,
 "validation_fraction": 0.25, "seed": 1}, "canvas": {"layers": [{"layer": 1, "x": 0, "y": 0},
 {"layer": 2, "x": 0, "y": 0}, {"layer": 3, "x": 0, "y": 0}, {"layer": 4, "x": 0, "y": 0}], "parameters": []}})";

QByteArray table(const char* header, const QByteArray& classes)
{
    QByteArray text = QByteArray(header) + "\n";
    for (int i = 0; i < 12; ++i)
        text += QByteArray::number(i) + "," + QByteArray::number(i % 5) + "," + classes[i % classes.size()] + "\n";
    return text;
}

} // namespace

class TestData : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_project = write("classifier.ligature", classifier);
        write("table.csv", table("x1,x2,y", "abc"));
        write("again.csv", table("x1,x2,y", "cab"));
        write("renamed.csv", table("x1,x2,y", "bcd"));
        write("swapped.csv", table("x2,x1,y", "abc"));
        write("gaps.csv", table("x1,x2,y", "abc") + "?,1,a\n1,?,b\n");
        write("german.csv", table("x1,x2,y", "abc").replace(',', ';').replace("3;3", "3,5;3"));
        m_trained = m_folder.filePath("trained");
        QCOMPARE(runProgram({"train", m_project, "--steps", "2", "--out", m_trained}).code, 0);
    }

    void goingOnWithOtherDataIsRefusedByName_data()
    {
        QTest::addColumn<QString>("data");
        QTest::addColumn<QStringList>("options");
        QTest::addColumn<QByteArray>("error"); // empty: it goes on
        QTest::newRow("its own") << "table.csv" << QStringList{} << QByteArray();
        QTest::newRow("other lines of the same columns and classes") << "again.csv" << QStringList{} << QByteArray();
        QTest::newRow("other classes")
            << "renamed.csv" << QStringList{}
            << QByteArray(
                   "the data's classes are not those that were trained on: \"a\" is not there, and \"d\" is new");
        QTest::newRow("swapped columns") << "swapped.csv" << QStringList{}
                                         << QByteArray("the data's columns are in another order: \"x2\", \"x1\"");
        QTest::newRow("another scaling") << "table.csv" << QStringList{"--data-option", "scaling=standardize"}
                                         << QByteArray("the data's scaling is standardize, and none was trained on");
    }

    void goingOnWithOtherDataIsRefusedByName()
    {
        QFETCH(QString, data);
        QFETCH(QStringList, options);
        QFETCH(QByteArray, error);
        const Outcome outcome =
            runProgram(QStringList{"train", m_project, "--steps", "1", "--resume", m_trained, "--out",
                                   m_folder.filePath("on"), "--data", m_folder.filePath(data)} +
                       options);
        QCOMPARE(outcome.code, error.isEmpty() ? 0 : 2);
        QVERIFY2(outcome.errors.contains(error), outcome.errors.constData());
        QCOMPARE(outcome.errors.count('\n'), error.isEmpty() ? 0 : 1);
    }

    void aCheckpointThatDoesNotSayItsDataGoesOn()
    {
        QVERIFY(QDir().mkpath(m_folder.filePath("old")));
        QFile file(m_trained + "/tied.checkpoint.safetensors");
        QVERIFY(file.open(QFile::ReadOnly));
        QByteArray bytes = file.readAll(); // The header keeps its length.
        for (const char* const key : {"data.features", "data.targets", "data.classes", "data.scaling"})
            bytes.replace(key, QByteArray("note") + (key + 4));
        QFile old(m_folder.filePath("old/tied.checkpoint.safetensors"));
        QVERIFY(old.open(QFile::WriteOnly));
        old.write(bytes);
        old.close();
        QFile::copy(m_trained + "/history.csv", m_folder.filePath("old/history.csv"));
        const Outcome outcome =
            runProgram({"train", m_project, "--steps", "0", "--resume", m_folder.filePath("old"), "--out",
                        m_folder.filePath("new"), "--data", m_folder.filePath("swapped.csv")});
        QVERIFY2(outcome.code == 0, outcome.errors.constData());
    }

    void optionsOfTheDataAreSetAndSaid()
    {
        const QString gaps = m_folder.filePath("gaps.csv");
        const Outcome refused = runProgram({"train", m_project, "--steps", "0", "--data", gaps});
        QCOMPARE(refused.code, 2);
        QVERIFY2(refused.errors.contains("2 values are missing, in 2 of 14 lines, the first here (\"?\")"),
                 refused.errors.constData());
        const Outcome filled =
            runProgram({"train", m_project, "--steps", "0", "--data", gaps, "--data-option", "missing_numbers=mean"});
        QCOMPARE(filled.code, 0);
        QVERIFY2(filled.errors.contains("gaps.csv: 1 missing value of \"x1\" filled with its mean\n"),
                 filled.errors.constData());
        const Outcome german =
            runProgram({"train", m_project, "--steps", "0", "--data", m_folder.filePath("german.csv")});
        QCOMPARE(german.code, 0);
        QVERIFY2(german.errors.contains("numbers are read with a decimal comma in \"x1\"\n"),
                 german.errors.constData());
    }

    void wrongOptionsAreNamed_data()
    {
        QTest::addColumn<QString>("option");
        QTest::addColumn<QByteArray>("error");
        QTest::newRow("no value") << "decimal"
                                  << QByteArray("--data-option: \"decimal\" has no value; write it as NAME=VALUE");
        QTest::newRow("no such option") << "colour=red" << QByteArray("have no option \"colour\"");
        QTest::newRow("no such choice") << "decimal=dot" << QByteArray("--data-option decimal: ");
        QTest::newRow("no number") << "skip_lines=two"
                                   << QByteArray("--data-option skip_lines: \"two\" is not a number");
        QTest::newRow("out of range") << "skip_lines=-1" << QByteArray("--data-option skip_lines: ");
        QTest::newRow("no such scaling") << "scaling=log"
                                         << QByteArray("--data-option scaling: there is no scaling \"log\"");
    }

    void wrongOptionsAreNamed()
    {
        QFETCH(QString, option);
        QFETCH(QByteArray, error);
        const Outcome outcome = runProgram({"train", m_project, "--steps", "0", "--data-option", option});
        QCOMPARE(outcome.code, 2);
        QVERIFY2(outcome.errors.contains(error), outcome.errors.constData());
    }

private:
    QString write(const QString& name, const QByteArray& bytes)
    {
        QFile file(m_folder.filePath(name));
        if (!file.open(QFile::WriteOnly) || file.write(bytes) != bytes.size())
            qFatal("no room");
        return file.fileName();
    }

    QTemporaryDir m_folder;
    QString m_project;
    QString m_trained;
};

LIGATURE_GUILESS_TEST(TestData)

} // namespace test_data

#include "test_data.moc"
