// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <filesystem>

#include <QTemporaryDir>
#include <QTest>

#include "core/files/atomic_file.h"
#include "core/network/edits.h"
#include "core/safetensors/safetensors_file.h"
#include "core/training/trainer.h"
#include "tests/support/example_networks.h"
#include "tests/support/test_program.h"

namespace test_trainer {

using namespace ligature;
using namespace ligature::testing;
using namespace std::chrono_literals;

namespace {

constexpr auto noLimit = 1h;

Project smallAutoencoder()
{
    Project project = tiedAutoencoder(12, 5);
    project.training.epochs = 4;
    project.training.batch_size = 16;
    project.training.optimizer_attributes.set("learning_rate", 0.01);
    return project;
}

std::unique_ptr<Trainer> makeTrainer(const Project& project, std::shared_ptr<const Dataset> data, int threads = 1)
{
    auto trainer = Trainer::create(project, std::move(data), threads);
    if (!trainer)
        qFatal("%s", trainer.error().oneLine().c_str());
    return std::move(*trainer);
}

void run(Trainer& trainer)
{
    while (!trainer.finished() && !trainer.divergence())
        trainer.advance(trainer.totalSteps(), noLimit);
}

std::vector<MetricEvent> ofKind(const std::vector<MetricEvent>& events, MetricEvent::Kind kind, ArmId variant)
{
    std::vector<MetricEvent> chosen;
    std::ranges::copy_if(events, std::back_inserter(chosen),
                         [&](const MetricEvent& e) { return e.kind == kind && e.variant == variant; });
    return chosen;
}

} // namespace

class TrainerTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void tiedAndUntiedStartFromTheSameLossToTheLastBit()
    {
        const auto trainer = makeTrainer(smallAutoencoder(), randomDataset(100, 12, 3));
        QVERIFY(trainer->twinCheck().has_value());
        QVERIFY(trainer->twinCheck()->identical);
        QVERIFY(trainer->twinCheck()->tied_loss > 0);
        run(*trainer);
        const auto events = trainer->takeEvents();
        const auto tied = ofKind(events, MetricEvent::Kind::Step, tiedArm);
        const auto untied = ofKind(events, MetricEvent::Kind::Step, untiedArm);
        QCOMPARE(tied.front().train_loss, untied.front().train_loss);
        QVERIFY(tied.back().train_loss != untied.back().train_loss);
    }

    void trainingLowersTheLoss()
    {
        const auto trainer = makeTrainer(smallAutoencoder(), randomDataset(100, 12, 3));
        run(*trainer);
        const auto epochs = ofKind(trainer->takeEvents(), MetricEvent::Kind::Epoch, tiedArm);
        QCOMPARE(epochs.size(), std::size_t{5});
        QVERIFY(epochs.back().train_loss < 0.9 * epochs.front().train_loss);
        QVERIFY(std::isfinite(epochs.back().val_loss));
    }

    void theSameSeedGivesTheSameBits_data()
    {
        QTest::addColumn<int>("threads");
        QTest::newRow("one thread") << 1;
        QTest::newRow("a thread each") << 2;
    }
    void theSameSeedGivesTheSameBits()
    {
        QFETCH(int, threads);
        const auto data = randomDataset(100, 12, 3);
        const auto first = makeTrainer(smallAutoencoder(), data, 1);
        run(*first);
        const auto second = makeTrainer(smallAutoencoder(), data, threads);
        while (!second->finished())
            second->advance(3, 1ms);
        for (const ArmId variant : {tiedArm, untiedArm})
            QVERIFY(first->weights(variant) == second->weights(variant));
    }

    void anotherSeedGivesOtherWeights()
    {
        const auto data = randomDataset(100, 12, 3);
        Project other = smallAutoencoder();
        other.training.seed = 2;
        QVERIFY(makeTrainer(smallAutoencoder(), data)->weights(tiedArm) != makeTrainer(other, data)->weights(tiedArm));
    }

    void eventsComeStepByStepWithBothVariants()
    {
        const auto trainer = makeTrainer(smallAutoencoder(), randomDataset(100, 12, 3));
        trainer->advance(3, noLimit);
        QCOMPARE(trainer->step(), 3);
        const auto events = trainer->takeEvents();
        QCOMPARE(ofKind(events, MetricEvent::Kind::Step, tiedArm).size(), std::size_t{3});
        QCOMPARE(ofKind(events, MetricEvent::Kind::Epoch, untiedArm).size(), std::size_t{1});
        QVERIFY(std::ranges::is_sorted(events, {}, &MetricEvent::step));
        QVERIFY(trainer->takeEvents().empty());
    }

