// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "tests/cli/program.h"
#include "tests/support/test_program.h"

namespace test_examples {

using namespace ligature::testing;

namespace {

QStringList exampleNames()
{
    QStringList names;
    for (const QByteArray& line : runProgram({"examples"}).output.trimmed().split('\n'))
        names.append(QString::fromUtf8(line.split(' ').first()));
    return names;
}

void addExampleRows()
{
    QTest::addColumn<QString>("name");
    for (const QString& name : exampleNames())
        QTest::newRow(qPrintable(name)) << name;
}

} // namespace

class TestExamples : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void listsThemOneALineTheNameFirst()
    {
        const QStringList names = exampleNames();
        QCOMPARE(names.size(), 28);
        QCOMPARE(names.first(), "tied-autoencoder-digits");
        QCOMPARE(
            names.filter("seed-"),
            QStringList({"seed-unnumbered-1-transposed-pair", "seed-unnumbered-2-shared-vector",
                         "seed-01-vector-and-transpose", "seed-02-tiled-vector", "seed-03-tied-output",
                         "seed-04-shared-kernel", "seed-05-two-heads", "seed-06-frozen-layer", "seed-07-drawn-once",
                         "seed-08-two-numbers", "seed-09-sum-times-number", "seed-10-named-axis"}));
    }

    void everyExampleIsSound_data() { addExampleRows(); }
    void everyExampleIsSound()
    {
        QFETCH(const QString, name);
        const Outcome outcome = runProgram({"info", writeExample(name, m_folder.path())});
        QCOMPARE(outcome.code, 0);
        QVERIFY2(outcome.output.contains("nothing is wrong"), outcome.output);
    }

    void everyExamplesGradientsAreRight_data() { addExampleRows(); }
    void everyExamplesGradientsAreRight()
    {
        QFETCH(const QString, name);
        const Outcome outcome = runProgram({"check", writeExample(name, m_folder.path())});
        QVERIFY2(outcome.code == 0, outcome.errors);
        QVERIFY(outcome.output.contains(" ok\n"));
        QVERIFY(outcome.output.contains("equal to the last bit"));
    }

    void aWrittenExampleIsTheSameEveryTime()
    {
        const QByteArray first = bytesOf(writeExample("shared-scale", m_folder.path()));
        QVERIFY(!first.isEmpty());
        QCOMPARE(bytesOf(writeExample("shared-scale", m_folder.path())), first);
    }

    void anOriginalIsWrittenOutAndSaysWhatIsWrong()
    {
        const QString file = m_folder.filePath("original.ligature");
        const Outcome written = runProgram({"examples", "seed-02-tiled-vector", "--original", "-o", file});
        QVERIFY2(written.code == 0, written.errors);
        const Outcome info = runProgram({"info", file});
        QCOMPARE(info.code, 0);
        QVERIFY2(info.output.contains("needs 20") && info.output.contains("gives 10"), info.output);
        QCOMPARE(runProgram({"train", file}).code, 2);
    }

    void whatHasNoOriginalSaysSo()
    {
        const QString file = m_folder.filePath("none.ligature");
        const Outcome outcome = runProgram({"examples", "shared-scale", "--original", "-o", file});
        QCOMPARE(outcome.code, 2);
        QCOMPARE(outcome.errors.count('\n'), 1);
        QVERIFY2(outcome.errors.contains("shared-scale"), outcome.errors);
        QVERIFY(!QFile::exists(file));
    }

private:
    QTemporaryDir m_folder;
};

LIGATURE_GUILESS_TEST(TestExamples)

} // namespace test_examples

#include "test_examples.moc"
