// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>

#include <QTemporaryDir>
#include <QTest>

#include "core/files/atomic_file.h"
#include "core/training/trainer.h"
#include "tests/support/example_networks.h"
#include "tests/support/test_program.h"

namespace test_live_rate {

using namespace ligature;
using namespace ligature::testing;
using namespace std::chrono_literals;

namespace {

constexpr auto noLimit = 1h;

Project autoencoder(double rate = 0.0625)
{
    Project project = tiedAutoencoder(12, 5);
    project.training.epochs = 100;
    project.training.batch_size = 16;
    project.training.optimizer = "sgd";
    project.training.optimizer_attributes = {{"learning_rate", rate}};
    return project;
}

std::unique_ptr<Trainer> begin(const Project& project, int threads = 1)
{
    auto trainer = Trainer::create(project, randomDataset(100, 12, 3), threads);
    if (!trainer)
        qFatal("%s", trainer.error().oneLine().c_str());
    return std::move(*trainer);
}

/// Diverges a few steps after the 300th.
std::unique_ptr<Trainer> diverged(const Project& project, int threads)
{
    auto trainer = begin(project, threads);
    trainer->advance(300, noLimit);
    trainer->scaleRate(1e12);
    trainer->advance(100, noLimit);
    return trainer;
}

} // namespace

/// The learning rate is changed while it is trained, and the way back after a divergence.
class LiveRateTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aHalvedRateIsTheRateOfHalfAsMuch()
    {
        const auto halved = begin(autoencoder());
        halved->scaleRate(0.5);
        const auto other = begin(autoencoder(0.03125));
        halved->advance(50, noLimit);
        other->advance(50, noLimit);
        QVERIFY(halved->weights(tiedArm) == other->weights(tiedArm));
        QVERIFY(halved->weights(untiedArm) == other->weights(untiedArm));
        QCOMPARE(halved->rateFactor(), 0.5);
    }

    void epochsTellTheRateOnceItWasChanged()
    {
        const auto trainer = begin(autoencoder());
        trainer->advance(trainer->stepsPerEpoch(), noLimit);
        for (const MetricEvent& event : trainer->takeEvents())
            QVERIFY(std::isnan(event.learning_rate));
        trainer->scaleRate(2);
        trainer->advance(trainer->stepsPerEpoch(), noLimit);
        const auto events = trainer->takeEvents();
        const auto epoch = std::ranges::find(events, MetricEvent::Kind::Epoch, &MetricEvent::kind);
        QVERIFY(epoch != events.end());
        QCOMPARE(epoch->learning_rate, 0.125);
    }

    void changesAreKeptInAFile()
    {
        const auto whole = begin(autoencoder());
        const auto begun = begin(autoencoder());
        for (Trainer* const trainer : {whole.get(), begun.get()}) {
            trainer->advance(7, noLimit);
            trainer->scaleRate(0.3);
            trainer->advance(5, noLimit);
            trainer->scaleRate(4); // Takes the place of
            trainer->scaleRate(3); // the one of the same step.
            trainer->advance(2, noLimit);
        }
        const QTemporaryDir folder;
        const std::filesystem::path path = folder.path().toStdString();
        QVERIFY(begun->writeCheckpoint(path).has_value());
        auto resumed = Trainer::resume(autoencoder(), randomDataset(100, 12, 3), path);
        QVERIFY2(resumed.has_value(), resumed ? "" : resumed.error().oneLine().c_str());
        QCOMPARE((*resumed)->rateFactor(), 3.0);
        QCOMPARE((*resumed)->state().variants, whole->state().variants);
        QCOMPARE((*resumed)->state().variants.at(tiedArm).rate_changes.size(), std::size_t{2});
        (*resumed)->advance(20, noLimit);
        whole->advance(20, noLimit);
        QVERIFY((*resumed)->weights(tiedArm) == whole->weights(tiedArm));
    }

