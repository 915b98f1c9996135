// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>
#include <csignal>
#include <filesystem>

#include <sys/wait.h>
#include <unistd.h>

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include "core/experiment/run_store.h"
#include "core/experiment/train_run.h"
#include "core/files/atomic_file.h"
#include "tests/core/experiment/small_experiment.h"
#include "tests/support/test_program.h"

namespace test_run_folder {

using namespace ligature;
using namespace ligature::testing;
namespace fs = std::filesystem;

namespace {

#ifdef LIGATURE_SANITIZED
constexpr std::int64_t longerThanASlice = 3'000; // epochs of smallProject()
#else
constexpr std::int64_t longerThanASlice = 20'000;
#endif

} // namespace

/// The folders in which runs are trained: shared by processes, torn by kills.
class TestRunFolder : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void twoProcessesFillOneFolder();
    void whatAnotherProcessTrainsIsWaitedFor();
    void aRunThatIsThroughLeavesNothingToGoOnFrom();
    void aResultThatCannotBeKeptLeavesWhatItGoesOnFrom();
    void whoeverTrainsARunHasItsFolderAlone();
    void aTornStateIsTrainedAnew_data();
    void aTornStateIsTrainedAnew();
};

/// Each with several runs on the way at any moment; none is trained twice, torn or lost.
void TestRunFolder::twoProcessesFillOneFolder()
{
    const QTemporaryDir folder;
    Project project = smallProject();
    project.experiment.seeds = 20;
    const Experiment experiment = planned(project);
    RunStore alone;
    trainAlone(experiment, alone);

    std::vector<pid_t> children;
    for (int i = 0; i < 2; ++i) {
        const pid_t child = ::fork();
        QVERIFY(child >= 0);
        if (child == 0) {
            const auto store = RunStore::open(folder.path().toStdString());
            ExperimentQueue queue(experiment, **store, 1, {}, std::chrono::milliseconds(1));
            const auto ran = queue.run({});
            ::_exit(ran && *ran && queue.progress().done == 40 ? static_cast<int>(queue.progress().trained) : 100);
        }
        children.push_back(child);
    }
    int trained = 0;
    for (const pid_t child : children) {
        int status = 0;
        QCOMPARE(::waitpid(child, &status, 0), child);
        QVERIFY(WIFEXITED(status) && WEXITSTATUS(status) < 100);
        trained += WEXITSTATUS(status);
    }
    QCOMPARE(trained, 40); // None of them twice.
    const auto store = *RunStore::open(folder.path().toStdString());
    QCOMPARE(store->keys().size(), std::size_t{40});
    QCOMPARE(bits(*store), bits(alone));
    QVERIFY(fs::is_empty(store->runningFolder("")));
    QCOMPARE(QDir(folder.path() + "/runs").entryList(QDir::Files | QDir::Hidden).size(), 40);
}

/// A process that has a run and does nothing: others train the rest, and that one once it is dead.
void TestRunFolder::whatAnotherProcessTrainsIsWaitedFor()
{
    const QTemporaryDir folder;
    Project project = smallProject();
    project.experiment.seeds = 4;
    const Experiment experiment = planned(project);
    const auto store = *RunStore::open(folder.path().toStdString());
    const std::string first = experiment.keyOf(experiment.comparedRuns({}).front());
    std::array<int, 2> ready{};
    QCOMPARE(::pipe(ready.data()), 0);
    const pid_t other = ::fork();
    QVERIFY(other >= 0);
    if (other == 0) {
        const RunClaim claim(store->runningFolder(first));
        const char has = claim.hasFolder() ? 1 : 0;
        (void)!::write(ready[1], &has, 1);
        while (true)
            ::pause();
    }
    char has = 0;
    QCOMPARE(::read(ready[0], &has, 1), ssize_t{1});
    QCOMPARE(has, char{1});
    QVERIFY(RunClaim(store->runningFolder(first)).isAnothers());
    {
        ExperimentQueue queue(experiment, *store, 2);
        std::stop_source stop;
        const auto done = queue.run(stop.get_token(), [&](const ExperimentProgress& progress) {
            if (progress.done == 7)
                stop.request_stop(); // It would wait.
        });
        QVERIFY2(done, done ? "" : done.error().oneLine().c_str());
        QVERIFY(!*done);
        QVERIFY(!*store->find(first));
        QCOMPARE(store->keys().size(), std::size_t{7});
    }
    ExperimentQueue queue(experiment, *store, 2);
    const auto done = queue.run({}, [&](const ExperimentProgress& progress) {
        if (progress.trained == 0)
            ::kill(other, SIGKILL);
    });
    int status = 0;
    QCOMPARE(::waitpid(other, &status, 0), other);
    QVERIFY(done && *done);
    QCOMPARE(queue.progress().trained, 1);
    RunStore alone;
    trainAlone(experiment, alone);
    QCOMPARE(bits(*store), bits(alone));
    QVERIFY(fs::is_empty(store->runningFolder("")));
}

void TestRunFolder::aRunThatIsThroughLeavesNothingToGoOnFrom()
{
    const QTemporaryDir folder;
    const Experiment experiment = planned(smallProject());
    const auto store = *RunStore::open(folder.path().toStdString());
    const PlannedRun planned_run = experiment.comparedRuns({}).front();
    const fs::path running = store->runningFolder(experiment.keyOf(planned_run));
    // As after a kill between the result and the end.
    runThrough(experiment, *store);
    fs::create_directories(running);
    QVERIFY(writeFileAtomically(running / "progress.json", "{}").has_value());
    runThrough(experiment, *store);
    QVERIFY(!fs::exists(running));
}

