// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <map>
#include <random>
#include <thread>

#include <QTest>

#include "core/project/project_remedy.h"
#include "core/training/session.h"
#include "tests/support/example_networks.h"
#include "tests/support/test_program.h"

namespace test_session {

using namespace ligature;
using namespace ligature::testing;
using namespace std::chrono_literals;

namespace {

Project smallTraining(std::int64_t epochs)
{
    Project project = tiedAutoencoder(12, 5);
    project.training.epochs = epochs;
    project.training.batch_size = 16;
    return project;
}

SessionStart withData()
{
    return {.dataset = randomDataset(100, 12, 3)};
}

/// Asks for everything that a session tells, as a window's timer does, until it is in that state.
/// @return the events that came
template <typename Condition>
std::vector<MetricEvent> readUntil(TrainingSession& session, Condition reached)
{
    std::vector<MetricEvent> events;
    for (int i = 0; i < 60'000; ++i) {
        SessionUpdate update = session.takeUpdate();
        events.insert(events.end(), update.events.begin(), update.events.end());
        (void)session.snapshot();
        (void)session.state();
        (void)session.dataset();
        if (reached(update))
            return events;
        std::this_thread::sleep_for(1ms);
    }
    qFatal("the session did not come to it within a minute");
}

bool hasFinished(const SessionUpdate& update)
{
    return update.state == SessionState::Finished;
}

std::vector<Weights> weightsOf(const TrainingSession& session)
{
    std::vector<Weights> all;
    for (const TrainedVariant& variant : *session.snapshot())
        all.push_back(variant.weights);
    return all;
}

std::vector<Weights> trainedUndisturbed(const Project& project)
{
    TrainingSession session(project, {}, 1, false, 0, withData());
    readUntil(session, hasFinished);
    return weightsOf(session);
}

} // namespace

/// What a window does with a session while its worker computes. ThreadSanitizer watches in the preset `tsan`.
class SessionTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aReaderGetsEveryStepOnceAndInOrder()
    {
        TrainingSession session(smallTraining(40), {}, 2, false, 0, withData());
        const auto events = readUntil(session, hasFinished);
        std::map<ArmId, std::int64_t> steps;
        for (const MetricEvent& event : events) {
            if (event.kind == MetricEvent::Kind::Step)
                QCOMPARE(event.step, ++steps[event.variant]);
        }
        const std::int64_t total = session.takeUpdate().total_steps;
        QVERIFY(total > 0);
        QCOMPARE(steps.size(), std::size_t{2});
        for (const auto& [variant, count] : steps)
            QCOMPARE(count, total);
    }

    void whatTheReaderAsksForChangesNoBitOfTheTraining()
    {
        const Project project = smallTraining(200);
        const std::vector<Weights> expected = trainedUndisturbed(project);
        TrainingSession session(project, {}, 2, true, 3, withData());
        std::mt19937 random(5);
        for (int i = 0; i < 60; ++i) {
            switch (random() % 5) {
            case 0: session.pause(); break;
            case 1: session.resume(); break;
            case 2: session.singleStep(); break;
            case 3: session.watchUses(random() % 3); break;
            default: std::this_thread::sleep_for(1ms);
            }
            (void)session.takeUpdate();
            (void)session.snapshot();
            (void)session.state();
        }
        session.resume();
        readUntil(session, hasFinished);
        QVERIFY(weightsOf(session) == expected);
    }

    void aStoppedSessionIsGoneOnFromToTheSameBits()
    {
        const Project project = smallTraining(400);
        std::shared_ptr<const TrainingState> state;
        {
            TrainingSession first(project, {}, 2, false, 0, withData());
            readUntil(first, [](const SessionUpdate& update) { return update.step > 10; });
            first.stop();
            readUntil(first, [](const SessionUpdate& update) {
                return update.state == SessionState::Stopped || update.state == SessionState::Finished;
            });
            state = first.state();
        }
        QVERIFY(state);
        SessionStart from = withData();
        from.state = state;
        TrainingSession second(project, {}, 2, false, 0, from);
        readUntil(second, hasFinished);
        QVERIFY(weightsOf(second) == trainedUndisturbed(project));
    }

