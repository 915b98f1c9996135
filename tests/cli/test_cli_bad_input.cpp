// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include "tests/cli/program.h"

using namespace ligature::testing;

class CliBadInputTest : public QObject {
    Q_OBJECT

    /// Exit code 2, nothing on stdout, and one line on stderr that has the words.
    static void verifyRefused(const Outcome& outcome, const QStringList& words)
    {
        QCOMPARE(outcome.code, 2);
        QVERIFY2(outcome.errorLines().size() == 1, qPrintable(outcome.err));
        for (const QString& word : words)
            QVERIFY2(outcome.err.contains(word), qPrintable(word + " is not in: " + outcome.err));
    }

private Q_SLOTS:
    void wrongCallsAreRefused_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QStringList>("words");
        QTest::newRow("no verb") << QStringList{} << QStringList{};
        QTest::newRow("an unknown verb") << QStringList{"learn"} << QStringList{"learn"};
        QTest::newRow("a project that is not there")
            << QStringList{"info", "missing.ligature"} << QStringList{"missing.ligature"};
        QTest::newRow("an unknown example") << QStringList{"examples", "no-such", "-o", "x"} << QStringList{"no-such"};
        QTest::newRow("an unknown option") << QStringList{"examples", "--fast"} << QStringList{"--fast"};
        QTest::newRow("an export without a target") << QStringList{"export", "x.ligature"} << QStringList{};
    }
    void wrongCallsAreRefused()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QStringList, words);
        verifyRefused(runProgram(arguments), words);
    }

    void brokenProjectsAreRefusedWithTheirPlace_data()
    {
        QTest::addColumn<QByteArray>("from");
        QTest::addColumn<QByteArray>("to");
        QTest::addColumn<QStringList>("words");
        QTest::newRow("a newer version") << QByteArray("\"version\": 1") << QByteArray("\"version\": 99")
                                         << QStringList{"99"};
        QTest::newRow("an unknown key") << QByteArray("\"version\": 1") << QByteArray("\"version\": 1, \"extra\": 0")
                                        << QStringList{"extra"};
        QTest::newRow("an unknown layer type")
            << QByteArray("\"dense\"") << QByteArray("\"densest\"") << QStringList{"densest"};
        QTest::newRow("a cut file") << QByteArray("\"training\"") << QByteArray("\n#cut#") << QStringList{"line"};
        QTest::newRow("a batch of nothing")
            << QByteArray("\"batch_size\": 32") << QByteArray("\"batch_size\": 0") << QStringList{"batch_size"};
    }
    void brokenProjectsAreRefusedWithTheirPlace()
    {
        QFETCH(QByteArray, from);
        QFETCH(QByteArray, to);
        QFETCH(QStringList, words);
        QTemporaryDir folder;
        const QString path = writeExample(folder.path(), "tied-autoencoder-digits");
        QByteArray bytes = bytesOf(path);
        QVERIFY(bytes.contains(from));
        bytes.replace(from, to);
        if (const auto cut = bytes.indexOf("#cut#"); cut >= 0)
            bytes.truncate(cut);
        writeBytes(path, bytes);
        verifyRefused(runProgram({"info", path}), words + QStringList{"tied-autoencoder-digits.ligature"});
        verifyRefused(runProgram({"train", path}), words);
    }

    void wrongDataIsRefusedWithLineAndColumn_data()
    {
        QTest::addColumn<QByteArray>("csv");
        QTest::addColumn<QStringList>("words");
        QTest::newRow("a ragged row") << QByteArray("a,b\n1,2\n3\n") << QStringList{"line 3"};
        QTest::newRow("text among numbers")
            << QByteArray("a,b\n1,2\n3,four\n5,6\n7,8\n") << QStringList{"line 3", "column 2"};
        QTest::newRow("not a number") << QByteArray("a,b\n1,nan\n3,4\n") << QStringList{"line 2", "column 2"};
        QTest::newRow("nothing") << QByteArray() << QStringList{"data.csv"};
    }
    void wrongDataIsRefusedWithLineAndColumn()
    {
        QFETCH(QByteArray, csv);
        QFETCH(QStringList, words);
        QTemporaryDir folder;
        const QString data = folder.filePath("data.csv");
        writeBytes(data, csv);
        const QString project = writeExample(folder.path(), "tied-autoencoder-digits");
        const QString out = folder.filePath("o");
        verifyRefused(runProgram({"train", project, "--data", data, "--out", out}), words);
        QVERIFY(!QDir(out).exists() || QDir(out).isEmpty());
    }

    void anIdxFileThatClaimsMoreThanItHoldsIsRefused()
    {
        QTemporaryDir folder;
        const QString data = folder.filePath("train-images-idx3-ubyte");
        // 2^31 - 1 pictures of 28 x 28, and none of them there.
        writeBytes(data, QByteArray::fromHex("000008037fffffff0000001c0000001c"));
        const QString project = writeExample(folder.path(), "tied-autoencoder-digits");
        verifyRefused(runProgram({"train", project, "--data", data}), {"train-images-idx3-ubyte"});
    }

    void dataOfAnotherWidthIsRefused()
    {
        QTemporaryDir folder;
        const QString data = folder.filePath("data.csv");
        writeBytes(data, "a,b\n1,2\n3,4\n");
        const QString project = writeExample(folder.path(), "tied-autoencoder-digits");
        verifyRefused(runProgram({"train", project, "--data", data}), {"64", "2"});
    }

    void aFolderThatCannotBeWrittenIsRefusedBeforeTraining()
    {
        QTemporaryDir folder;
        const QString project = writeExample(folder.path(), "tied-autoencoder-digits");
        writeBytes(folder.filePath("file"), "in the way");
        const Outcome outcome = runProgram({"train", project, "--out", folder.filePath("file/o")});
        QVERIFY(outcome.code == 1 || outcome.code == 2);
        QCOMPARE(outcome.errorLines().size(), 1);
        QCOMPARE(bytesOf(folder.filePath("file")), QByteArray("in the way"));
    }

    void aLossThatIsNotFiniteFailsWithItsPlaceAndKeepsWeights()
    {
        QTemporaryDir folder;
        const QString project = writeExample(folder.path(), "tied-autoencoder-digits");
        QByteArray bytes = bytesOf(project);
        const QByteArray optimizer = "{\"type\": \"adam\", \"attributes\": {\"learning_rate\": 0.003}}";
        QVERIFY(bytes.contains(optimizer));
        bytes.replace(optimizer, "{\"type\": \"sgd\", \"attributes\": {\"learning_rate\": 100000.0}}");
        writeBytes(project, bytes);
        const QString out = folder.filePath("o");
        const Outcome outcome = runProgram({"train", project, "--out", out});
        QVERIFY2(outcome.code == 1, qPrintable(outcome.err));
        QCOMPARE(outcome.errorLines().size(), 1);
        QVERIFY(outcome.err.contains("step"));
        QVERIFY(QFile::exists(out + "/tied.safetensors"));
    }
};

QTEST_GUILESS_MAIN(CliBadInputTest)
#include "test_cli_bad_input.moc"
