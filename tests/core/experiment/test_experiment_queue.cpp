// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/experiment_queue.h"

#include <atomic>
#include <filesystem>
#include <thread>

#include <QTemporaryDir>
#include <QTest>

#include "tests/core/experiment/small_experiment.h"
#include "tests/support/test_program.h"

namespace test_experiment_queue {

using namespace ligature;
using namespace ligature::testing;
using namespace std::chrono_literals;

namespace {

#ifdef LIGATURE_SANITIZED
constexpr std::int64_t slowness = 10;
#else
constexpr std::int64_t slowness = 1;
#endif

/// Long enough that a pause and a stop come on the way: some slices a run.
Project longProject(std::int64_t epochs)
{
    Project project = smallProject();
    project.training.epochs = epochs / slowness;
    project.experiment.seeds = 3;
    return project;
}

/// A queue at work in a thread of its own.
class AtWork {
public:
    using Told = std::function<void(const ExperimentProgress&)>;

    AtWork(ExperimentQueue& queue, Told told = {}) : AtWork(queue, {}, std::move(told)) {}
    AtWork(ExperimentQueue& queue, std::stop_source stop, Told told)
        : m_stop(std::move(stop)), m_thread([this, &queue, told = std::move(told)] {
              m_result = queue.run(m_stop.get_token(), told);
              m_is_through = true;
          })
    {
    }
    ~AtWork() { m_stop.request_stop(); }
    AtWork(const AtWork&) = delete;
    AtWork& operator=(const AtWork&) = delete;
    void stop() { m_stop.request_stop(); }
    Result<bool> wait()
    {
        m_thread.join();
        return m_result;
    }
    [[nodiscard]] bool isThrough() const { return m_is_through; }

private:
    Result<bool> m_result = false;
    std::atomic<bool> m_is_through = false;
    std::stop_source m_stop;
    std::jthread m_thread;
};

std::string alone(const Experiment& experiment)
{
    RunStore store;
    runThrough(experiment, store);
    return bits(store);
}

} // namespace

class TestExperimentQueue : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void progressIsToldFromOneThreadAtATime();
    void aPauseHoldsRunsWhereTheyAre();
    void aStopLeavesWhatIsGoneOnFrom();
    void aStopEndsAPause();
    void aStopBeforeTheStartTrainsNothing();
    void aPreferredGroupComesFirst();
    void askedFromManyThreadsAtOnce();
    void anErrorStopsTheOthers();
    void stoppedAgainAndAgainItIsTheSame();
};

void TestExperimentQueue::progressIsToldFromOneThreadAtATime()
{
    Project project = smallProject();
    project.experiment.seeds = 20;
    project.experiment.tuning_trials = 2;
    const Experiment experiment = planned(project);
    RunStore store;
    ExperimentQueue queue(experiment, store, 4);
    std::atomic<int> inside = 0;
    std::vector<ExperimentProgress> told;
    const auto done = queue.run({}, [&](const ExperimentProgress& progress) {
        QCOMPARE(++inside, 1);
        told.push_back(progress);
        --inside;
    });
    QVERIFY(done && *done);
    QCOMPARE(told.front().phase, ExperimentProgress::Phase::Tuning);
    QCOMPARE(told.front().runs, 2 * 2 * tuningSeeds);
    QCOMPARE(told.back().phase, ExperimentProgress::Phase::Done);
    QCOMPARE(told.back().done, 40);
    QCOMPARE(told.back().runs, 40);
    for (std::size_t i = 1; i < told.size(); ++i)
        QVERIFY(told[i].phase > told[i - 1].phase || told[i].done >= told[i - 1].done);
    QCOMPARE(queue.progress().done, 40);
}

