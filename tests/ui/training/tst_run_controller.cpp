// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>

#include "core/network/edits.h"
#include "core/project/examples.h"
#include "tests/support/test_program.h"
#include "ui/document/document.h"
#include "ui/training/run_controller.h"

namespace tst_run_controller {

using namespace ligature;

class RunControllerTest : public QObject {
    Q_OBJECT

    static void open(Document& document, std::int64_t epochs, std::vector<ArmId> variants = {tiedArm, untiedArm})
    {
        Project project = *loadExample("tied-autoencoder-digits");
        project.training.epochs = epochs;
        project.training.arms = variants;
        document.replace(std::move(project));
    }

    static bool reaches(const RunController& run, SessionState state)
    {
        return QTest::qWaitFor([&] { return run.state() == state; }, 20'000);
    }

private Q_SLOTS:
    void aSingleStepBeforeAStartMakesOneUpdateAndPauses()
    {
        Document document;
        open(document, 1000);
        RunController run(&document);
        run.singleStep();
        QVERIFY(QTest::qWaitFor([&] { return run.lastUpdate().step == 1; }, 20'000));
        QVERIFY(reaches(run, SessionState::Paused));
        QVERIFY(run.isActive());
        QCOMPARE(run.lastUpdate().step, std::int64_t{1});
    }

    void everyEventOfTheRunArrivesOnce()
    {
        Document document;
        open(document, 4, {tiedArm});
        RunController run(&document);
        std::size_t steps = 0;
        connect(&run, &RunController::eventsArrived, this, [&](const std::vector<MetricEvent>& events) {
            steps += static_cast<std::size_t>(std::ranges::count(events, MetricEvent::Kind::Step, &MetricEvent::kind));
        });
        run.start();
        QVERIFY(reaches(run, SessionState::Finished));
        QCOMPARE(steps, static_cast<std::size_t>(run.lastUpdate().total_steps));
        QCOMPARE(run.histories().size(), std::size_t{1});
        QCOMPARE(run.histories()[0].steps.size(), steps);
        QCOMPARE(run.histories()[0].epochs.size(), std::size_t{5}); // epoch 0 is the start
    }

    void anotherDocumentForgetsTheRun()
    {
        Document document;
        open(document, 100'000);
        RunController run(&document);
        run.start();
        QVERIFY(QTest::qWaitFor([&] { return run.lastUpdate().step > 0; }, 20'000));
        QSignalSpy emptied(&run, &RunController::started);
        open(document, 1);
        QVERIFY(!run.isActive());
        QVERIFY(!run.hasRun());
        QVERIFY(run.histories().empty());
        QVERIFY(run.snapshot() == nullptr);
        QCOMPARE(emptied.count(), 1);
    }

    void anObstacleIsToldInWordsAndGoesWithItsCause()
    {
        Document document;
        open(document, 1);
        RunController run(&document);
        const LayerId encoder = *findLayer(document.network(), "encoder");
        QVERIFY(document
                    .edit(QStringLiteral("Unlink"),
                          [encoder](Project& project) -> Result<void> {
                              unlink(project.network, Port{encoder, "input"});
                              return {};
                          })
                    .has_value());
        QVERIFY(run.obstacle().contains(QStringLiteral("encoder")));
        run.start();
        QVERIFY(!run.hasRun());
        document.undoStack()->undo();
        QVERIFY(run.obstacle().isEmpty());
    }

    void aTrainingThatCannotStartLosesNothing()
    {
        Document document;
        open(document, 2);
        RunController run(&document);
        run.start();
        QVERIFY(reaches(run, SessionState::Finished));
        const auto trained = run.snapshot();
        QVERIFY(trained != nullptr);
        QVERIFY(document
                    .edit(QStringLiteral("Choose data"),
                          [](Project& project) -> Result<void> {
                              project.data = {"csv", {{"path", std::string("/no/such/file.csv")}}, "none"};
                              return {};
                          })
                    .has_value());
        QSignalSpy emptied(&run, &RunController::started);
        run.start();
        QVERIFY(reaches(run, SessionState::Failed));
        QCOMPARE(run.snapshot(), trained);
        QCOMPARE(run.histories().size(), std::size_t{2});
        QCOMPARE(run.histories()[0].epochs.size(), std::size_t{3});
        QCOMPARE(emptied.count(), 0);
    }

    void aDivergenceEndsTheRunAndKeepsWeights()
    {
        Document document;
        Project project = *loadExample("tied-autoencoder-digits");
        project.training.optimizer = "sgd";
        project.training.optimizer_attributes = {{"learning_rate", 1e6}};
        project.training.epochs = 50;
        document.replace(std::move(project));
        RunController run(&document);
        run.start();
        QVERIFY(QTest::qWaitFor([&] { return run.hasRun() && !run.isActive(); }, 20'000));
        QVERIFY(run.state() == SessionState::Diverged);
        QVERIFY(run.lastUpdate().divergence.has_value());
        const auto kept = run.snapshot();
        QVERIFY(kept != nullptr);
        for (const ParameterValues& values : kept->variants().front().weights.parameters) {
            QVERIFY(std::ranges::all_of(values.values, [](float value) { return std::isfinite(value); }));
        }
    }

    void aDivergenceGoesBackAtHalfTheRate()
    {
        Document document;
        Project project = *loadExample("tied-autoencoder-digits");
        project.training.optimizer = "sgd";
        project.training.optimizer_attributes = {{"learning_rate", 0.01}};
        project.training.epochs = 100'000;
        document.replace(std::move(project));
        RunController run(&document);
        QCOMPARE(run.stepsBack(), std::int64_t{0});
        run.start();
        QVERIFY(QTest::qWaitFor([&] { return run.lastUpdate().step > 300; }, 20'000));
        QCOMPARE(run.stepsBack(), std::int64_t{0});
        run.scaleRate(1e12);
        QCOMPARE(run.rateFactor(), 1e12);
        QVERIFY(QTest::qWaitFor([&] { return run.state() == SessionState::Diverged; }, 20'000));
        const std::int64_t last = run.lastUpdate().step;
        const std::int64_t back = run.stepsBack();
        QVERIFY(back >= 90 && back <= 110); // The arms need not diverge at the same step.
        QSignalSpy emptied(&run, &RunController::started);
        run.goBack();
        QCOMPARE(emptied.count(), 1);
        for (const History& history : run.histories())
            QVERIFY(!history.steps.empty() && history.steps.back().step <= last - back);
        QVERIFY(QTest::qWaitFor([&] { return run.lastUpdate().step > last; }, 20'000));
        QVERIFY(run.state() == SessionState::Running);
        QCOMPARE(run.rateFactor(), 0.5);
        run.stop();
        QVERIFY(reaches(run, SessionState::Stopped));
        QCOMPARE(document.trained()->variants.at(tiedArm).rate_changes.size(), std::size_t{1});
    }

    /// Whatever the worker is at, the window's thread goes on: closing, starting anew, another document.
    void nothingIsWaitedForWhileATrainingPrepares_data()
    {
        QTest::addColumn<QString>("what");
        for (const char* const what : {"stop", "shut down", "start anew", "another document"})
            QTest::newRow(what) << what;
    }
    void nothingIsWaitedForWhileATrainingPrepares()
    {
        QFETCH(const QString, what);
        Document document;
        document.replace(*loadExample("albert-style-encoder"));
        RunController run(&document);
        run.start();
        QVERIFY(QTest::qWaitFor(
            [&] {
                return run.lastUpdate().preparation == Preparation::MeasuringStart &&
                       run.lastUpdate().prepared.value_or(0) > 0;
            },
            20'000));
        QCOMPARE(run.state(), SessionState::Preparing);
        QElapsedTimer timer;
        timer.start();
        if (what == "stop")
            run.stop();
        else if (what == "shut down")
            run.shutDown();
        else if (what == "start anew")
            run.start();
        else
            document.replace(*loadExample("tied-autoencoder-digits"));
        QVERIFY2(timer.elapsed() < 50, qPrintable(QString::number(timer.elapsed())));
        if (what == "start anew")
            QVERIFY(run.isActive());
        run.shutDown();
        // The worker leaves its measuring at once, too: what waits for it here is over soon.
        QVERIFY(QTest::qWaitFor([&] { return !run.isActive(); }, 1'000));
    }
};

LIGATURE_GUILESS_TEST(RunControllerTest)

} // namespace tst_run_controller

#include "tst_run_controller.moc"