    void resumingGivesTheBitsOfATrainingThatDidNotStop()
    {
        QTemporaryDir folder;
        const std::filesystem::path path = folder.path().toStdString();
        const auto data = randomDataset(100, 12, 3);
        const auto whole = makeTrainer(smallAutoencoder(), data);
        run(*whole);
        const auto begun = makeTrainer(smallAutoencoder(), data);
        begun->advance(8, noLimit); // In the middle of an epoch.
        QVERIFY(begun->writeCheckpoint(path).has_value());

        auto resumed = Trainer::resume(smallAutoencoder(), data, path);
        QVERIFY2(resumed.has_value(), resumed ? "" : resumed.error().oneLine().c_str());
        QCOMPARE((*resumed)->step(), 8);
        run(**resumed);
        QVERIFY((*resumed)->weights(tiedArm) == whole->weights(tiedArm));
        QVERIFY((*resumed)->weights(untiedArm) == whole->weights(untiedArm));
        const auto expected = ofKind(whole->takeEvents(), MetricEvent::Kind::Epoch, tiedArm).back();
        const auto actual = ofKind((*resumed)->takeEvents(), MetricEvent::Kind::Epoch, tiedArm).back();
        QCOMPARE(actual.train_loss, expected.train_loss);
    }

    /// By the names of those that were written when there were two vectors at most.
    void aCheckpointNamesWhatTheOptimizerKeeps_data()
    {
        QTest::addColumn<QString>("optimizer");
        QTest::addColumn<Attributes>("attributes");
        QTest::addColumn<bool>("first");
        QTest::addColumn<bool>("second");
        QTest::newRow("nothing") << "sgd" << Attributes() << false << false;
        QTest::newRow("momentum") << "sgd" << Attributes{{"momentum", 0.9}} << true << false;
        QTest::newRow("two means") << "adam" << Attributes() << true << true;
    }
    void aCheckpointNamesWhatTheOptimizerKeeps()
    {
        QFETCH(QString, optimizer);
        QFETCH(Attributes, attributes);
        QFETCH(bool, first);
        QFETCH(bool, second);
        Project project = smallAutoencoder();
        project.training.optimizer = optimizer.toStdString();
        project.training.optimizer_attributes = attributes;
        QTemporaryDir folder;
        const std::filesystem::path path = folder.path().toStdString();
        const auto trainer = makeTrainer(project, randomDataset(100, 12, 3));
        trainer->advance(3, noLimit);
        QVERIFY(trainer->writeCheckpoint(path).has_value());
        const auto bytes = readFile(path / "tied.checkpoint.safetensors", 1 << 24);
        const auto file = decodeSafetensors(*bytes, "tied.checkpoint.safetensors");
        QVERIFY(file.has_value());
        QCOMPARE(findTensor(*file, "W/optimizer.first") != nullptr, first);
        QCOMPARE(findTensor(*file, "W/optimizer.second") != nullptr, second);
        QCOMPARE(file->tensors.size(), std::size_t{3} * (1U + first + second));
    }

    void aCheckpointOfOtherSettingsIsRefused()
    {
        QTemporaryDir folder;
        const std::filesystem::path path = folder.path().toStdString();
        const auto data = randomDataset(100, 12, 3);
        const auto trainer = makeTrainer(smallAutoencoder(), data);
        QVERIFY(trainer->writeCheckpoint(path).has_value());
        Project other = smallAutoencoder();
        other.training.optimizer_attributes.set("learning_rate", 0.02);
        const auto refused = Trainer::resume(other, data, path);
        QVERIFY(!refused);
        QVERIFY(refused.error().what.find("learning_rate") != std::string::npos);
    }