void TestExperimentQueue::aPauseHoldsRunsWhereTheyAre()
{
    const Experiment experiment = planned(longProject(6'000));
    RunStore store;
    ExperimentQueue queue(experiment, store, 2);
    queue.pause();
    QVERIFY(queue.isPaused());
    AtWork work(queue);
    QTest::qWait(100);
    QCOMPARE(queue.progress().done, 0);
    QVERIFY(store.keys().empty());
    queue.resume();
    QVERIFY(!queue.isPaused());
    // Again and again, in the middle of runs.
    for (int i = 0; i < 3 && !work.isThrough(); ++i) {
        QTest::qWait(60);
        queue.pause();
        const std::size_t held = store.keys().size();
        QTest::qWait(250);
        // Those that were at their end may still be kept.
        QVERIFY(store.keys().size() <= held + 2);
        queue.resume();
    }
    const auto done = work.wait();
    QVERIFY(done && *done);
    QCOMPARE(bits(store), alone(experiment));
}

void TestExperimentQueue::aStopLeavesWhatIsGoneOnFrom()
{
    const QTemporaryDir folder;
    const Experiment experiment = planned(longProject(1'000'000));
    const auto store = *RunStore::open(folder.path().toStdString());
    ExperimentQueue queue(experiment, *store, 2, {}, 1ms);
    AtWork work(queue);
    const auto on_their_way = [&] {
        int count = 0;
        std::error_code none;
        for (const auto& running : std::filesystem::directory_iterator(store->runningFolder(""), none))
            count += std::filesystem::exists(running.path() / "progress.json", none) ? 1 : 0;
        return count;
    };
    QVERIFY(QTest::qWaitFor([&] { return on_their_way() == 2; }, 60'000));
    work.stop();
    const auto done = work.wait();
    QVERIFY2(done, done ? "" : done.error().oneLine().c_str());
    QVERIFY(!*done);
    QVERIFY(store->keys().empty());
    QCOMPARE(on_their_way(), 2);
}

void TestExperimentQueue::aStopEndsAPause()
{
    const Experiment experiment = planned(longProject(1'000'000));
    RunStore store;
    ExperimentQueue queue(experiment, store, 2);
    AtWork work(queue);
    QTest::qWait(50);
    queue.pause();
    QTest::qWait(100);
    work.stop();
    const auto done = work.wait();
    QVERIFY(done && !*done);
    QVERIFY(queue.isPaused());
}

void TestExperimentQueue::aStopBeforeTheStartTrainsNothing()
{
    const Experiment experiment = planned(smallProject());
    RunStore store;
    ExperimentQueue queue(experiment, store, 2);
    std::stop_source stop;
    stop.request_stop();
    const auto done = queue.run(stop.get_token());
    QVERIFY(done && !*done);
    QVERIFY(store.keys().empty());
}

void TestExperimentQueue::aPreferredGroupComesFirst()
{
    Project project = smallProject();
    project.experiment.fractions = {0.25, 0.5, 1};
    const Experiment experiment = planned(project);
    RunStore store;
    ExperimentQueue queue(experiment, store, 1);
    queue.pause();
    AtWork work(queue);
    queue.prefer({0, 1.0});
    queue.resume();
    const auto done = work.wait();
    QVERIFY(done && *done);
    QCOMPARE(bits(store), alone(experiment));

    // What is done when a half of it is through: the preferred ones first.
    RunStore part;
    ExperimentQueue again(experiment, part, 1);
    again.prefer({0, 0.5});
    std::stop_source stop;
    const auto half = again.run(stop.get_token(), [&](const ExperimentProgress& progress) {
        if (progress.done == 6)
            stop.request_stop();
    });
    QVERIFY(half && !*half);
    for (const std::string& key : part.keys())
        QCOMPARE((*part.find(key))->fraction, 0.5);
    QCOMPARE(part.keys().size(), std::size_t{6});
    // A group that there is not changes nothing.
    RunStore other;
    ExperimentQueue third(experiment, other, 2);
    third.prefer({7, 0.125});
    QVERIFY(third.run({}).has_value());
    QCOMPARE(other.keys().size(), std::size_t{18});
}

void TestExperimentQueue::askedFromManyThreadsAtOnce()
{
    Project project = smallProject();
    project.experiment.seeds = 40;
    project.experiment.fractions = {0.5, 1};
    const Experiment experiment = planned(project);
    RunStore store;
    ExperimentQueue queue(experiment, store, 3);
    AtWork work(queue, [&](const ExperimentProgress&) { (void)queue.progress(); });
    {
        std::vector<std::jthread> others;
        for (int i = 0; i < 3; ++i) {
            others.emplace_back([&, i] {
                while (!work.isThrough()) {
                    switch (i) {
                    case 0:
                        queue.pause();
                        (void)queue.isPaused();
                        queue.resume();
                        break;
                    case 1: queue.prefer({0, queue.progress().done % 2 == 0 ? 0.5 : 1.0}); break;
                    default: (void)bits(store); break;
                    }
                    std::this_thread::sleep_for(1ms);
                }
            });
        }
    }
    const auto done = work.wait();
    QVERIFY2(done && *done, done ? "stopped" : done.error().oneLine().c_str());
    QCOMPARE(bits(store), alone(experiment));
}

/// One cannot keep its result; the others leave theirs at once, though they would take hours.
void TestExperimentQueue::anErrorStopsTheOthers()
{
    const QTemporaryDir folder;
    Project project = longProject(1'000'000);
    project.experiment.axes = {{SettingTarget{"epochs"}, {std::int64_t{1}, std::int64_t{1'000'000}}, {}}};
    project.experiment.seeds = 1;
    const Experiment experiment = planned(project);
    const auto store = *RunStore::open(folder.path().toStdString());
    // Where the first result is to stand, there is a folder that cannot be replaced.
    const std::string key = experiment.keyOf(experiment.comparedRuns({}).front());
    ExperimentQueue queue(experiment, *store, 4);
    queue.pause();
    AtWork work(queue);
    QTest::qWait(50); // What is there was looked for.
    std::filesystem::create_directory(store->folder() / "runs" / (key + ".json"));
    queue.resume();
    const auto began = std::chrono::steady_clock::now();
    const auto done = work.wait();
    QVERIFY(std::chrono::steady_clock::now() - began < 20s);
    QVERIFY(!done);
    QVERIFY2(done.error().oneLine().find(key) != std::string::npos, done.error().oneLine().c_str());
}

void TestExperimentQueue::stoppedAgainAndAgainItIsTheSame()
{
    const QTemporaryDir folder;
    const Experiment experiment = planned(longProject(1'000));
    int calls = 0;
    for (bool is_through = false; !is_through; ++calls) {
        const auto store = *RunStore::open(folder.path().toStdString());
        ExperimentQueue queue(experiment, *store, 2);
        // The first time when a run is through, however fast the machine is; then ever later, wherever that is.
        std::stop_source stop;
        AtWork work(queue, stop, [&, calls](const ExperimentProgress&) {
            if (calls == 0)
                stop.request_stop();
        });
        if (calls > 0) {
            QTest::qWait(10 * calls);
            work.stop();
        }
        const auto done = work.wait();
        QVERIFY2(done, done ? "" : done.error().oneLine().c_str());
        is_through = *done;
        QVERIFY(calls < 300);
    }
    QVERIFY(calls > 1);
    const auto store = *RunStore::open(folder.path().toStdString());
    QCOMPARE(bits(*store), alone(experiment));
    QVERIFY(std::filesystem::is_empty(store->runningFolder("")));
}

LIGATURE_GUILESS_TEST(TestExperimentQueue)

} // namespace test_experiment_queue

#include "test_experiment_queue.moc"
