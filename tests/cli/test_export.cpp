// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
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

    void anyArmCanBeExported_data()
    {
        QTest::addColumn<QString>("arm");
        for (const char* const arm : {"tied", "untied", "untied-own-start", "narrowed", "w-untied"})
            QTest::newRow(arm) << arm;
    }
    /// Also one that a person made of the project.
    void anyArmCanBeExported()
    {
        QFETCH(QString, arm);
        const QString project = withArm();
        const QString out = m_folder.filePath("arms");
        QCOMPARE(runProgram({"train", project, "--steps", "3", "--arms",
                             "tied,untied,untied-own-start,narrowed,w-untied", "--out", out})
                     .code,
                 0);
        const QString file = m_folder.filePath("arm.safetensors");
        const Outcome outcome =
            runProgram({"export", project, "--format", "safetensors", "--weights", out, "--variant", arm, "-o", file});
        QVERIFY2(outcome.code == 0, outcome.errors);
        QCOMPARE(bytesOf(file), bytesOf(out + "/" + arm + ".safetensors"));
        QCOMPARE(
            runProgram({"export", project, "--format", "pytorch", "--variant", arm, "-o", m_folder.filePath("a.py")})
                .code,
            0);
    }

    void anArmThatIsTrainedNoLongerLeavesNothing()
    {
        const QString project = withArm();
        const QString out = m_folder.filePath("fewer");
        QCOMPARE(runProgram({"train", project, "--steps", "1", "--arms", "tied,w-untied", "--out", out}).code, 0);
        QVERIFY(QFile::copy(out + "/tied.safetensors", out + "/mine.safetensors"));
        QCOMPARE(
            runProgram({"train", project, "--steps", "3", "--arms", "tied,w-untied", "--resume", out, "--out", out})
                .code,
            0);
        QCOMPARE(runProgram({"train", project, "--steps", "1", "--arms", "tied", "--out", out}).code, 0);
        QVERIFY(!QFile::exists(out + "/w-untied.safetensors") &&
                !QFile::exists(out + "/w-untied.checkpoint.safetensors"));
        QVERIFY(QFile::exists(out + "/mine.safetensors")); // Somebody's own.
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
    /// The example with an arm of its own, that unties the shared parameter.
    [[nodiscard]] QString withArm() const
    {
        QByteArray json = bytesOf(m_project);
        json.replace("\"next_id\"", R"("arms": [{"name": "w-untied", "title": "W untied", "changes": [{"untie": )" +
                                        QByteArray::number(idOfShared(json)) + R"(}]}], "next_id")");
        const QString path = m_folder.filePath("arms.ligature");
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(json) != json.size())
            qFatal("no space for the test");
        return path;
    }
    [[nodiscard]] static int idOfShared(const QByteArray& json)
    {
        const QJsonObject network = QJsonDocument::fromJson(json).object().value(QLatin1String("network")).toObject();
        for (const QJsonValue parameter : network.value(QLatin1String("parameters")).toArray()) {
            if (parameter.toObject().value(QLatin1String("shared")).toBool())
                return parameter.toObject().value(QLatin1String("id")).toInt();
        }
        return 0;
    }

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