    void aLossThatIsNotFiniteKeepsTheLastGoodWeights()
    {
        Project project = smallAutoencoder();
        project.training.optimizer = "sgd";
        project.training.optimizer_attributes = {{"learning_rate", 60.0}};
        project.training.epochs = 200;
        const auto trainer = makeTrainer(project, randomDataset(100, 12, 3));
        run(*trainer);
        QVERIFY(trainer->divergence().has_value());
        const Divergence divergence = *trainer->divergence();
        QVERIFY(divergence.step > 1);
        QVERIFY(!divergence.layer.empty());
        for (const ParameterValues& parameter : trainer->weights(divergence.variant).parameters) {
            for (const float value : parameter.values)
                QVERIFY(std::isfinite(value));
        }
        // They are those after the updates before the last finite loss.
        Project before = project;
        before.training.arms = {divergence.variant};
        const auto again = makeTrainer(before, randomDataset(100, 12, 3));
        again->advance(divergence.step - 2, noLimit);
        QVERIFY(!again->divergence());
        QVERIFY(again->weights(divergence.variant) == trainer->weights(divergence.variant));
    }

    void goingBackCountsNoBatchTwice_data()
    {
        QTest::addColumn<double>("rate");
        QTest::addColumn<int>("batch");
        QTest::newRow("in the first epoch") << 1e6 << 4;
        QTest::newRow("after some epochs") << 60.0 << 16;
        QTest::newRow("with one batch an epoch") << 60.0 << 100;
        QTest::newRow("with a batch that is cut short") << 60.0 << 7;
    }
    void goingBackCountsNoBatchTwice()
    {
        QFETCH(double, rate);
        QFETCH(int, batch);
        Project project = smallAutoencoder();
        project.training.optimizer = "sgd";
        project.training.optimizer_attributes = {{"learning_rate", rate}};
        project.training.epochs = 200;
        project.training.batch_size = batch;
        project.training.arms = {tiedArm};
        const auto data = randomDataset(100, 12, 3);
        const auto trainer = makeTrainer(project, data);
        run(*trainer);
        QVERIFY(trainer->divergence().has_value());
        // The state of one that stopped where this one went back to, without ever having been further.
        const auto again = makeTrainer(project, data);
        again->advance(trainer->step(), noLimit);
        QVERIFY(!again->divergence());
        const TrainedState expected = again->state().variants.at(tiedArm);
        const TrainedState actual = trainer->state().variants.at(tiedArm);
        QCOMPARE(actual.step, expected.step);
        QCOMPARE(actual.epoch_loss, expected.epoch_loss);
    }

    void aMeasureThatIsNotFiniteIsTold_data()
    {
        QTest::addColumn<double>("validation");
        QTest::addColumn<QString>("expected");
        QTest::newRow("of the validation samples") << 0.2 << "last validation loss was not finite, after step ";
        QTest::newRow("of the training samples") << 0.0 << "last training loss was not finite, after step ";
    }
    /// One step that is so long that the loss after it overflows, and no other step to notice.
    void aMeasureThatIsNotFiniteIsTold()
    {
        QFETCH(double, validation);
        QFETCH(QString, expected);
        Project project = smallAutoencoder();
        project.training.optimizer = "sgd";
        project.training.optimizer_attributes = {{"learning_rate", 1e6}};
        const Slot bias{layerNamed(project.network, "decoder"), "bias"};
        project.network.parameters.at(project.network.ties.at(bias).parameter).initializer = {"constant",
                                                                                              {{"value", 1e15}}};
        project.training.epochs = 1;
        project.training.batch_size = 1000;
        project.training.validation_fraction = validation;
        const auto trainer = makeTrainer(project, randomDataset(100, 12, 3));
        run(*trainer);
        QVERIFY(trainer->finished());
        QVERIFY(trainer->divergence().has_value());
        QVERIFY2(QString::fromStdString(trainer->divergence()->what).contains(expected),
                 trainer->divergence()->what.c_str());
        QVERIFY(trainer->divergence()->mend.starts_with("lower the learning rate"));
        QVERIFY(trainer->checkWeights());
        const auto epochs = ofKind(trainer->takeEvents(), MetricEvent::Kind::Epoch, tiedArm);
        if (validation > 0)
            QVERIFY(std::isinf(epochs.back().val_loss)); // Not as if there were none.
    }