void TestRunFolder::aResultThatCannotBeKeptLeavesWhatItGoesOnFrom()
{
    const QTemporaryDir folder;
    const Experiment experiment = planned(smallProject());
    const PlannedRun one = experiment.comparedRuns({}).front();
    RunToTrain run{experiment.projectOf(one), experiment.keyOf(one), experiment.dataset(),
                   fs::path(folder.path().toStdString()) / "running"};
    run.checkpoint_interval = std::chrono::milliseconds(0);
    std::int64_t earlier = 0;
    run.progress = [&](std::int64_t steps, bool is_earlier) { earlier += is_earlier ? steps : 0; };
    run.keep = [](RunResult&) -> Result<void> { return fail("disk", "is full", {}, ErrorKind::Work); };
    // Stopped on its way, so that there is something.
    std::stop_source stop;
    run.between_slices = [&] { stop.request_stop(); };
    run.project.training.epochs = 200'000;
    const auto part = trainRun(run, stop.get_token());
    QVERIFY2(part, part ? "" : part.error().oneLine().c_str());
    QVERIFY(!*part);
    QVERIFY(fs::exists(run.running / "progress.json"));
    run.between_slices = {};
    // Not to its end, which is far: what is there is gone on from.
    std::stop_source later;
    run.progress = [&](std::int64_t steps, bool is_earlier) {
        earlier += is_earlier ? steps : 0;
        later.request_stop();
    };
    QVERIFY(trainRun(run, later.get_token()).has_value());
    QVERIFY(earlier > 0);

    RunToTrain last{experiment.projectOf(one), experiment.keyOf(one), experiment.dataset(),
                    fs::path(folder.path().toStdString()) / "other"};
    std::stop_source at_once;
    last.progress = [&](std::int64_t, bool) { QVERIFY(fs::exists(last.running)); };
    last.keep = run.keep;
    const auto failed = trainRun(last);
    QVERIFY(!failed);
    QCOMPARE(failed.error().what, std::string("is full"));
    QVERIFY(fs::exists(last.running));
    bool was_there = false;
    last.keep = [&](RunResult&) -> Result<void> {
        was_there = fs::exists(last.running);
        return {};
    };
    QVERIFY(trainRun(last).has_value());
    QVERIFY(was_there && !fs::exists(last.running));
}

void TestRunFolder::whoeverTrainsARunHasItsFolderAlone()
{
    const QTemporaryDir folder;
    const Experiment experiment = planned(smallProject());
    const PlannedRun one = experiment.comparedRuns({}).front();
    RunToTrain run{experiment.projectOf(one), experiment.keyOf(one), experiment.dataset(),
                   fs::path(folder.path().toStdString()) / "running"};
    std::string other;
    run.between_slices = [&] {
        RunToTrain same{run.project, run.key, run.dataset, run.running};
        same.checkpoint_interval = std::chrono::milliseconds(0);
        auto trained = trainRun(same);
        (*trained)->seconds = (*trained)->seconds_per_step = 0;
        other = encodeRunResult(**trained);
        // It took nothing of the first one's away.
        removeWhatRunGoesOnFrom(run.running);
        QVERIFY(fs::exists(run.running / "lock") && !fs::exists(run.running / "progress.json"));
    };
    auto trained = trainRun(run);
    (*trained)->seconds = (*trained)->seconds_per_step = 0;
    QCOMPARE(encodeRunResult(**trained), other);
    QVERIFY(!fs::exists(run.running));
}

void TestRunFolder::aTornStateIsTrainedAnew_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("no progress") << "progress.json" << QByteArray();
    QTest::newRow("a torn progress") << "progress.json" << QByteArray("{\"key\": ");
    QTest::newRow("a torn checkpoint") << "tied.checkpoint.safetensors" << QByteArray("\x08\0\0\0\0\0\0\0{", 9);
    QTest::newRow("an empty checkpoint") << "tied.checkpoint.safetensors" << QByteArray();
}

void TestRunFolder::aTornStateIsTrainedAnew()
{
    QFETCH(const QString, file);
    QFETCH(const QByteArray, bytes);
    const QTemporaryDir folder;
    Project project = smallProject();
    project.training.epochs = longerThanASlice;
    const Experiment experiment = planned(project);
    const PlannedRun one = experiment.comparedRuns({}).front();
    const auto train = [&](const fs::path& running, const std::stop_token& stop, const auto& between) {
        RunToTrain run{experiment.projectOf(one), experiment.keyOf(one), experiment.dataset(), running};
        run.checkpoint_interval = std::chrono::milliseconds(0);
        run.between_slices = between;
        return trainRun(run, stop);
    };
    const auto without_times = [](RunResult result) {
        result.seconds = result.seconds_per_step = 0;
        return encodeRunResult(result);
    };
    const fs::path running = fs::path(folder.path().toStdString()) / "running";
    std::stop_source stop;
    const auto part = train(running, stop.get_token(), [&] { stop.request_stop(); });
    QVERIFY(part && !*part);
    QVERIFY(fs::exists(running / "progress.json") && fs::exists(running / "tied.checkpoint.safetensors"));
    QVERIFY(writeFileAtomically(running / file.toStdString(), bytes.toStdString()).has_value());
    static const auto whole = train({}, {}, nullptr);
    const auto anew = train(running, {}, nullptr);
    QVERIFY2(anew, anew ? "" : anew.error().oneLine().c_str());
    QCOMPARE(without_times(**anew), without_times(**whole));
}

LIGATURE_APPLESS_TEST(TestRunFolder)

} // namespace test_run_folder

#include "test_run_folder.moc"
