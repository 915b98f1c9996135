// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include "tests/cli/program.h"
#include "tests/support/test_program.h"

namespace test_export {

using namespace ligature::testing;

class TestExport : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_project = writeExample("tied-autoencoder-digits", m_folder.path());
        m_trained = m_folder.filePath("trained");
        QCOMPARE(runProgram({"train", m_project, "--epochs", "1", "--variant", "both", "--out", m_trained}).code, 0);
    }

    void trainedWeightsAreThoseThatTrainWrote()
    {
        for (const QString variant : {"tied", "untied"}) {
            const QString file = m_folder.filePath("weights.safetensors");
            const Outcome outcome =
                exportTo(file, {"--format", "safetensors", "--weights", m_trained, "--variant", variant});
            QVERIFY2(outcome.code == 0, outcome.errors);
            QCOMPARE(bytesOf(file), bytesOf(m_trained + "/" + variant + ".safetensors"));
        }
    }

    void npzHoldsEachStorageOnce()
    {
        const QString file = m_folder.filePath("weights.npz");
        QCOMPARE(exportTo(file, {"--format", "npz", "--weights", m_trained, "--variant", "tied"}).code, 0);
        QVERIFY(bytesOf(file).startsWith("PK"));
        QVERIFY(bytesOf(file).size() > 4 * 2144);
        QVERIFY(bytesOf(file).size() < 4 * 4192);
    }

    void theOnlyVariantNeedsNoName()
    {
        const QString out = m_folder.filePath("untied");
        QCOMPARE(runProgram({"train", m_project, "--steps", "1", "--variant", "untied", "--out", out}).code, 0);
        const QString file = m_folder.filePath("only.safetensors");
        QCOMPARE(exportTo(file, {"--format", "safetensors", "--weights", out}).code, 0);
        QCOMPARE(bytesOf(file), bytesOf(out + "/untied.safetensors"));
    }

    void withoutWeightsItIsWhatATrainingStartsFrom()
    {
        const QString start = m_folder.filePath("start");
        QCOMPARE(runProgram({"train", m_project, "--steps", "0", "--variant", "both", "--out", start}).code, 0);
        for (const QString variant : {"tied", "untied"}) {
            const QString file = m_folder.filePath("initial.safetensors");
            QCOMPARE(exportTo(file, {"--format", "safetensors", "--variant", variant}).code, 0);
            QCOMPARE(bytesOf(file), bytesOf(start + "/" + variant + ".safetensors"));
        }
    }

    void whatCannotBeExportedChangesNothing_data()
    {
        QTest::addColumn<QStringList>("options");
        QTest::addColumn<QByteArray>("said");
        QTest::newRow("a format that is not there") << QStringList{"--format", "zip"} << QByteArray("safetensors, npz");
        QTest::newRow("which of two variants")
            << QStringList{"--format", "npz", "--weights", m_trained} << QByteArray("--variant");
        QTest::newRow("a folder without weights")
            << QStringList{"--format", "npz", "--weights", m_folder.path()} << QByteArray("no trained weights");
    }
    void whatCannotBeExportedChangesNothing()
    {
        QFETCH(const QStringList, options);
        QFETCH(const QByteArray, said);
        const QString file = m_folder.filePath("kept");
        writeBytes(file, "kept");
        const Outcome outcome = exportTo(file, options);
        QCOMPARE(outcome.code, 2);
        QCOMPARE(outcome.errors.count('\n'), 1);
        QVERIFY2(outcome.errors.contains(said), outcome.errors);
        QCOMPARE(bytesOf(file), QByteArray("kept"));
    }

    void aFolderKeepsFilesOfAnotherOrigin()
    {
        const QString folder = m_folder.filePath("elsewhere");
        QCOMPARE(exportTo(folder, {"--format", "pytorch"}).code, 0);
        QCOMPARE(exportTo(folder, {"--format", "pytorch"}).code, 0); // In the place of the earlier one.
        const QString own = m_folder.filePath("own");
        QVERIFY(QDir().mkpath(own));
        writeBytes(own + "/README.md", "mine");
        const Outcome outcome = exportTo(own, {"--format", "pytorch"});
        QCOMPARE(outcome.code, 2);
        QCOMPARE(outcome.errors.count('\n'), 1);
        QVERIFY2(outcome.errors.contains("README.md"), outcome.errors);
        QCOMPARE(QDir(own).entryList(QDir::Files), QStringList{"README.md"});
        QCOMPARE(bytesOf(own + "/README.md"), QByteArray("mine"));
    }

    void weightsOfAnotherNetworkAreRefused()
    {
        const QString other = writeExample("digits-classifier", m_folder.path());
        const Outcome outcome = runProgram({"export", other, "--format", "npz", "--weights", m_trained, "--variant",
                                            "tied", "-o", m_folder.filePath("other.npz")});
        QCOMPARE(outcome.code, 2);
        QCOMPARE(outcome.errors.count('\n'), 1);
        QVERIFY2(outcome.errors.contains("tied.safetensors"), outcome.errors);
    }

private:
    Outcome exportTo(const QString& file, const QStringList& options)
    {
        return runProgram(QStringList{"export", m_project, "-o", file} + options);
    }

    QTemporaryDir m_folder;
    QString m_project;
    QString m_trained;
};

LIGATURE_GUILESS_TEST(TestExport)

} // namespace test_export

#include "test_export.moc"