    void whatNoUpdateCameBeforeIsNoFaultOfTheRate()
    {
        Project project = smallAutoencoder();
        for (auto& [id, parameter] : project.network.parameters)
            parameter.initializer = {"constant", {{"value", 1e30}}};
        const auto trainer = makeTrainer(project, randomDataset(100, 12, 3));
        run(*trainer);
        QVERIFY(trainer->divergence().has_value());
        QCOMPARE(trainer->step(), std::int64_t(0));
        for (const std::string& text :
             {trainer->divergence()->what, trainer->divergence()->mend, trainer->divergence()->message})
            QVERIFY2(text.find("rate") == std::string::npos && text.find("last good") == std::string::npos,
                     text.c_str());
    }

    void weightsThatAreNoNumbersAreNotTrainedOnFrom()
    {
        QTemporaryDir folder;
        const std::filesystem::path path = folder.path().toStdString();
        const auto data = randomDataset(100, 12, 3);
        const auto trainer = makeTrainer(smallAutoencoder(), data);
        QVERIFY(trainer->writeCheckpoint(path).has_value());
        const std::filesystem::path file = path / "tied.checkpoint.safetensors";
        SafetensorsFile checkpoint = decodeSafetensors(*readFile(file, 1 << 24), "checkpoint").value();
        for (NamedTensor& tensor : checkpoint.tensors) {
            if (tensor.name == "W")
                std::get<std::vector<float>>(tensor.values)[13] = std::nanf("");
        }
        QVERIFY(writeFileAtomically(file, encodeSafetensors(checkpoint)).has_value());
        const auto refused = Trainer::resume(smallAutoencoder(), data, path);
        QVERIFY(!refused);
        QCOMPARE(refused.error().where, file.string());
        QVERIFY2(refused.error().what.starts_with("\"W\"[1, 1] is NaN"), refused.error().oneLine().c_str());
        TrainingState state = trainer->state();
        auto broken = std::make_shared<TrainedParameter>(*state.variants.at(untiedArm).parameters.begin()->second);
        broken->values[2] = INFINITY;
        state.variants.at(untiedArm).parameters.begin()->second = broken;
        QVERIFY(!Trainer::resume(smallAutoencoder(), data, state));
    }

    void whatDoesNotFitTheDataIsRefused_data()
    {
        QTest::addColumn<int>("features");
        QTest::addColumn<int>("classes");
        QTest::addColumn<QString>("code");
        QTest::newRow("as many features and classes as the data") << 12 << 3 << "";
        QTest::newRow("another number of features") << 10 << 3 << "feature-count";
        QTest::newRow("fewer logits than classes") << 12 << 2 << "class-count";
    }
    void whatDoesNotFitTheDataIsRefused()
    {
        QFETCH(int, features);
        QFETCH(int, classes);
        QFETCH(QString, code);
        const Project project = classifier(features, 4, classes);
        const auto data = randomDataset(50, 12, 3);
        const auto obstacles = trainingObstacles(project, data.get());
        QCOMPARE(obstacles.empty() ? QString() : QString::fromStdString(obstacles.front().code), code);
        QCOMPARE(Trainer::create(project, data).has_value(), code.isEmpty());
    }

    void aNetworkThatNeedsMoreMemoryThanIsFreeIsRefusedWithTheFigure()
    {
        const Project project = classifier(12, 1'000'000'000, 3);
        const auto data = randomDataset(50, 12, 3);
        const auto obstacles = trainingObstacles(project, data.get());
        QVERIFY(!obstacles.empty());
        QCOMPARE(obstacles.front().code, std::string("memory"));
        QVERIFY(obstacles.front().message.find("TB") != std::string::npos ||
                obstacles.front().message.find("GB") != std::string::npos);
    }

    void noValidationMeasuresOnTheTrainingSamples()
    {
        Project project = classifier(12, 4, 3);
        project.training.validation_fraction = 0;
        const auto trainer = makeTrainer(project, randomDataset(50, 12, 3));
        QCOMPARE(trainer->trainingSampleCount(), 50);
        trainer->advance(trainer->stepsPerEpoch(), noLimit);
        const auto epochs = ofKind(trainer->takeEvents(), MetricEvent::Kind::Epoch, tiedArm);
        QVERIFY(std::isnan(epochs.back().val_loss));
        QVERIFY(epochs.back().metric > 0 && epochs.back().metric <= 1);
    }
};

LIGATURE_GUILESS_TEST(TrainerTest)

} // namespace test_trainer

#include "test_trainer.moc"