    void aSessionCanBeLeftAtAnyMoment()
    {
        for (int i = 0; i < 40; ++i) {
            TrainingSession session(smallTraining(1'000'000), {}, 2, i % 3 == 0, i % 2, withData());
            if (i % 5 == 0)
                session.pause();
            std::this_thread::sleep_for(std::chrono::microseconds(200 * i));
            (void)session.takeUpdate();
        }
    }

    void aSessionWithoutDataSaysSo()
    {
        Project project = smallTraining(1);
        project.data.format = "csv";
        project.data.options.set("path", std::string("/nowhere.csv"));
        TrainingSession session(project, {}, 2);
        SessionUpdate last;
        readUntil(session, [&](const SessionUpdate& update) {
            last = update;
            return update.state == SessionState::Failed;
        });
        QVERIFY(last.error.has_value());
        QVERIFY(last.remedy && asksForData(*last.remedy));
    }

    void aSessionThatCannotTrainSaysTheEditThatMendsIt()
    {
        Project project = smallTraining(1);
        for (auto& [id, layer] : project.network.layers) {
            if (layer.type == "input")
                layer.attributes.set("shape", Shape{5});
        }
        TrainingSession session(project, {}, 2, false, 0, withData());
        SessionUpdate last;
        readUntil(session, [&](const SessionUpdate& update) {
            last = update;
            return update.state == SessionState::Failed;
        });
        QVERIFY(last.error.has_value());
        QVERIFY(last.remedy.has_value());
        // The input is narrower than the prediction that is compared with it, too.
        QVERIFY(applyRemedy(project, *last.remedy).has_value());
        QCOMPARE(trainingObstacles(project, withData().dataset.get()).size(), std::size_t(1));
    }

    void itTellsHowGradientsAreSpread()
    {
        const Project project = smallTraining(20);
        TrainingSession session(project, {}, 2, false, 0, withData());
        std::vector<GradientNorms> norms;
        SessionUpdate last;
        readUntil(session, [&](const SessionUpdate& update) {
            norms.insert(norms.end(), update.gradient_norms.begin(), update.gradient_norms.end());
            last = update;
            return hasFinished(update);
        });
        QVERIFY(norms.size() >= 2);
        std::map<ArmId, std::int64_t> steps;
        for (const GradientNorms& one : norms) {
            QVERIFY(one.step > steps[one.variant]);
            steps[one.variant] = one.step;
            QCOMPARE(one.parameters.size(), std::size_t(one.variant == tiedArm ? 3 : 4));
            QVERIFY(one.norm() > 0);
        }
        for (const ArmId& arm : {tiedArm, untiedArm})
            QVERIFY(steps[arm] > last.total_steps - defaultWatchInterval);
        QCOMPARE(last.parameters->size(), std::size_t{2});
        QCOMPARE(last.spreads->size(), std::size_t{2});
        // Who looks at nothing trains the same.
        const auto trainer = Trainer::create(project, randomDataset(100, 12, 3));
        QVERIFY(trainer.has_value());
        (*trainer)->advance((*trainer)->totalSteps(), 1h);
        for (const TrainedVariant& arm : *session.snapshot())
            QCOMPARE(arm.weights, (*trainer)->weights(arm.variant));
        // What was looked at is what was trained.
        const auto snapshot = session.snapshot();
        for (std::size_t arm = 0; arm < 2; ++arm) {
            QCOMPARE(last.spreads->at(arm).step, last.total_steps);
            for (const ParameterSpread& spread : last.spreads->at(arm).parameters) {
                const auto& trained = snapshot->at(arm).weights.parameters;
                const auto of_it = std::ranges::find(trained, spread.parameter, &ParameterValues::parameter);
                // The norm is a sum, of another order where the memory has another.
                Spread expected = spreadOf(of_it->values);
                QVERIFY(std::abs(spread.values.norm - expected.norm) <= 1e-6 * expected.norm);
                expected.norm = spread.values.norm;
                QCOMPARE(spread.values, expected);
            }
        }
    }
};

LIGATURE_GUILESS_TEST(SessionTest)

} // namespace test_session

#include "test_session.moc"
