// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <csignal>
#include <memory>
#include <random>
#include <vector>

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>

#include "tests/cli/program.h"
#include "tests/support/test_program.h"

namespace test_compare {

using namespace ligature::testing;

class TestCompare : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_project = writeExample("tied-autoencoder-digits", m_folder.path());
        QVERIFY(!m_project.isEmpty());
        setInProject(m_project, {"training", "epochs"}, 2);
    }

    void theAnswerIsInWords()
    {
        const Outcome outcome = compare({"--seeds", "6"});
        QCOMPARE(outcome.code, 0);
        const QString text = QString::fromUtf8(outcome.output);
        for (const char* const part :
             {"2 arms × 6 seeds",
              "Tied: 2,048 parameters fewer (49 %), 8.2 kB less. Validation loss +8.0 % (95 % "
              "interval +6.0 to +9.9 %, 6 seeds, paired): worse by more than your margin of 0.5 %.",
              "Pairing made each seed worth", "Effect size d_z", "The learning rates were not tuned"})
            QVERIFY2(text.contains(part), qPrintable(text));
        const QString few = QString::fromUtf8(compare({"--seeds", "3"}).output);
        QVERIFY2(few.contains("no verdict with fewer than 6 seeds; 3 more are needed"), qPrintable(few));
    }

    void jsonHasAllFigures()
    {
        const Outcome outcome = compare({"--seeds", "6", "--json", "--fractions", "0.5,1", "--test-fraction", "0.1"});
        QCOMPARE(outcome.code, 0);
        const QJsonObject json = QJsonDocument::fromJson(outcome.output).object();
        QCOMPARE(json["format"], QJsonValue("ligature-comparison"));
        QCOMPARE(json["seeds"].toArray().size(), 6);
        QCOMPARE(json["runs"].toInt(), 24);
        QVERIFY(json["complete"].toBool());
        QCOMPARE(json["groups"].toArray().size(), 2);
        const QJsonObject tied = json["groups"][1]["arms"][0].toObject();
        QCOMPARE(tied["arm"], QJsonValue("tied"));
        QCOMPARE(tied["parameters"].toInt(), 2144);
        for (const char* const figure : {"validation_loss", "mean_absolute_error", "test_loss", "training_loss"}) {
            const QJsonObject found = tied["figures"][figure].toObject();
            QCOMPARE(found["values"].toArray().size(), 6);
            QCOMPARE(found["against_baseline"]["pairs"].toInt(), 6);
        }
        QVERIFY(!json["times"].toArray().isEmpty());
    }

    void theReportOpensOffline()
    {
        const QString file = m_folder.filePath("report.html");
        const Outcome outcome = compare({"--seeds", "6", "--html", file});
        QCOMPARE(outcome.code, 0);
        const QByteArray page = bytesOf(file);
        QVERIFY(page.startsWith("<!DOCTYPE html>") || page.startsWith("<!doctype html>"));
        QVERIFY(!page.contains("src=\"http") && !page.contains("href=\"http"));
        for (const char* const part : {"2,048 parameters fewer", "ligature-cli compare", "--seeds 6"})
            QVERIFY2(page.contains(part), part);
    }

    void aFolderKeepsTheRunsAndIsGoneOnWith()
    {
        const QString out = m_folder.filePath("kept");
        const Outcome first = compare({"--seeds", "3", "--out", out, "--json"});
        QCOMPARE(first.code, 0);
        QCOMPARE(QDir(out).entryList(QDir::Files | QDir::Dirs | QDir::NoDotAndDotDot),
                 QStringList({"comparison.html", "comparison.json", "project.ligature", "running", "runs"}));
        QCOMPARE(runsIn(out).size(), 6);
        QVERIFY(QDir(out + "/running").isEmpty());
        QCOMPARE(bytesOf(out + "/comparison.json"), first.output);
        // The same call trains nothing, and neither does --resume: even the times stay.
        const QMap<QString, QByteArray> before = runsIn(out);
        QCOMPARE(compare({"--seeds", "3", "--out", out, "--json"}).output, first.output);
        QCOMPARE(runProgram({"compare", "--resume", out, "--json"}).output, first.output);
        QVERIFY(runsIn(out) == before);
        // More seeds are the old ones and the new ones alone; the folder's project has them then.
        QCOMPARE(runProgram({"compare", "--resume", out, "--seeds", "4"}).code, 0);
        QMap<QString, QByteArray> after = runsIn(out);
        QCOMPARE(after.size(), 8);
        for (auto run = before.begin(); run != before.end(); ++run)
            QCOMPARE(after.take(run.key()), run.value());
        QCOMPARE(bits(runProgram({"compare", "--resume", out, "--json"}).output),
                 bits(compare({"--seeds", "4", "--json"}).output));
    }

    void whatIsWrongIsToldOnOneLine_data();
    void whatIsWrongIsToldOnOneLine();

    void savesTheExperimentIntoTheProject()
    {
        const QStringList said = {"--seeds",         "4",   "--fractions", "0.5,1", "--arms", "tied,untied-own-start",
                                  "--first-seed",    "3",   "--margin",    "0.02",  "--tune", "2",
                                  "--test-fraction", "0.1", "--epochs",    "1",     "--vary", "batch_size=16,32"};
        const QString saved = m_folder.filePath("saved.ligature");
        const Outcome outcome = compare(said + QStringList{"--save", saved});
        QCOMPARE(outcome.code, 0);
        QCOMPARE(outcome.output, QByteArray());
        const QByteArray expected = bits(compare(said + QStringList{"--json"}).output);
        QVERIFY(expected.contains("\"complete\": true"));
        QCOMPARE(bits(runProgram({"compare", saved, "--json"}).output), expected);
        QCOMPARE(runProgram({"info", saved}).code, 0);
    }

    void aSavedProjectFindsItsDataAgain()
    {
        const QTemporaryDir here;
        const QString csv = here.filePath("table.csv");
        QByteArray table = "a,b,c\n";
        for (int i = 0; i < 60; ++i)
            table +=
                QByteArray::number(i % 7) + ',' + QByteArray::number(i % 5) + ',' + QByteArray::number(i % 3) + '\n';
        writeBytes(csv, table);
        const QString project = writeExample("tied-autoencoder-digits", here.path());
        setInProject(
            project, {"data"},
            QJsonObject{{"format", "csv"}, {"options", QJsonObject{{"path", "table.csv"}}}, {"scaling", "none"}});
        setInProject(project, {"network"}, smallNetwork(project));
        const QByteArray expected = bits(runProgram({"compare", project, "--seeds", "2", "--json"}).output);
        QVERIFY(expected.contains("\"complete\": true"));
        // Beside it, the path stays as it is; elsewhere it is whole.
        QVERIFY(QDir(here.path()).mkdir("elsewhere"));
        for (const QString& file : {here.filePath("beside.ligature"), here.filePath("elsewhere/other.ligature")}) {
            QCOMPARE(runProgram({"compare", project, "--seeds", "2", "--save", file}).code, 0);
            QCOMPARE(bytesOf(file).contains("\"table.csv\""), file.contains("beside"));
            QCOMPARE(bits(runProgram({"compare", file, "--json"}).output), expected);
        }
    }

    void killedAtTwentyMomentsItComesToTheSame_data()
    {
        QTest::addColumn<QStringList>("said");
        // Many short runs: kills come between and at their ends. Few long ones: they come on the way.
        QTest::newRow("short runs") << QStringList{"--seeds", "40", "--epochs", "2", "--tune", "2"};
        QTest::newRow("long runs") << QStringList{"--seeds", "2", "--epochs", "800", "--test-fraction", "0.1"};
    }
    void killedAtTwentyMomentsItComesToTheSame();

    void aStopLeavesWhatIsGoneOnWith()
    {
        const QString out = m_folder.filePath("stopped");
        const QStringList said = {"--seeds", "1",         "--epochs", "5000",  "--checkpoint-interval",
                                  "0.001",   "--threads", "1",        "--out", out};
        QProcess program;
        program.start(programPath(), QStringList{"compare", m_project} + said);
        const auto runs = [&] { return QDir(out + "/running").entryList(QDir::Dirs | QDir::NoDotAndDotDot); };
        // One thread trains both arms of a seed in lockstep.
        const auto is_on_its_way = [&] {
            return runs().size() == 2 && std::ranges::all_of(runs(), [&](const QString& run) {
                       return QFile::exists(out + "/running/" + run + "/progress.json");
                   });
        };
        QVERIFY(QTest::qWaitFor(is_on_its_way, 60'000));
        ::kill(static_cast<pid_t>(program.processId()), SIGINT);
        QVERIFY(program.waitForFinished());
        QCOMPARE(program.exitCode(), 130);
        QVERIFY(program.readAllStandardOutput().contains("2 of 2 runs are not through"));
        QVERIFY(is_on_its_way());
    }

    void foldsAreComparedAllOrOne()
    {
        const Outcome all = compare({"--seeds", "2", "--folds", "4", "--epochs", "1", "--split", "stratified"});
        QVERIFY2(all.code == 0, all.errors);
        QVERIFY2(all.output.contains("2 seeds × 4 folds"), all.output);
        QVERIFY(all.output.contains("8 folds, paired"));
        QVERIFY(all.output.contains("Nadeau"));
        const Outcome one = compare({"--seeds", "6", "--folds", "4", "--fold", "3", "--epochs", "1"});
        QVERIFY2(one.code == 0, one.errors);
        QVERIFY(one.output.contains("6 seeds, paired") && !one.output.contains("Nadeau"));
        const Outcome none = compare({"--folds", "4", "--fold", "5"});
        QCOMPARE(none.code, 2);
        QVERIFY2(none.errors.contains("--fold: 5 is none of 4 folds"), none.errors);
        const Outcome unsplit = compare({"--fold", "2"});
        QCOMPARE(unsplit.code, 2);
        QVERIFY2(unsplit.errors.contains("--fold: 2 is none of 0 folds"), unsplit.errors);
    }

    void fourPartsAtOnceComeToTheSame_data()
    {
        QTest::addColumn<bool>("in_one_folder");
        QTest::newRow("into one folder") << true;
        QTest::newRow("into four that are merged") << false;
    }
    void fourPartsAtOnceComeToTheSame();
    void partsOfAnotherExperimentAreTold();
    void theListOfCommandsDoesItAll();

private:
    [[nodiscard]] Outcome compare(const QStringList& said) const
    {
        return runProgram(QStringList{"compare", m_project} + said);
    }

    /// All figures, without the times, which differ each time.
    static QByteArray bits(const QByteArray& json) { return json.left(json.indexOf("\n  \"times\"")); }

    static QMap<QString, QByteArray> runsIn(const QString& folder)
    {
        QMap<QString, QByteArray> runs;
        for (const QString& name : QDir(folder + "/runs").entryList(QDir::Files))
            runs[name] = bytesOf(folder + "/runs/" + name);
        return runs;
    }

    /// The example's, of 3 numbers.
    static QJsonObject smallNetwork(const QString& project)
    {
        QJsonObject network = QJsonDocument::fromJson(bytesOf(project)).object()["network"].toObject();
        QJsonArray layers;
        for (const QJsonValue& value : network["layers"].toArray()) {
            QJsonObject layer = value.toObject();
            if (layer["name"] == "input")
                layer["attributes"] = QJsonObject{{"shape", QJsonArray{3}}};
            else if (layer["name"] == "decoder")
                layer["attributes"] = QJsonObject{{"out_features", 3}};
            layers.append(layer);
        }
        network["layers"] = layers;
        return network;
    }

    QTemporaryDir m_folder;
    QString m_project;
};

void TestCompare::whatIsWrongIsToldOnOneLine_data()
{
    QTest::addColumn<QStringList>("said"); // "P" is the project, "F" a folder that is empty.
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("error");
    const auto row = [](const char* said, int code, const char* error) {
        QTest::newRow(said) << QString(said).split(' ') << code << error;
    };
    row("compare", 2, "no project is named");
    row("compare nowhere.ligature", 2, "nowhere.ligature");
    row("compare P --seeds 0", 2, "--seeds");
    row("compare P --seeds 1.5", 2, "--seeds");
    row("compare P --seeds ten", 2, "--seeds");
    row("compare P --seeds 10001", 2, "--seeds");
    row("compare P --first-seed -1", 2, "--first-seed");
    row("compare P --first-seed 9007199254740991", 2, "its seeds would go beyond");
    row("compare P --fractions 0", 2, "share of the training samples");
    row("compare P --fractions 1.5", 2, "share of the training samples");
    row("compare P --fractions 0.5,0.5", 2, "there twice");
    row("compare P --fractions ,", 2, "--fractions");
    row("compare P --fractions half", 2, "--fractions");
    row("compare P --arms tied", 2, "one arm alone is compared with nothing");
    row("compare P --arms tied,nobody", 2, "--arms: there is no arm \"nobody\"");
    row("compare P --arms tied,tied", 2, "the arm \"tied\" is there twice");
    row("compare P --baseline nobody", 2, "--baseline: there is no arm \"nobody\"");
    row("compare P --baseline narrowed", 2, "is none of its arms");
    row("compare P --vary learning_rate", 2, "--vary learning_rate: it has no values");
    row("compare P --vary nothing=1", 2, "--vary nothing: there is no such setting");
    row("compare P --vary nobody.units=1", 2, "there is no layer \"nobody\"");
    row("compare P --vary learning_rate=fast", 2, "\"fast\" is not a number");
    row("compare P --vary learning_rate=0.1,0.1", 2, "it is there twice");
    row("compare P --vary epochs=1 --vary epochs=2", 2, "it is varied twice");
    row("compare P --vary learning_rate=0.1..0.2", 2, "only random draws have a range");
    row("compare P --vary learning_rate=0.1,0.2 --tune 3", 2, "varied and tuned too");
    row("compare P --vary validation_fraction=0,0.2", 2, "no validation samples to compare on");
    row("compare P --combine none", 2, "--combine");
    row("compare P --draws 0", 2, "--draws");
    row("compare P --by loudness", 2, "--by");
    row("compare P --margin -1", 2, "--margin");
    row("compare P --margin nan", 2, "--margin");
    row("compare P --tune 100", 2, "--tune");
    row("compare P --epochs 0", 2, "--epochs");
    row("compare P --test-fraction 0.9", 2, "no samples to train on");
    row("compare P --test-fraction 1", 2, "--test-fraction");
    row("compare P --test-fraction 0.0001", 2, "its test split keeps no sample");
    row("compare P --threads 0", 2, "--threads");
    row("compare P --checkpoint-interval 0", 2, "--checkpoint-interval");
    row("compare P --checkpoint-interval never", 2, "--checkpoint-interval");
    row("compare P --data nowhere.csv", 2, "nowhere.csv");
    row("compare P --data-option colour", 2, "--data-option");
    row("compare P --shard 1/2", 2, "--shard");
    row("compare P --out F --shard 0/2", 2, "\"0/2\" is no part");
    row("compare P --out F --shard 3/2", 2, "\"3/2\" is no part");
    row("compare P --out F --shard 1", 2, "\"1\" is no part");
    row("compare P --out F --shard 1/", 2, "\"1/\" is no part");
    row("compare P --out F --shard 1/2/3", 2, "\"1/2/3\" is no part");
    row("compare P --out F --shard -1/2", 2, "is no part");
    row("compare P --out F --shard 1/2 --html f.html", 2, "--html");
    row("compare P --out F --shard 1/2 --merge F", 2, "--merge");
    row("compare P --out F --resume F", 2, "--resume");
    row("compare P --slurm job.sh", 2, "--out");
    row("compare P --commands jobs.txt", 2, "--out");
    row("compare P --out F --slurm job.sh --parts 0", 2, "--parts");
    row("compare P --merge nowhere", 2, "there is no such folder");
    row("compare P --merge F", 2, "there are no runs in it");
    row("compare --merge F", 2, "project.ligature");
    row("compare --resume F", 2, "project.ligature");
    row("compare P --colour red", 2, "--colour");
    row("compare P --out P", 2, "the folder cannot be made");
    for (const char* const option :
         {"--seeds", "--first-seed",  "--fractions",     "--arms",    "--baseline",
          "--vary",  "--combine",     "--draws",         "--by",      "--margin",
          "--tune",  "--epochs",      "--test-fraction", "--threads", "--checkpoint-interval",
          "--data",  "--data-option", "--out",           "--resume",  "--shard",
          "--merge", "--slurm",       "--commands",      "--parts",   "--save",
          "--html"})
        QTest::newRow((std::string(option) + " without a value").c_str())
            << QStringList{"compare", "P", option, ""} << 2 << option;
}

void TestCompare::whatIsWrongIsToldOnOneLine()
{
    QFETCH(QStringList, said);
    QFETCH(const int, code);
    QFETCH(const QString, error);
    const QTemporaryDir empty;
    said.replaceInStrings(QRegularExpression("^P$"), m_project);
    said.replaceInStrings(QRegularExpression("^F$"), empty.path());
    const Outcome outcome = runProgram(said);
    QVERIFY2(outcome.code == code, outcome.errors + QByteArray::number(outcome.code));
    QCOMPARE(outcome.output, QByteArray());
    QCOMPARE(outcome.errors.count('\n'), 1);
    QVERIFY2(QString::fromUtf8(outcome.errors).contains(error), outcome.errors);
    QVERIFY(QDir(empty.path()).isEmpty());
    QVERIFY(!QFile::exists("job.sh") && !QFile::exists("jobs.txt") && !QFile::exists("f.html"));
}

void TestCompare::killedAtTwentyMomentsItComesToTheSame()
{
    QFETCH(const QStringList, said);
    constexpr int kills = 20;
    QElapsedTimer timer;
    timer.start();
    const QByteArray whole = bits(compare(said + QStringList{"--json", "--threads", "2"}).output);
    QVERIFY(whole.contains("\"complete\": true"));
    // Three times over the whole of it, however busy the machine is.
    const auto length = static_cast<unsigned>(std::clamp<qint64>(timer.nsecsElapsed() / 1000, 50'000, 2'000'000));
    std::mt19937 random(20261130);
    std::uniform_int_distribution<unsigned> microseconds(0, length / 6);
    const QString out = m_folder.filePath(QString("killed-%1").arg(QTest::currentDataTag()));
    int killed = 0;
    int with_state = 0;
    int begun_anew = 0;
    const bool has_long_runs = qstrcmp(QTest::currentDataTag(), "long runs") == 0;
    // Each life may be longer than the one before, so that on a machine that has no time some get beyond their start.
    for (int lives = 0; (killed < kills || (has_long_runs && with_state == 0)) && lives < 5 * kills; ++lives) {
        QProcess program;
        program.start(
            programPath(),
            QStringList{"compare", m_project, "--out", out, "--threads", "2", "--checkpoint-interval", "0.001"} + said);
        QVERIFY(program.waitForStarted());
        QThread::usleep(microseconds(random) * static_cast<unsigned>(10 + lives) / 10);
        ::kill(static_cast<pid_t>(program.processId()), SIGKILL);
        QVERIFY(program.waitForFinished());
        if (program.exitStatus() == QProcess::CrashExit) {
            ++killed;
            for (const QString& run : QDir(out + "/running").entryList(QDir::Dirs | QDir::NoDotAndDotDot))
                with_state += QFile::exists(out + "/running/" + run + "/progress.json") ? 1 : 0;
        } else { // It was through sooner.
            QVERIFY2(program.exitCode() == 0, program.readAllStandardError());
            QVERIFY(QDir(out).removeRecursively());
            ++begun_anew;
        }
    }
    QVERIFY(killed >= kills);
    QVERIFY(with_state > 0 || !has_long_runs);
    const Outcome last = QFile::exists(out + "/project.ligature") ? runProgram({"compare", "--resume", out, "--json"})
                                                                  : compare(said + QStringList{"--out", out, "--json"});
    QVERIFY2(last.code == 0, last.errors);
    QCOMPARE(bits(last.output), whole);
    QVERIFY(QDir(out + "/running").isEmpty());
    for (const QString& folder : {out, out + "/runs"})
        QVERIFY(QDir(folder).entryList(QDir::Files | QDir::Hidden).filter(QRegularExpression("^\\.")).isEmpty());
    qInfo("%d kills, %d states of runs found on the way, begun anew %d times: the same bits", killed, with_state,
          begun_anew);
}

void TestCompare::fourPartsAtOnceComeToTheSame()
{
    QFETCH(const bool, in_one_folder);
    const QStringList said = {"--seeds", "6", "--epochs", "3", "--fractions", "0.5,1", "--tune", "2"};
    const QByteArray whole = bits(compare(said + QStringList{"--json"}).output);
    QVERIFY(whole.contains("\"complete\": true"));
    const auto folder = [&](int part) {
        return m_folder.filePath(in_one_folder ? QString("parts") : QString("part-%1").arg(part));
    };
    const auto call = [&](int part) {
        return QStringList{"compare",   m_project, "--out",   folder(part),
                           "--threads", "1",       "--shard", QString("%1/4").arg(part)} +
               said;
    };
    std::vector<std::unique_ptr<QProcess>> parts;
    for (int part = 1; part <= 4; ++part) {
        if (part == 3) // It is lost.
            continue;
        parts.push_back(std::make_unique<QProcess>());
        parts.back()->start(programPath(), call(part));
    }
    for (const auto& part : parts) {
        QVERIFY(part->waitForFinished(60'000));
        QCOMPARE(part->exitCode(), 0);
        QVERIFY(part->readAllStandardOutput().startsWith("Part "));
    }
    QStringList folders;
    for (int part = 1; part <= 4; ++part) {
        if (!folders.contains(folder(part)) && QDir(folder(part)).exists())
            folders << folder(part);
    }
    const auto merged = [&] { return compare(said + QStringList{"--json", "--merge"} + folders); };
    const Outcome torn = merged();
    QCOMPARE(torn.code, 1);
    // 12 pairs dealt to four: the third has 3 of them.
    QVERIFY2(torn.errors.contains("6 of 24 runs are in none of the folders; run the parts that are missing again"),
             torn.errors);
    const qsizetype before = runsIn(folder(1)).size();
    QCOMPARE(runProgram(call(3)).code, 0);
    if (!in_one_folder) {
        folders << folder(3);
        QCOMPARE(runsIn(folder(1)).size(), before);
    }
    const Outcome all = merged();
    QVERIFY2(all.code == 0, all.errors);
    QCOMPARE(bits(all.output), whole);
    // Into a folder, which then is as that of one machine.
    const QString out = m_folder.filePath(QString("merged-%1").arg(in_one_folder));
    QCOMPARE(compare(said + QStringList{"--out", out, "--merge"} + folders).code, 0);
    QCOMPARE(bits(bytesOf(out + "/comparison.json")), whole);
    QCOMPARE(bits(runProgram({"compare", "--resume", out, "--json"}).output), whole);
}

void TestCompare::partsOfAnotherExperimentAreTold()
{
    const QString out = m_folder.filePath("others");
    QCOMPARE(compare({"--seeds", "2", "--epochs", "1", "--out", out, "--shard", "1/1"}).code, 0);
    const Outcome outcome = compare({"--seeds", "2", "--epochs", "2", "--merge", out});
    QCOMPARE(outcome.code, 1);
    QVERIFY2(
        outcome.errors.contains(
            "4 of 4 runs are in none of the folders, which have 4 of other settings, other data or another program"),
        outcome.errors);
    // Read alone: nothing was written there.
    QVERIFY(runsIn(out).size() == 4);
}

void TestCompare::theListOfCommandsDoesItAll()
{
    // A name that a shell would take apart, and an option that it would read.
    const QTemporaryDir place(m_folder.filePath("it's a $place XXXXXX"));
    const QString project = place.filePath("p q.ligature");
    QVERIFY(QFile::copy(m_project, project));
    const QString list = place.filePath("jobs.txt");
    const QString out = place.filePath("o'ut");
    const QStringList said = {"--seeds", "3", "--vary", "encoder.out_features=8,16"};
    QCOMPARE(runProgram(QStringList{"compare", project, "--out", out, "--commands", list, "--parts", "3"} + said).code,
             0);
    QVERIFY(!QDir(out).exists());
    const QByteArray text = bytesOf(list);
    QCOMPARE(text.count('\n'), 5);
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert("PATH", QFileInfo(programPath()).path() + ":" + environment.value("PATH"));
    const auto shell = [&](const QString& command) {
        QProcess program;
        program.setProcessEnvironment(environment);
        program.start("/bin/sh", {"-c", command});
        return program.waitForFinished(60'000) && program.exitCode() == 0 ? program.readAllStandardOutput()
                                                                          : program.readAllStandardError();
    };
    const QByteArray ran = shell("sh '" + QString(list).replace("'", "'\\''") + "'");
    QCOMPARE(ran.count("is through"), 3);
    const QString merge = QString::fromUtf8(text.trimmed().split('\n').last()).mid(2);
    QVERIFY2(merge.contains("--merge"), qPrintable(merge));
    const QByteArray answer = shell(merge);
    QVERIFY2(answer.contains("encoder.out_features = 16"), answer);
    QCOMPARE(bits(bytesOf(out + "/comparison.json")),
             bits(runProgram(QStringList{"compare", project, "--json"} + said).output));
}

LIGATURE_GUILESS_TEST(TestCompare)

} // namespace test_compare

#include "test_compare.moc"
