// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "core/retying/follow.h"
#include "core/retying/tie_preview.h"
#include "paused_run.h"
#include "tests/support/test_program.h"
#include "ui/document/document.h"
#include "ui/document/named_edits.h"
#include "ui/document/tie_steps.h"

namespace tst_following_ties {

using namespace ligature;

// Numbers in the names are those of the test cases in the field's list of what a tie means.

class FollowingTiesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aPausedRunLeavesItsStateWithTheDocument()
    {
        PausedRun paused;
        QVERIFY(paused.document.trained() == nullptr);
        QVERIFY(paused.step(3));
        QCOMPARE(paused.document.trained()->variants.at(tiedArm).step, 3);
        QCOMPARE(paused.document.trained()->variants.size(), std::size_t{2});
        QVERIFY(paused.document.trainedOn() != nullptr);
        paused.run.resume();
        QVERIFY(paused.document.trained() == nullptr);
        paused.run.shutDown();
    }

    void case30_undoAndRedoRestoreWeightsAndOptimizerState()
    {
        PausedRun paused;
        QVERIFY(paused.step(5));
        const auto tied = paused.document.trained();
        const TrainedParameter w = paused.of(paused.encoder);
        QVERIFY(!w.state.empty());
        QVERIFY(untieSlots(paused.document, {paused.decoder}));
        const auto untied = paused.document.trained();
        QVERIFY(untied != nullptr && untied != tied);
        const TrainedParameter own = paused.of(paused.decoder);
        QCOMPARE(own.shape, w.shape.reversed());
        QCOMPARE(own.values.at(1), w.values.at(static_cast<std::size_t>(w.shape[1])));
        QCOMPARE(own.stateVector("first").at(1), w.stateVector("first").at(static_cast<std::size_t>(w.shape[1])));
        QCOMPARE(own.stateVector("second").at(1), w.stateVector("second").at(static_cast<std::size_t>(w.shape[1])));
        QCOMPARE(paused.of(paused.encoder), w);

        paused.document.undoStack()->undo();
        QVERIFY(paused.document.trained() == tied);
        paused.document.undoStack()->redo();
        QVERIFY(paused.document.trained() == untied);
        paused.document.undoStack()->undo();
        QCOMPARE(paused.of(paused.decoder), w);
    }

    void goingOnTrainsFromTheSameValues()
    {
        PausedRun paused;
        QVERIFY(paused.step(4));
        QVERIFY(untieSlots(paused.document, {paused.decoder}));
        const TrainingState untied = *paused.document.trained();
        Project project = paused.document.project();
        // What the core makes of the same state is what the window's run must come to, to the last bit.
        auto trainer = Trainer::resume(project, paused.document.trainedOn(), untied);
        QVERIFY(trainer.has_value());
        (*trainer)->advance(2, std::chrono::hours(1));
        QVERIFY(paused.step(2));
        QCOMPARE(paused.run.lastUpdate().step, 6);
        QVERIFY(paused.document.trained()->variants == (*trainer)->state().variants);
        // One history for all of it.
        const auto& steps = paused.run.histories().at(0).steps;
        QCOMPARE(steps.size(), std::size_t{6});
        QCOMPARE(steps.back().step, 6);
        QVERIFY(paused.run.lastUpdate().twin_check.has_value());
        // Undone after more steps, the values follow: the tie keeps those of the shared parameter.
        const TrainedParameter w = paused.of(paused.encoder);
        paused.document.undoStack()->undo();
        QCOMPARE(paused.of(paused.decoder), w);
        paused.run.shutDown();
    }

    void aFinishedRunGoesOnForAsManyEpochsAgain()
    {
        PausedRun finished(2, {tiedArm});
        QVERIFY(!finished.run.canGoOn());
        finished.run.start();
        QVERIFY(finished.reaches(SessionState::Finished));
        const std::int64_t steps = finished.run.lastUpdate().step;
        QVERIFY(finished.run.canGoOn());
        const TrainedParameter w = finished.of(finished.encoder);
        QVERIFY(untieSlots(finished.document, {finished.encoder}));
        // Exports have the edited network.
        QVERIFY(finished.run.snapshot()->variants().front().network.ties == finished.document.network().ties);
        finished.run.goOn();
        QVERIFY(finished.run.isActive());
        QVERIFY(QTest::qWaitFor([&] { return finished.run.state() == SessionState::Finished; }, 30'000));
        QCOMPARE(finished.run.lastUpdate().step, 2 * steps);
        QVERIFY(finished.of(finished.encoder).values != w.values);
    }

    void anEditOfLayersEndsTheTrainedValues()
    {
        PausedRun paused;
        QVERIFY(paused.step(1));
        const auto trained = paused.document.trained();
        QVERIFY(setAttribute(paused.document, {paused.encoder.layer},
                             {.name = "out_features", .label = "Output features"}, std::int64_t{7}));
        QVERIFY(paused.document.trained() == nullptr);
        paused.document.undoStack()->undo();
        QVERIFY(paused.document.trained() == trained);
    }

    void theMeanIsOneUndoStepWithItsName()
    {
        PausedRun paused;
        QVERIFY(paused.step(1));
        QVERIFY(untieSlots(paused.document, {paused.decoder}));
        QVERIFY(paused.step(3));
        const TrainedParameter a = paused.of(paused.encoder);
        const TrainedParameter b = paused.of(paused.decoder);
        const TieStep step = tieToStep(paused.document, paused.decoder, paused.shared, transposeView());
        QVERIFY(perform(paused.document, step, Kept::Mean));
        const TrainedParameter mean = paused.of(paused.encoder);
        const double expected =
            (double(a.values.at(1)) + double(b.values.at(static_cast<std::size_t>(b.shape[1])))) / 2;
        QCOMPARE(mean.values.at(1), static_cast<float>(expected));
        QVERIFY(paused.document.undoStack()->undoText().startsWith("Tie "));
        paused.document.undoStack()->undo();
        QCOMPARE(paused.of(paused.encoder), a);
        QCOMPARE(paused.of(paused.decoder), b);
        paused.run.shutDown();
    }
};

LIGATURE_GUILESS_TEST(FollowingTiesTest)

} // namespace tst_following_ties

#include "tst_following_ties.moc"
