// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTemporaryDir>
#include <QTest>

#include "tests/cli/program.h"

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

private slots:
    void listsThemOneALineTheNameFirst()
    {
        QCOMPARE(exampleNames(),
                 QStringList({"tied-autoencoder-digits", "tied-autoencoder-fashion", "tied-embedding-language-model",
                              "albert-style-encoder", "unrolled-rnn", "shared-dense", "shared-scale", "siamese-digits",
                              "multi-task-digits", "cnn-shared-kernels", "rotation-shared-kernels", "digits-classifier",
                              "fashion-classifier"}));
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

private:
    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(TestExamples)
#include "test_examples.moc"