    void changesThatAreNoneAreRefused_data()
    {
        QTest::addColumn<QString>("text");
        for (const char* const text : {"7", "7:", ":1", "7:x", "-1:4607182418800017408", "7:0", "7:-1",
                                       "7:9218868437227405312", "7:4607182418800017408  9:4607182418800017408",
                                       "9:4607182418800017408 7:4607182418800017408", "7:4607182418800017408,"})
            QTest::newRow(text) << QString::fromLatin1(text);
    }
    void changesThatAreNoneAreRefused()
    {
        QFETCH(QString, text);
        const auto trainer = begin(autoencoder());
        trainer->scaleRate(1.0);
        trainer->advance(3, noLimit);
        const QTemporaryDir folder;
        const std::filesystem::path path = folder.path().toStdString();
        QVERIFY(trainer->writeCheckpoint(path).has_value());
        const std::filesystem::path file = path / checkpointFileName(tiedArm);
        const auto bytes = readFile(file, 1 << 20);
        QVERIFY(bytes.has_value());
        auto decoded = decodeSafetensors(*bytes, {});
        QVERIFY(decoded.has_value());
        QCOMPARE(decoded->metadata.at("rate_changes"), std::string("0:4607182418800017408"));
        decoded->metadata.at("rate_changes") = text.toStdString();
        QVERIFY(writeFileAtomically(file, encodeSafetensors(*decoded)).has_value());
        const auto refused = Trainer::resume(autoencoder(), randomDataset(100, 12, 3), path);
        QVERIFY(!refused);
        QVERIFY2(refused.error().oneLine().find("learning rate") != std::string::npos,
                 refused.error().oneLine().c_str());
    }

    void aDivergenceGoesBackToWhatWasThere_data()
    {
        QTest::addColumn<int>("threads");
        QTest::addColumn<double>("average");
        QTest::newRow("one thread") << 1 << 0.0;
        QTest::newRow("two threads") << 2 << 0.0;
        QTest::newRow("with an average") << 1 << 0.9;
    }
    void aDivergenceGoesBackToWhatWasThere()
    {
        QFETCH(int, threads);
        QFETCH(double, average);
        Project project = autoencoder();
        project.training.weight_average = average;
        const auto trainer = diverged(project, threads);
        QVERIFY(trainer->divergence().has_value());
        const std::int64_t last =
            std::min(trainer->state().variants.at(tiedArm).step, trainer->state().variants.at(untiedArm).step);
        QVERIFY(last >= 300);
        QVERIFY(trainer->goBack(stepsBack));
        const TrainingState back = trainer->state();
        const std::int64_t step = back.variants.at(tiedArm).step;
        QCOMPARE(step, last - stepsBack);
        const auto there = begin(project);
        there->advance(step, noLimit);
        QCOMPARE(back.variants, there->state().variants); // Without the change that came later.
    }

    void whereThereIsNoWayBackNothingChanges_data()
    {
        QTest::addColumn<QString>("what");
        for (const char* const what : {"no divergence", "the first step", "early stopping", "a schedule that learns"})
            QTest::newRow(what) << QString::fromLatin1(what);
    }
    void whereThereIsNoWayBackNothingChanges()
    {
        QFETCH(QString, what);
        Project project = autoencoder();
        if (what == "early stopping")
            project.training.patience = 1000;
        if (what == "a schedule that learns")
            project.training.schedule = "on_plateau";
        auto trainer = begin(project);
        if (what == "no divergence") {
            trainer->advance(300, noLimit);
        } else if (what == "the first step") {
            trainer->scaleRate(1e30);
            trainer->advance(300, noLimit);
        } else {
            trainer = diverged(project, 1);
        }
        QCOMPARE(trainer->divergence().has_value(), what != "no divergence");
        const TrainingState before = trainer->state();
        if (trainer->goBack(stepsBack)) // From a step or two there is a way to the beginning.
            QCOMPARE(what, "the first step");
        else
            QCOMPARE(trainer->state().variants, before.variants);
    }
};

LIGATURE_APPLESS_TEST(LiveRateTest)

} // namespace test_live_rate

#include "test_live_rate.moc"
