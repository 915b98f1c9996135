// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include <QTemporaryDir>
#include <QTest>

#include "core/files/atomic_file.h"
#include "core/retying/follow.h"
#include "core/retying/tie_edits.h"
#include "core/training/trainer.h"
#include "tests/support/example_networks.h"
#include "tests/support/test_program.h"

namespace test_branching {

using namespace ligature;
using namespace ligature::testing;
using namespace std::chrono_literals;

namespace {

constexpr std::int64_t features = 9;

/// One whose learning rate goes by what its schedule remembers.
Project onPlateau()
{
    Project project = tiedAutoencoder(features, 4);
    project.training.arms = {tiedArm};
    project.training.batch_size = 16;
    project.training.epochs = 40;
    project.training.optimizer_attributes.set("learning_rate", 0.02);
    project.training.schedule = "on_plateau";
    project.training.schedule_attributes = {{"patience", std::int64_t{0}}, {"factor", 0.5}, {"threshold", 0.05}};
    return project;
}

std::shared_ptr<const Dataset> samples()
{
    static const auto dataset = randomDataset(100, features, 3);
    return dataset;
}

std::unique_ptr<Trainer> goneOn(const Project& project, const TrainingState& from)
{
    auto trainer = Trainer::resume(project, samples(), from);
    if (!trainer)
        qFatal("%s", trainer.error().oneLine().c_str());
    return std::move(*trainer);
}

TrainingState after(const Project& project, std::int64_t steps)
{
    auto trainer = Trainer::create(project, samples());
    if (!trainer)
        qFatal("%s", trainer.error().oneLine().c_str());
    (*trainer)->advance(steps, 1h);
    return (*trainer)->state();
}

TrainingState followed(const Project& project, const TrainingState& state, const Network& edited, const ArmId& arm)
{
    auto moved = followArm(project.network, tiedArm, state.variants.at(tiedArm), edited, arm);
    if (!moved)
        qFatal("%s", moved.error().oneLine().c_str());
    TrainingState made;
    made.data = state.data;
    made.variants[arm] = *moved;
    return made;
}

/// The events of the next epoch.
std::vector<MetricEvent> nextEpoch(Trainer& trainer)
{
    trainer.advance(trainer.stepsPerEpoch(), 1h);
    return trainer.takeEvents();
}

Network untiedByHand(const Project& project)
{
    return untieAll({project.network}, *findSharedParameter(project.network, "W"))->network;
}

} // namespace

class TestBranching : public QObject {
    Q_OBJECT

private Q_SLOTS:
    /// A slower rate stays slow: what was learnt of the loss goes on.
    void theScheduleGoesOn_data()
    {
        QTest::addColumn<bool>("by_hand");
        QTest::addColumn<QString>("arm");
        QTest::newRow("as it is") << false << "tied";
        QTest::newRow("as its twin") << false << "untied";
        QTest::newRow("untied by an edit") << true << "tied";
        QTest::newRow("softly tied") << false << "soft";
    }

    void theScheduleGoesOn()
    {
        QFETCH(const bool, by_hand);
        QFETCH(const QString, arm);
        Project project = onPlateau();
        const TrainingState state = after(project, 8 * 5);
        const auto whole = goneOn(project, state);
        const std::vector<MetricEvent> expected = nextEpoch(*whole);
        QVERIFY(expected.back().learning_rate < 0.02); // It dropped by then.

        const Network edited = by_hand ? untiedByHand(project) : project.network;
        Project branch = project;
        branch.network = edited;
        branch.training.arms = {ArmId(arm.toStdString())};
        const TrainingState from = followed(project, state, edited, branch.training.arms.front());
        QCOMPARE(from.variants.begin()->second.schedule, state.variants.at(tiedArm).schedule);
        const auto trainer = goneOn(branch, from);
        const std::vector<MetricEvent> events = nextEpoch(*trainer);
        QCOMPARE(events.back().learning_rate, expected.back().learning_rate);
        // Untied here, it computes what the tied network does until the first update.
        QCOMPARE(events.front().step, 41);
        QVERIFY(std::abs(events.front().train_loss - expected.front().train_loss) < 1e-6);
        QCOMPARE(events.back().train_loss == expected.back().train_loss, arm == "tied" && !by_hand);
    }

