// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <csignal>

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include "tests/cli/program.h"
#include "tests/support/test_program.h"

namespace test_train {

using namespace ligature::testing;

class TestTrain : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_project = writeExample("tied-autoencoder-digits", m_folder.path());
        QVERIFY(!m_project.isEmpty());
    }

    void jsonHasALineForEachStepEpochAndEnd()
    {
        const Outcome outcome = train({"--json", "--epochs", "2", "--variant", "both"});
        QCOMPARE(outcome.code, 0);
        QCOMPARE(outcome.errors, QByteArray());
        QMap<QString, int> lines;
        for (const QJsonObject& line : jsonLines(outcome.output)) {
            for (const char* key :
                 {"event", "variant", "seed", "step", "epoch", "train_loss", "val_loss", "metric", "seconds"})
                QVERIFY2(line.contains(key), key);
            ++lines[line["variant"].toString() + " " + line["event"].toString()];
        }
        // 1,438 of the 1,797 samples in batches of 32; epoch 0 is the start.
        const QMap<QString, int> expected = {{"tied step", 90},   {"untied step", 90}, {"tied epoch", 3},
                                             {"untied epoch", 3}, {"tied end", 1},     {"untied end", 1}};
        QCOMPARE(lines, expected);
    }

    void eachOfSeveralLossesIsToldByItsName()
    {
        const QTemporaryDir own;
        const QString project = writeExample("multi-task-digits", own.path());
        const QString out = m_folder.filePath("losses");
        const Outcome outcome = runProgram({"train", project, "--json", "--epochs", "1", "--out", out});
        QCOMPARE(outcome.code, 0);
        for (const QJsonObject& line : jsonLines(outcome.output)) {
            const QJsonObject losses = line["losses"].toObject();
            QCOMPARE(losses.keys(), QStringList({"classify", "draw"}));
            const double sum =
                losses["classify"]["train_loss"].toDouble() + 20 * losses["draw"]["train_loss"].toDouble();
            QVERIFY(std::abs(line["train_loss"].toDouble() - sum) < 1e-5 * sum);
            if (line["event"] != "step")
                QCOMPARE(line["metric"], losses["classify"]["metric"]);
        }
        QVERIFY(bytesOf(out + "/history.csv").contains(",classify.train_loss,classify.val_loss,classify.metric,draw."));
        QVERIFY(runProgram({"train", project, "--steps", "2"}).output.contains("validation loss of draw"));
    }

    void aSingleLossIsNotTakenApart()
    {
        for (const QJsonObject& line : jsonLines(train({"--json", "--steps", "1"}).output))
            QVERIFY(!line.contains("losses"));
    }

    /// The last one is the folder's own; of each arm the best epoch's stands beside it.
    void theBestCheckpointIsKept()
    {
        const QString out = m_folder.filePath("best");
        // So fast that the loss goes up and down.
        const QStringList said = {"--set", "learning_rate=0.15", "--variant", "both", "--checkpoint-every", "1e"};
        const Outcome outcome = train(said + QStringList{"--epochs", "9", "--json", "--every", "1000", "--out", out});
        QVERIFY2(outcome.code == 0, outcome.errors);
        QMap<QString, QPair<double, int>> best;
        for (const QJsonObject& line : jsonLines(outcome.output)) {
            const double loss = line["val_loss"].toDouble();
            QPair<double, int>& so_far = best[line["variant"].toString()];
            if (line["event"] == "epoch" && line["epoch"].toInt() > 0 && (so_far.second == 0 || loss < so_far.first))
                so_far = {loss, line["step"].toInt()};
        }
        bool is_earlier = false;
        for (const char* const arm : {"tied", "untied"}) {
            const QByteArray kept = bytesOf(out + "/" + QString(arm) + ".best.checkpoint.safetensors");
            const QByteArray step = "\"step\":\"" + QByteArray::number(best[arm].second) + "\"";
            QVERIFY2(kept.contains(step), step);
            QVERIFY(bytesOf(out + "/" + QString(arm) + ".checkpoint.safetensors").contains("\"step\":\"405\""));
            is_earlier = is_earlier || best[arm].second < 405;
        }
        QVERIFY(is_earlier);
        // Gone on with, it stays unless there is a better one; a training from the start takes it away.
        const QByteArray before = bytesOf(out + "/tied.best.checkpoint.safetensors");
        const Outcome more =
            train({"--set", "learning_rate=0.15", "--variant", "both", "--epochs", "9", "--resume", out});
        QVERIFY2(more.code == 0, more.errors);
        QCOMPARE(bytesOf(out + "/tied.best.checkpoint.safetensors"), before);
        QCOMPARE(train({"--epochs", "1", "--variant", "both", "--out", out}).code, 0);
        QVERIFY(!QFile::exists(out + "/tied.best.checkpoint.safetensors"));
    }

    void whenCheckpointsAreWritten_data()
    {
        QTest::addColumn<QString>("when");
        QTest::addColumn<bool>("is_right");
        for (const char* const right : {"1e", "30s", "10m", "0.5m", "2h"})
            QTest::newRow(right) << right << true;
        for (const char* const wrong : {"5", "e", "0e", "1.5e", "-1m", "10 m", "10min", "nan", "1e999m", "m10"})
            QTest::newRow(wrong) << wrong << false;
    }

    void whenCheckpointsAreWritten()
    {
        QFETCH(const QString, when);
        QFETCH(const bool, is_right);
        const Outcome outcome =
            train({"--steps", "1", "--out", m_folder.filePath("when"), "--checkpoint-every=" + when});
        QCOMPARE(outcome.code, is_right ? 0 : 2);
        QVERIFY2(is_right || outcome.errors.contains("--checkpoint-every"), outcome.errors);
    }

    /// What goes on untied began as what was tied; and what goes on as it was has the bits of a training that did not
    /// stop.
    void aBranchGoesOnFromACheckpoint()
    {
        const QString out = m_folder.filePath("trunk");
        QVERIFY(train({"--variant", "tied", "--epochs", "2", "--steps", "50", "--out", out}).code == 0);
        const QString checkpoint = out + "/tied.checkpoint.safetensors";
        const QString whole = m_folder.filePath("whole");
        QVERIFY(train({"--variant", "tied", "--epochs", "2", "--resume", out, "--out", whole}).code == 0);

        const QString both = m_folder.filePath("branch");
        const Outcome branched =
            train({"--variant", "both", "--epochs", "2", "--branch", checkpoint, "--out", both, "--json"});
        QVERIFY2(branched.code == 0, branched.errors);
        const QList<QJsonObject> lines = jsonLines(branched.output);
        QCOMPARE(lines[0]["step"].toInt(), 51);
        QCOMPARE(lines[1]["step"].toInt(), 51);
        QCOMPARE(lines[0]["train_loss"], lines[1]["train_loss"]); // Untied here, before its first update.
        QCOMPARE(bytesOf(both + "/tied.safetensors"), bytesOf(whole + "/tied.safetensors"));
        QVERIFY(bytesOf(both + "/untied.safetensors") != bytesOf(whole + "/tied.safetensors"));

        const QString untied = m_folder.filePath("untied-here");
        const Outcome edited = train({"--variant", "tied", "--epochs", "2", "--branch", checkpoint, "--untie", "W",
                                      "--out", untied, "--steps", "10", "--json"});
        QVERIFY2(edited.code == 0, edited.errors);
        QCOMPARE(jsonLines(edited.output)[0]["train_loss"], lines[0]["train_loss"]);
        // Its project goes with it, and is trained on.
        const Outcome on = runProgram(
            {"train", untied + "/project.ligature", "--resume", untied, "--variant", "tied", "--epochs", "2"});
        QVERIFY2(on.code == 0, on.errors);
        QVERIFY(runProgram({"info", untied + "/project.ligature"}).output.contains("4,192"));
        // Edited by hand since, it says what the checkpoint is of.
        const Outcome by_hand = runProgram({"train", untied + "/project.ligature", "--branch", checkpoint, "--variant",
                                            "tied", "--epochs", "2", "--steps", "1", "--json"});
        QCOMPARE(by_hand.code, 2);
        const Outcome told =
            runProgram({"train", untied + "/project.ligature", "--branch", checkpoint, "--variant", "tied", "--epochs",
                        "2", "--steps", "1", "--json", "--branched-from", m_project});
        QVERIFY2(told.code == 0, told.errors);
        QCOMPARE(jsonLines(told.output)[0]["train_loss"], lines[0]["train_loss"]);
        // What cannot be.
        const Outcome unknown = train({"--branch", checkpoint, "--untie", "V", "--epochs", "2"});
        QCOMPARE(unknown.code, 2);
        QVERIFY(unknown.errors.contains("\"V\""));
        const Outcome gone = train({"--branch", m_folder.filePath("nothing"), "--epochs", "2"});
        QCOMPARE(gone.code, 2);
        const Outcome other = train({"--branch", checkpoint, "--epochs", "2", "--seed", "9"});
        QCOMPARE(other.code, 2);
        QVERIFY2(other.errors.contains("seed"), other.errors);
    }

    void everyThinsTheStepsOut()
    {
        int steps = 0;
        for (const QJsonObject& line : jsonLines(train({"--json", "--every", "10", "--steps", "45"}).output)) {
            if (line["event"] == "step") {
                QCOMPARE(line["step"].toInt() % 10, 0);
                ++steps;
            }
        }
        QCOMPARE(steps, 2 * 4);
    }

    void tiedAndUntiedAreEqualBeforeTheFirstUpdate()
    {
        const QList<QJsonObject> lines = jsonLines(train({"--json", "--steps", "2", "--variant", "both"}).output);
        QMap<QString, QJsonValue> start;
        QMap<QString, QJsonValue> later;
        for (const QJsonObject& line : lines) {
            if (line["event"] == "step")
                (line["step"].toInt() == 1 ? start : later)[line["variant"].toString()] = line["train_loss"];
        }
        QCOMPARE(start.size(), 2);
        QCOMPARE(start["tied"], start["untied"]);
        QVERIFY(later["tied"] != later["untied"]);
        QVERIFY(lines.last()["twin_check"]["identical"].toBool());
    }

    void theSameCallGivesTheSameBitsTwice()
    {
        const QString first = m_folder.filePath("first");
        const QString second = m_folder.filePath("second");
        QCOMPARE(train({"--epochs", "3", "--seed", "5", "--out", first}).code, 0);
        QCOMPARE(train({"--epochs", "3", "--seed", "5", "--out", second}).code, 0);
        compareFolders(first, second);
        const QString other = m_folder.filePath("other");
        QCOMPARE(train({"--epochs", "3", "--seed", "6", "--out", other}).code, 0);
        QVERIFY(bytesOf(first + "/tied.safetensors") != bytesOf(other + "/tied.safetensors"));
    }

    void gradientsAreClippedWhereTheCallSaysSo()
    {
        const QString loose = m_folder.filePath("loose");
        const QString tight = m_folder.filePath("tight");
        const QString none = m_folder.filePath("none");
        // Adam takes no notice of how long a gradient is, so what is clipped is seen with eps only; a norm that nothing
        // reaches changes no bit.
        QCOMPARE(train({"--epochs", "2", "--gradient-clipping", "1000", "--out", loose}).code, 0);
        QCOMPARE(train({"--epochs", "2", "--gradient-clipping", "1e-6", "--out", tight}).code, 0);
        QCOMPARE(train({"--epochs", "2", "--out", none}).code, 0);
        QVERIFY(bytesOf(loose + "/tied.safetensors") == bytesOf(none + "/tied.safetensors"));
        QVERIFY(bytesOf(tight + "/tied.safetensors") != bytesOf(none + "/tied.safetensors"));
        // A checkpoint goes on as it was begun.
        QCOMPARE(train({"--epochs", "3", "--gradient-clipping", "1e-6", "--resume", tight}).code, 0);
        const Outcome other = train({"--epochs", "4", "--resume", tight});
        QCOMPARE(other.code, 2);
        QVERIFY2(other.errors.contains("gradient_clipping"), other.errors);
    }

    void aScheduleIsChosenByName()
    {
        const QString out = m_folder.filePath("scheduled");
        const Outcome outcome = train({"--epochs", "3", "--schedule", "cosine", "--json", "--out", out});
        QCOMPARE(outcome.code, 0);
        QList<double> rates;
        for (const QJsonObject& line : jsonLines(outcome.output)) {
            QCOMPARE(line.contains("learning_rate"), line["event"] != "step");
            if (line["event"] == "epoch" && line["variant"] == "tied")
                rates.append(line["learning_rate"].toDouble());
        }
        QCOMPARE(rates.size(), 4);
        QVERIFY(rates[0] > rates[1] && rates[1] > rates[2] && rates[2] > rates[3] && rates[3] > 0);
        QVERIFY(bytesOf(out + "/report.html").contains("Cosine"));
        // A checkpoint goes on as it was begun.
        const Outcome other = train({"--epochs", "4", "--resume", out});
        QCOMPARE(other.code, 2);
        QVERIFY2(other.errors.contains("schedule"), other.errors);
        QCOMPARE(train({"--epochs", "4", "--schedule", "cosine", "--resume", out}).code, 0);
    }

    void aSecondThreadChangesNoBit()
    {
        const QString one = m_folder.filePath("one");
        const QString two = m_folder.filePath("two");
        QCOMPARE(train({"--epochs", "2", "--threads", "1", "--out", one}).code, 0);
        QCOMPARE(train({"--epochs", "2", "--threads", "2", "--out", two}).code, 0);
        compareFolders(one, two);
    }

    void goingOnGivesTheBitsOfATrainingThatDidNotStop_data()
    {
        QTest::addColumn<QString>("steps");
        QTest::newRow("stopped at the start") << "0";
        QTest::newRow("stopped in the middle of an epoch") << "70";
        QTest::newRow("stopped at the end of an epoch") << "90";
    }
    void goingOnGivesTheBitsOfATrainingThatDidNotStop()
    {
        QFETCH(const QString, steps);
        const QString whole = m_folder.filePath("whole" + steps);
        const QString parts = m_folder.filePath("parts" + steps);
        QCOMPARE(train({"--epochs", "4", "--out", whole}).code, 0);
        QCOMPARE(train({"--epochs", "4", "--steps", steps, "--out", parts}).code, 0);
        QVERIFY(bytesOf(whole + "/tied.safetensors") != bytesOf(parts + "/tied.safetensors"));
        QCOMPARE(train({"--epochs", "4", "--resume", parts}).code, 0);
        compareFolders(whole, parts);
        QCOMPARE(historyWithoutTimes(parts), historyWithoutTimes(whole));
    }

    void trainingOneVariantRemovesWhatAnEarlierTrainingLeftOfTheOther()
    {
        const QString out = m_folder.filePath("again");
        QCOMPARE(train({"--steps", "3", "--variant", "both", "--out", out}).code, 0);
        QCOMPARE(QDir(out).entryList(QDir::Files),
                 QStringList({"history.csv", "report.html", "tied.checkpoint.safetensors", "tied.safetensors",
                              "untied.checkpoint.safetensors", "untied.safetensors"}));
        QCOMPARE(train({"--steps", "3", "--variant", "tied", "--out", out}).code, 0);
        QCOMPARE(QDir(out).entryList(QDir::Files),
                 QStringList({"history.csv", "report.html", "tied.checkpoint.safetensors", "tied.safetensors"}));
    }

    void theUsesAreToldWhereTheyAreWatched()
    {
        const QString out = m_folder.filePath("uses");
        const Outcome outcome =
            train({"--json", "--steps", "20", "--uses", "--uses-every", "10", "--variant", "both", "--out", out});
        QCOMPARE(outcome.code, 0);
        QList<QJsonObject> told;
        for (const QJsonObject& line : jsonLines(outcome.output)) {
            if (line["event"] == "uses")
                told.append(line);
        }
        QCOMPARE(told.size(), 2);
        QCOMPARE(told[1]["step"].toInt(), 11);
        QCOMPARE(told[1]["variant"].toString(), "tied");
        QCOMPARE(told[1]["parameter_name"].toString(), "W");
        const QJsonArray uses = told[1]["uses"].toArray();
        QCOMPARE(uses.size(), 2);
        QCOMPARE(uses[1]["layer_name"].toString(), "decoder");
        QCOMPARE(uses[1]["slot"].toString(), "weight");
        QCOMPARE(uses[1]["view"].toArray().size(), 1);
        QVERIFY(uses[0]["norm"].toDouble() > 0);
        QVERIFY(std::abs(uses[0]["share"].toDouble() + uses[1]["share"].toDouble() - 1) < 1e-12);
        const QJsonArray cosines = told[1]["cosines"].toArray();
        QCOMPARE(cosines[0].toArray()[1].toDouble(), cosines[1].toArray()[0].toDouble());
        QVERIFY(std::abs(cosines[0].toArray()[1].toDouble()) < 1);
        QVERIFY(std::abs(cosines[0].toArray()[0].toDouble() - 1) < 1e-12);

        QVERIFY(bytesOf(out + "/report.html").contains("supplies") ||
                bytesOf(out + "/report.html").contains("supply about"));
        QCOMPARE(bytesOf(out + "/uses.csv").count('\n'), 1 + 2 * 2);
        // Going on keeps what was told, and goes on telling where it is asked to.
        QCOMPARE(train({"--steps", "5", "--resume", out}).code, 0);
        QCOMPARE(bytesOf(out + "/uses.csv").count('\n'), 1 + 2 * 2);
        const Outcome more = train({"--steps", "5", "--resume", out, "--uses", "--uses-every", "5"});
        QVERIFY(more.output.contains("of the gradient of W"));
        QCOMPARE(bytesOf(out + "/uses.csv").count('\n'), 1 + 3 * 2);
        // A training that starts anew without it leaves none.
        QCOMPARE(train({"--steps", "5", "--out", out}).code, 0);
        QVERIFY(!QFile::exists(out + "/uses.csv"));
    }

    void watchingTheUsesChangesNoBit()
    {
        const QString plain = m_folder.filePath("plain");
        const QString watched = m_folder.filePath("watched");
        QCOMPARE(train({"--epochs", "2", "--out", plain}).code, 0);
        QCOMPARE(train({"--epochs", "2", "--uses", "--uses-every", "1", "--out", watched}).code, 0);
        compareFolders(plain, watched);
    }

    void peopleAreToldTheTwinCheckAndWhereThingsAre()
    {
        const QString out = m_folder.filePath("told");
        const Outcome outcome = train({"--epochs", "2", "--out", out});
        QCOMPARE(outcome.code, 0);
        for (const QString& text : {QString("epoch 2/2"), QString("equal to the last bit"), QString("2,144"),
                                    QString("4,192"), out + "/report.html", out + "/tied.safetensors"})
            QVERIFY2(outcome.output.contains(text.toUtf8()), qPrintable(text));
    }

    void theReportHoldsItsDataAndNeedsNoNetwork()
    {
        const QString out = m_folder.filePath("report");
        QCOMPARE(train({"--epochs", "1", "--out", out}).code, 0);
        const QByteArray page = bytesOf(out + "/report.html");
        QVERIFY(page.contains("\"val_loss\""));
        QVERIFY(!page.contains("https://"));
        QVERIFY(!page.contains("src="));
    }

    void anotherFileCanTakeTheProjectsDataPlace()
    {
        QByteArray csv;
        for (int row = 0; row < 40; ++row) {
            QByteArrayList cells;
            for (int pixel = 0; pixel < 64; ++pixel)
                cells.append(QByteArray::number((row * 7 + pixel) % 17));
            csv += cells.join(',') + "\n";
        }
        writeBytes(m_folder.filePath("own.csv"), csv);
        const Outcome outcome = train({"--data", m_folder.filePath("own.csv"), "--epochs", "1", "--json"});
        QVERIFY2(outcome.code == 0, outcome.errors);
        QCOMPARE(jsonLines(outcome.output).last()["step"].toInt(), 1); // 32 samples to train on, one batch
    }

    void aLossThatIsNotFiniteEndsWithTheLastGoodWeights()
    {
        const QTemporaryDir own;
        const QString project = writeExample("tied-autoencoder-digits", own.path());
        setInProject(project, {"training", "optimizer"},
                     QJsonObject({{"type", "sgd"}, {"attributes", QJsonObject({{"learning_rate", 1000.0}})}}));
        const QString out = m_folder.filePath("diverged");
        const Outcome outcome = runProgram({"train", project, "--json", "--out", out});
        QCOMPARE(outcome.code, 1);
        QCOMPARE(outcome.errors.count('\n'), 1);
        QVERIFY(outcome.errors.contains("layer"));
        QVERIFY(outcome.errors.contains("step"));
        const QList<QJsonObject> lines = jsonLines(outcome.output);
        QVERIFY(!lines.isEmpty()); // a NaN would not be JSON
        QCOMPARE(lines.last()["status"].toString(), "diverged");
        const QString exported = m_folder.filePath("good.npz");
        QCOMPARE(
            runProgram({"export", project, "--weights", out, "--variant", "tied", "--format", "npz", "-o", exported})
                .code,
            0);
    }

    /// One step that is so long that the measure after it overflows, with no other step to notice.
    void aLastMeasureThatIsNotFiniteIsAnError_data()
    {
        QTest::addColumn<double>("validation");
        QTest::addColumn<QByteArray>("expected");
        QTest::newRow("of the validation samples") << 0.2 << QByteArray("last validation loss was not finite");
        QTest::newRow("of the training samples") << 0.0 << QByteArray("last training loss was not finite");
    }
    void aLastMeasureThatIsNotFiniteIsAnError()
    {
        QFETCH(double, validation);
        QFETCH(QByteArray, expected);
        const QTemporaryDir own;
        const QString project = writeExample("tied-autoencoder-digits", own.path());
        setInProject(project, {"training", "optimizer"},
                     QJsonObject({{"type", "sgd"}, {"attributes", QJsonObject({{"learning_rate", 1e6}})}}));
        setInProject(project, {"training", "batch_size"}, 2000);
        setInProject(project, {"training", "validation_fraction"}, validation);
        QJsonObject network = QJsonDocument::fromJson(bytesOf(project))["network"].toObject();
        QJsonArray parameters = network["parameters"].toArray();
        for (int i = 0; i < parameters.size(); ++i) {
            QJsonObject parameter = parameters[i].toObject();
            if (!parameter.contains("name")) // The biases.
                parameter["initializer"] =
                    QJsonObject({{"type", "constant"}, {"attributes", QJsonObject({{"value", 1e15}})}});
            parameters[i] = parameter;
        }
        network["parameters"] = parameters;
        setInProject(project, {"network"}, network);
        const QString out = own.filePath("out");
        const Outcome outcome = runProgram({"train", project, "--epochs", "1", "--out", out, "--json"});
        QCOMPARE(outcome.code, 1);
        QVERIFY2(outcome.errors.contains(expected), outcome.errors.constData());
        QCOMPARE(jsonLines(outcome.output).last()["status"].toString(), "diverged");
        // What was measured is in the history, and not as if nothing had been.
        QVERIFY(validation == 0 || bytesOf(out + "/history.csv").contains(",inf,"));
        if (validation > 0)
            QCOMPARE(runProgram({"train", project, "--epochs", "1", "--resume", out}).code, 1);
    }

    void aSignalStopsTheTrainingAndKeepsWhatIsTrained()
    {
        const QString out = m_folder.filePath("stopped");
        QProcess program;
        program.start(programPath(),
                      {"train", m_project, "--epochs", "1000000", "--json", "--every", "1000", "--out", out});
        QVERIFY(program.waitForReadyRead());
        ::kill(static_cast<pid_t>(program.processId()), SIGINT);
        QVERIFY(program.waitForFinished());
        QCOMPARE(program.exitStatus(), QProcess::NormalExit);
        const QByteArray errors = program.readAllStandardError();
        QVERIFY2(program.exitCode() == 128 + SIGINT, errors);
        QCOMPARE(jsonLines(program.readAllStandardOutput()).last()["status"].toString(), "stopped");
        QVERIFY(QFile::exists(out + "/tied.safetensors"));
        QCOMPARE(train({"--epochs", "1000000", "--steps", "1", "--resume", out}).code, 0);
    }

private:
    Outcome train(const QStringList& options) { return runProgram(QStringList{"train", m_project} + options); }

    static void compareFolders(const QString& a, const QString& b)
    {
        for (const char* file : {"/tied.safetensors", "/untied.safetensors", "/tied.checkpoint.safetensors",
                                 "/untied.checkpoint.safetensors"}) {
            QVERIFY2(!bytesOf(a + file).isEmpty(), file);
            QVERIFY2(bytesOf(a + file) == bytesOf(b + file), file);
        }
    }

    static QList<QByteArray> historyWithoutTimes(const QString& folder)
    {
        QList<QByteArray> lines;
        for (const QByteArray& line : bytesOf(folder + "/history.csv").split('\n'))
            lines.append(line.left(line.lastIndexOf(',')));
        return lines;
    }

    QTemporaryDir m_folder;
    QString m_project;
};

LIGATURE_GUILESS_TEST(TestTrain)

} // namespace test_train

#include "test_train.moc"
