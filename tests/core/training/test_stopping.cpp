// SPDX-License-Identifier: GPL-3.0-or-later
#include <chrono>
#include <filesystem>
#include <thread>

#include <QTemporaryDir>
#include <QTest>

#include "core/training/recorder.h"
#include "core/training/session.h"
#include "tests/support/example_networks.h"
#include "tests/support/test_program.h"

namespace test_stopping {

using namespace ligature;
using namespace ligature::testing;
using namespace std::chrono_literals;

namespace {

using Clock = std::chrono::steady_clock;

/// Its measures take long and its steps are few: many samples for validation, two at a time.
Project slowProject()
{
    Project project = tiedAutoencoder(64, 256);
    project.training.epochs = 2;
    project.training.batch_size = 2;
    project.training.validation_fraction = 0.9;
    return project;
}

std::shared_ptr<const Dataset> manySamples()
{
    static const std::shared_ptr<const Dataset> samples = randomDataset(4'000, 64, 3);
    return samples;
}

/// So many that a measure of its start is met while it goes on.
std::shared_ptr<const Dataset> verySlowSamples()
{
    static const std::shared_ptr<const Dataset> samples = randomDataset(40'000, 64, 3);
    return samples;
}

bool waitFor(const TrainingSession& session)
{
    return QTest::qWaitFor([&] { return session.isGone(); }, 20'000);
}

double secondsUntil(const auto& condition)
{
    const auto start = Clock::now();
    while (!condition())
        std::this_thread::sleep_for(1ms);
    return std::chrono::duration<double>(Clock::now() - start).count();
}

} // namespace

/// A stop is seen wherever time passes, and what is stopped in between goes on with the same bits.
class StoppingTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void measuringTheStartIsLeftAtAStopAndDoneAnew()
    {
        const auto trainer = Trainer::create(slowProject(), manySamples());
        QVERIFY(trainer.has_value());
        std::stop_source stop;
        double share = 0;
        const bool through = (*trainer)->measureStart(stop.get_token(), [&](double done) {
            share = done;
            stop.request_stop();
        });
        QVERIFY(!through);
        QVERIFY2(share > 0 && share < 0.2, std::to_string(share).c_str());
        QVERIFY((*trainer)->takeEvents().empty());
        (*trainer)->advance(0, 1h);
        const auto events = (*trainer)->takeEvents();
        QCOMPARE(events.size(), std::size_t{2}); // epoch 0 of both
        QCOMPARE(events[0].train_loss, events[1].train_loss);
    }

    /// The stop comes while one of both arms, or both, measure an epoch's end.
    void anEpochThatWasNotMeasuredIsMeasuredByWhoeverGoesOn_data()
    {
        QTest::addColumn<bool>("through_a_file");
        QTest::newRow("the same trainer") << false;
        QTest::newRow("another one, from the folder") << true;
    }
    void anEpochThatWasNotMeasuredIsMeasuredByWhoeverGoesOn()
    {
        QFETCH(bool, through_a_file);
        const Project project = slowProject();
        const auto whole = Trainer::create(project, manySamples(), 2);
        while (!(*whole)->finished())
            (*whole)->advance((*whole)->totalSteps(), 1h);

        auto begun = Trainer::create(project, manySamples(), 2);
        (*begun)->advance((*begun)->stepsPerEpoch() - 1, 1h);
        std::vector<MetricEvent> events = (*begun)->takeEvents();
        std::stop_source stop;
        std::jthread stopper([&] {
            std::this_thread::sleep_for(1ms);
            stop.request_stop();
        });
        // The last step of the epoch and its measure: the stop finds it there, or just before or after it.
        (*begun)->advance(1, 1h, stop.get_token());
        stopper.join();
        std::ranges::move((*begun)->takeEvents(), std::back_inserter(events));
        if (through_a_file) {
            const QTemporaryDir folder;
            const std::filesystem::path path = folder.path().toStdString();
            QVERIFY((*begun)->writeCheckpoint(path).has_value());
            begun = Trainer::resume(project, manySamples(), path, 1);
            QVERIFY2(begun.has_value(), begun ? "" : begun.error().oneLine().c_str());
        }
        while (!(*begun)->finished())
            (*begun)->advance((*begun)->totalSteps(), 1h);
        std::ranges::move((*begun)->takeEvents(), std::back_inserter(events));
        for (const ArmId& arm : {tiedArm, untiedArm}) {
            QVERIFY((*begun)->weights(arm) == (*whole)->weights(arm));
            const auto epochsOf = [&](const std::vector<MetricEvent>& of) {
                std::vector<std::pair<std::int64_t, double>> epochs;
                for (const MetricEvent& event : of) {
                    if (event.kind == MetricEvent::Kind::Epoch && event.variant == arm && event.epoch > 0)
                        epochs.emplace_back(event.epoch, event.val_loss);
                }
                return epochs;
            };
            if (m_expected.empty())
                m_expected = (*whole)->takeEvents();
            QCOMPARE(epochsOf(events), epochsOf(m_expected));
        }
    }

    void aTrainingThatWasStoppedInItsLastMeasureEndsWithIt()
    {
        Project project = tiedAutoencoder(12, 5);
        project.training.epochs = 2;
        const auto data = randomDataset(100, 12, 3);
        const auto whole = Trainer::create(project, data);
        (*whole)->advance((*whole)->totalSteps(), 1h);
        TrainingState state = (*whole)->state();
        for (auto& [arm, trained] : state.variants)
            trained.epoch_unmeasured = true;
        const auto resumed = Trainer::resume(project, data, state);
        QVERIFY(resumed.has_value());
        QVERIFY(!(*resumed)->finished());
        (*resumed)->advance(0, 1h);
        QVERIFY((*resumed)->finished());
        const auto events = (*resumed)->takeEvents();
        QCOMPARE(std::ranges::count(events, MetricEvent::Kind::Epoch, &MetricEvent::kind), 2);
    }

    void aSessionThatPreparesTellsWhatItDoesAndStopsAtOnce()
    {
        SessionStart from;
        from.dataset = verySlowSamples();
        TrainingSession session(slowProject(), {}, 1, false, 0, std::move(from));
        QVERIFY(QTest::qWaitFor(
            [&] {
                const SessionUpdate update = session.takeUpdate();
                return update.preparation == Preparation::MeasuringStart && update.prepared.value_or(0) > 0;
            },
            20'000));
        QCOMPARE(session.takeUpdate().state, SessionState::Preparing);
        session.stop();
        QVERIFY(secondsUntil([&] { return session.isGone(); }) < 0.5);
        QCOMPARE(session.takeUpdate().state, SessionState::Stopped);
    }

    void whatASessionWasToGoOnFromIsNotLostWhereItDoesNotBegin_data()
    {
        QTest::addColumn<bool>("fails");
        QTest::newRow("it is stopped while it prepares") << false;
        QTest::newRow("its data are not there") << true;
    }
    void whatASessionWasToGoOnFromIsNotLostWhereItDoesNotBegin()
    {
        QFETCH(bool, fails);
        Project project = slowProject();
        const auto trainer = Trainer::create(project, verySlowSamples());
        SessionStart from;
        from.state = std::make_shared<const TrainingState>((*trainer)->state());
        const auto state = from.state;
        if (fails)
            project.data = {"csv", {{"path", std::string("nowhere.csv")}}};
        else
            from.dataset = verySlowSamples();
        TrainingSession session(project, {}, 1, false, 0, std::move(from));
        if (!fails) {
            QVERIFY(QTest::qWaitFor([&] { return session.takeUpdate().preparation == Preparation::MeasuringStart; },
                                    20'000));
            session.stop();
        }
        QVERIFY(waitFor(session));
        QCOMPARE(session.takeUpdate().state, fails ? SessionState::Failed : SessionState::Stopped);
        QVERIFY(session.state() == state);
    }

    void aSessionThatTakesAnothersPlaceWaitsForItInItsOwnWorker()
    {
        SessionStart from;
        from.dataset = verySlowSamples();
        auto first = std::make_shared<TrainingSession>(slowProject(), std::filesystem::path(), 1, false, 0, from);
        QVERIFY(
            QTest::qWaitFor([&] { return first->takeUpdate().preparation == Preparation::MeasuringStart; }, 20'000));
        from.after = first;
        const std::weak_ptr<TrainingSession> watched = first;
        const auto start = Clock::now();
        first.reset();
        TrainingSession second(slowProject(), {}, 1, false, 0, std::move(from));
        QVERIFY(Clock::now() - start < 50ms);
        QVERIFY(QTest::qWaitFor([&] { return watched.expired(); }, 20'000));
        QVERIFY(
            QTest::qWaitFor([&] { return second.takeUpdate().preparation == Preparation::MeasuringStart; }, 20'000));
        second.stop();
        QVERIFY(waitFor(second));
    }

    void aReaderThatDoesNotComeCostsNoMemory()
    {
        Project project = tiedAutoencoder(12, 5);
        project.training.epochs = 1'000'000;
        project.training.batch_size = 16;
        SessionStart from;
        from.dataset = randomDataset(100, 12, 3);
        TrainingSession session(project, {}, 1, false, 0, std::move(from));
        // Long enough for several times what may wait; the snapshot tells of the time without reading.
        std::this_thread::sleep_for(3s);
        session.stop();
        QVERIFY(waitFor(session));
        const SessionUpdate update = session.takeUpdate();
        QVERIFY(update.step > 0);
        QVERIFY2(update.events.size() <= largestEventBacklog + 16'384, std::to_string(update.events.size()).c_str());
        QVERIFY(std::ranges::is_sorted(update.events, {}, &MetricEvent::step));
        QCOMPARE(update.events.back().step, update.step);
    }

    void theRecorderKeepsCountOverASecondTrainer()
    {
        Project project = tiedAutoencoder(12, 5);
        project.training.epochs = 4;
        project.training.batch_size = 16;
        const auto data = randomDataset(100, 12, 3);
        const auto first = Trainer::create(project, data);
        Recorder begun(**first, {});
        (void)begun.advance(7, 1h);
        QCOMPARE(begun.record().histories[0].steps.size(), std::size_t{7});
        const auto second = Trainer::resume(project, data, (*first)->state());
        Recorder going_on(**second, {});
        going_on.continueFrom(begun.record());
        (void)going_on.advance((*second)->totalSteps(), 1h);
        const History& history = going_on.record().histories[1];
        QCOMPARE(history.steps.size(), static_cast<std::size_t>((*second)->totalSteps()));
        QVERIFY(std::ranges::is_sorted(history.steps, {}, &MetricEvent::seconds));
        QVERIFY(going_on.record().seconds >= begun.record().seconds);
        QVERIFY(going_on.record().twin_check->identical);
        QCOMPARE(going_on.ends().size(), std::size_t{2});
        QCOMPARE(going_on.ends()[1].step, (*second)->totalSteps());
        QVERIFY(going_on.samplesPerSecond() > 0);
    }

private:
    std::vector<MetricEvent> m_expected;
};

LIGATURE_GUILESS_TEST(StoppingTest)

} // namespace test_stopping

#include "test_stopping.moc"