    /// An edit after which slots read something else leaves the best epoch behind, and patience begins there.
    void patienceGoesOn()
    {
        Project project = onPlateau();
        project.training.schedule = "constant";
        project.training.schedule_attributes = {};
        project.training.patience = 3;
        const TrainingState state = after(project, 10 * 5);
        const TrainedState& tied = state.variants.at(tiedArm);
        QVERIFY(tied.best_epoch > 0);

        const TrainingState untied = followed(project, state, untiedByHand(project), tiedArm);
        QCOMPARE(untied.variants.at(tiedArm).best_epoch, tied.best_epoch);
        QCOMPARE(untied.variants.at(tiedArm).best_loss, tied.best_loss);
        QCOMPARE(untied.variants.at(tiedArm).patience_from, 0);

        // Tied again from two copies that parted.
        Project parted = project;
        parted.network = untiedByHand(project);
        const auto on_its_own = goneOn(parted, untied);
        on_its_own->advance(2 * 5, 1h);
        auto back =
            followArm(parted.network, tiedArm, on_its_own->state().variants.at(tiedArm), project.network, tiedArm);
        QVERIFY2(back, back ? "" : back.error().oneLine().c_str());
        QCOMPARE(back->best_epoch, 0);
        QCOMPARE(back->patience_from, 60);
        TrainingState again;
        again.variants[tiedArm] = *back;
        const auto trainer = goneOn(project, again);
        QVERIFY(!trainer->finished()); // 12 epochs without a better one are no reason to stop.
        trainer->advance(5, 1h);
        QCOMPARE(trainer->step(), 65);
        QCOMPARE(trainer->state().variants.at(tiedArm).best_epoch, 13);
        // A checkpoint keeps from where it counts.
        const QTemporaryDir folder;
        const auto before_it = goneOn(project, again);
        QVERIFY(before_it->writeCheckpoint(folder.path().toStdString()).has_value());
        const auto resumed = Trainer::resume(project, samples(), std::filesystem::path(folder.path().toStdString()));
        QVERIFY2(resumed, resumed ? "" : resumed.error().oneLine().c_str());
        QCOMPARE((*resumed)->state().variants.at(tiedArm).patience_from, 60);
    }

    /// Where a stop came before an epoch's end was measured, it is measured after the edit.
    void anEpochsEndIsNotForgotten()
    {
        Project project = onPlateau();
        TrainingState state = after(project, 5);
        state.variants.at(tiedArm).epoch_unmeasured = true;
        const TrainingState from = followed(project, state, untiedByHand(project), tiedArm);
        QVERIFY(from.variants.at(tiedArm).epoch_unmeasured);
    }

    void aCheckpointIsReadWhateverItsName()
    {
        const QTemporaryDir folder;
        Project project = onPlateau();
        project.training.arms = {tiedArm, untiedArm};
        auto trainer = Trainer::create(project, samples());
        QVERIFY(trainer.has_value());
        (*trainer)->advance(7, 1h);
        const std::filesystem::path file = std::filesystem::path(folder.path().toStdString()) / "any.safetensors";
        QVERIFY(writeFileAtomically(file, (*trainer)->checkpoint(untiedArm)).has_value());
        const auto state = readCheckpoint(project, samples(), file);
        QVERIFY2(state, state ? "" : state.error().oneLine().c_str());
        QCOMPARE(state->variants.size(), std::size_t{1});
        QVERIFY(state->variants.at(untiedArm) == (*trainer)->state().variants.at(untiedArm));
    }

    void whatIsNoCheckpointIsRefused_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("torn") << QByteArray("\x08\0\0\0\0\0\0\0{", 9);
        QTest::newRow("tensors of something else") << QByteArray("\x02\0\0\0\0\0\0\0{}", 10);
    }

    void whatIsNoCheckpointIsRefused()
    {
        QFETCH(const QByteArray, bytes);
        const QTemporaryDir folder;
        const std::filesystem::path file = std::filesystem::path(folder.path().toStdString()) / "any.safetensors";
        QVERIFY(writeFileAtomically(file, bytes.toStdString()).has_value());
        const auto state = readCheckpoint(onPlateau(), samples(), file);
        QVERIFY(!state);
        QVERIFY2(state.error().where.ends_with("any.safetensors"), state.error().oneLine().c_str());
    }
};

LIGATURE_APPLESS_TEST(TestBranching)

} // namespace test_branching

#include "test_branching.moc"
