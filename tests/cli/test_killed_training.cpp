// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <csignal>
#include <cstdio>
#include <random>

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>

#include "tests/cli/program.h"
#include "tests/support/test_program.h"

namespace test_killed_training {

using namespace ligature::testing;

/// A training that is killed again and again, at any moment of its start, its steps and its writes, goes on each time
/// from the last state that it wrote, and ends with the bits of one that was left in peace.
class TestKilledTraining : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void fiveHundredKillsChangeNoBit();

private:
    [[nodiscard]] QStringList call(const QString& folder, bool resume) const
    {
        QStringList arguments = {
            "train", m_project, "--epochs", "60", "--threads", "1", "--step-log", "--checkpoint-interval", "0.001"};
        return arguments << (resume ? "--resume" : "--out") << folder;
    }

    QTemporaryDir m_folder;
    QString m_project;
};

namespace {

constexpr int kills = 500;

bool hasState(const QString& folder)
{
    return QFile::exists(folder + "/tied.checkpoint.safetensors");
}

QList<QByteArray> linesWithoutTimes(const QString& file)
{
    QList<QByteArray> lines;
    for (const QByteArray& line : bytesOf(file).split('\n'))
        lines.append(line.left(line.lastIndexOf(',')));
    return lines;
}

} // namespace

void TestKilledTraining::fiveHundredKillsChangeNoBit()
{
    m_project = writeExample("tied-autoencoder-digits", m_folder.path());
    const QString whole = m_folder.filePath("whole");
    const QString torn = m_folder.filePath("torn");
    QCOMPARE(runProgram(call(whole, false)).code, 0);

    std::mt19937 random(20261130);
    // Three times what a start, a step and a write take, however busy the machine is.
    QElapsedTimer timer;
    timer.start();
    QCOMPARE(runProgram(call(m_folder.filePath("short"), false) << "--steps"
                                                                << "1")
                 .code,
             0);
    const auto one_life = static_cast<unsigned>(std::clamp<qint64>(timer.nsecsElapsed() / 1000, 10'000, 100'000));
    std::uniform_int_distribution<unsigned> microseconds(0, 3 * one_life);
    int killed = 0;
    int resumed = 0;
    int begun = 0;
    for (int lives = 0; killed < kills && lives < 4 * kills; ++lives) {
        // The whole of it is done in less time than all those lives: then it begins anew.
        if (lives % 100 == 99)
            QVERIFY(QDir(torn).removeRecursively());
        const bool resume = hasState(torn);
        ++(resume ? resumed : begun);
        QProcess program;
        program.start(programPath(), call(torn, resume));
        QVERIFY(program.waitForStarted());
        QThread::usleep(microseconds(random));
        ::kill(static_cast<pid_t>(program.processId()), SIGKILL);
        QVERIFY(program.waitForFinished());
        if (program.exitStatus() == QProcess::CrashExit)
            ++killed;
        else if (program.exitCode() != 0) // The first write of all was killed: what was there before it was nothing.
            QVERIFY2(resume && !hasState(torn), program.readAllStandardError());
    }
    QCOMPARE(killed, kills);
    QVERIFY(resumed > kills / 2);

    (void)runProgram({"info", torn + "/history.csv"}); // Puts back what a kill left half switched.
    const Outcome last = runProgram(call(torn, hasState(torn)));
    QVERIFY2(last.code == 0, last.errors);
    for (const char* const name :
         {"tied.safetensors", "untied.safetensors", "tied.checkpoint.safetensors", "untied.checkpoint.safetensors"})
        QVERIFY2(bytesOf(torn + u'/' + name) == bytesOf(whole + u'/' + name), name);
    for (const char* const name : {"history.csv", "steps.csv"})
        QCOMPARE(linesWithoutTimes(torn + u'/' + name), linesWithoutTimes(whole + u'/' + name));
    QCOMPARE(QDir(torn).entryList(QDir::Files | QDir::Hidden), QDir(whole).entryList(QDir::Files | QDir::Hidden));
    std::printf("kills %d, lives begun anew %d, resumed %d, bit-equal at the end: yes\n", killed, begun, resumed);
}

LIGATURE_GUILESS_TEST(TestKilledTraining)

} // namespace test_killed_training

#include "test_killed_training.moc"
