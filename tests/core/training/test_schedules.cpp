// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>
#include <cmath>
#include <filesystem>
#include <map>

#include <QTemporaryDir>
#include <QTest>

#include "core/files/atomic_file.h"
#include "core/optimization/learning_rate.h"
#include "core/safetensors/safetensors_file.h"
#include "core/training/trainer.h"
#include "tests/support/example_networks.h"
#include "tests/support/test_program.h"

namespace test_schedules {

using namespace ligature;
using namespace ligature::testing;
using namespace std::chrono_literals;

namespace {

constexpr auto noLimit = 1h;

/// Trains 80 of 100 samples in 5 steps an epoch.
Project projectWith(const std::string& schedule, const Attributes& attributes)
{
    Project project = tiedAutoencoder(12, 5);
    project.training.epochs = 6;
    project.training.batch_size = 16;
    project.training.optimizer_attributes.set("learning_rate", 0.01);
    project.training.schedule = schedule;
    project.training.schedule_attributes = attributes;
    return project;
}

/// Such that each changes the rate within 6 epochs of 5 steps.
void addSchedules()
{
    QTest::addColumn<QString>("schedule");
    QTest::addColumn<Attributes>("attributes");
    const std::map<std::string, Attributes> settings = {
        {"step", {{"step_size", std::int64_t{2}}}},
        {"warm_up", {{"warmup_steps", std::int64_t{12}}}},
        {"on_plateau", {{"patience", std::int64_t{0}}, {"threshold", 0.9}, {"cooldown", std::int64_t{1}}}}};
    for (const ScheduleType* const type : scheduleTypes()) {
        const auto own = settings.find(type->name());
        QTest::newRow(type->name().c_str())
            << QString::fromStdString(type->name()) << (own == settings.end() ? Attributes() : own->second);
    }
}

std::unique_ptr<Trainer> makeTrainer(const Project& project)
{
    auto trainer = Trainer::create(project, randomDataset(100, 12, 3));
    if (!trainer)
        qFatal("%s", trainer.error().oneLine().c_str());
    return std::move(*trainer);
}

void run(Trainer& trainer)
{
    while (!trainer.finished() && !trainer.divergence())
        trainer.advance(trainer.totalSteps(), noLimit);
}

std::vector<double> ratesOf(Trainer& trainer, ArmId variant)
{
    std::vector<double> rates;
    for (const MetricEvent& event : trainer.takeEvents()) {
        if (event.kind == MetricEvent::Kind::Epoch && event.variant == variant)
            rates.push_back(event.learning_rate);
    }
    return rates;
}

} // namespace

class SchedulesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void resumingGivesTheBitsOfATrainingThatDidNotStop_data() { addSchedules(); }
    void resumingGivesTheBitsOfATrainingThatDidNotStop()
    {
        QFETCH(QString, schedule);
        QFETCH(Attributes, attributes);
        const Project project = projectWith(schedule.toStdString(), attributes);
        const auto whole = makeTrainer(project);
        run(*whole);
        // Within an epoch, at the end of one, and after several.
        for (const std::int64_t stopped : {3, 10, 18}) {
            QTemporaryDir folder;
            const std::filesystem::path path = folder.path().toStdString();
            const auto begun = makeTrainer(project);
            begun->advance(stopped, noLimit);
            QVERIFY(begun->writeCheckpoint(path).has_value());
            const auto data = randomDataset(100, 12, 3);
            const std::array<Result<std::unique_ptr<Trainer>>, 2> ways = {
                Trainer::resume(project, data, path), Trainer::resume(project, data, begun->state())};
            for (const auto& resumed : ways) {
                QVERIFY2(resumed.has_value(), resumed ? "" : resumed.error().oneLine().c_str());
                QVERIFY((*resumed)->state().variants == begun->state().variants);
                run(**resumed);
                QVERIFY((*resumed)->state().variants == whole->state().variants);
            }
        }
    }

    void aScheduleTrainsOtherwiseThanAConstantRate_data() { addSchedules(); }
    void aScheduleTrainsOtherwiseThanAConstantRate()
    {
        QFETCH(QString, schedule);
        QFETCH(Attributes, attributes);
        const auto trainer = makeTrainer(projectWith(schedule.toStdString(), attributes));
        run(*trainer);
        const auto constant = makeTrainer(projectWith("constant", {}));
        run(*constant);
        QCOMPARE(trainer->weights(tiedArm) == constant->weights(tiedArm), schedule == QLatin1String("constant"));
    }

    void epochsTellTheRateOfTheirLastUpdate_data() { addSchedules(); }
    void epochsTellTheRateOfTheirLastUpdate()
    {
        QFETCH(QString, schedule);
        QFETCH(Attributes, attributes);
        const Project project = projectWith(schedule.toStdString(), attributes);
        const auto trainer = makeTrainer(project);
        run(*trainer);
        const std::vector<double> rates = ratesOf(*trainer, tiedArm);
        QCOMPARE(rates.size(), std::size_t{7});
        const LearningRate expected(project.training, 30, 5);
        for (std::size_t epoch = 0; epoch < rates.size(); ++epoch) {
            if (schedule == QLatin1String("constant"))
                QVERIFY(std::isnan(rates[epoch]));
            else if (!expected.hasState())
                QCOMPARE(rates[epoch], expected.at(epoch == 0 ? 0 : static_cast<std::int64_t>(epoch) * 5 - 1));
        }
        if (expected.hasState()) {
            // Bad from the second epoch on, of which every other one is in the cooldown.
            const std::vector<double> all = {0.01, 0.01, 0.01, 0.001, 0.001, 0.0001, 0.0001};
            for (std::size_t epoch = 0; epoch < rates.size(); ++epoch)
                QVERIFY(std::abs(rates[epoch] - all[epoch]) <= 1e-12);
        }
    }

    void withoutValidationAPlateauIsOneOfTheTrainingLoss()
    {
        Project project = projectWith("on_plateau", {{"patience", std::int64_t{0}}, {"threshold", 0.9}});
        project.training.validation_fraction = 0;
        const auto trainer = makeTrainer(project);
        run(*trainer);
        QVERIFY(ratesOf(*trainer, tiedArm).back() < 0.001);
        const TrainingState state = trainer->state();
        QVERIFY(std::isfinite(state.variants.at(tiedArm).schedule.front()));
    }

    void aLossThatIsNotFiniteKeepsTheLastGoodWeights()
    {
        // The rate changes a little at the end of each epoch.
        Project project = projectWith("on_plateau", {{"patience", std::int64_t{0}},
                                                     {"factor", 0.99},
                                                     {"threshold", 1e9},
                                                     {"threshold_mode", std::string("abs")}});
        project.training.optimizer = "sgd";
        project.training.optimizer_attributes = {{"learning_rate", 60.0}};
        project.training.epochs = 200;
        const auto trainer = makeTrainer(project);
        run(*trainer);
        QVERIFY(trainer->divergence().has_value());
        const Divergence divergence = *trainer->divergence();
        QVERIFY2(divergence.step > 12, qPrintable(QString::number(divergence.step))); // two epochs' ends lie before
        project.training.arms = {divergence.variant};
        const auto again = makeTrainer(project);
        again->advance(divergence.step - 2, noLimit);
        QVERIFY(!again->divergence());
        QVERIFY(again->weights(divergence.variant) == trainer->weights(divergence.variant));
    }

    void aCheckpointOfAnotherScheduleIsRefused_data()
    {
        QTest::addColumn<QString>("schedule");
        QTest::addColumn<Attributes>("attributes");
        QTest::addColumn<QString>("named");
        QTest::newRow("none instead of one") << "constant" << Attributes() << "schedule";
        QTest::newRow("another one") << "step" << Attributes() << "schedule";
        QTest::newRow("another setting") << "cosine" << Attributes{{"end_factor", 0.1}} << "schedule.end_factor";
    }
    void aCheckpointOfAnotherScheduleIsRefused()
    {
        QFETCH(QString, schedule);
        QFETCH(Attributes, attributes);
        QFETCH(QString, named);
        QTemporaryDir folder;
        const std::filesystem::path path = folder.path().toStdString();
        const auto trainer = makeTrainer(projectWith("cosine", {}));
        QVERIFY(trainer->writeCheckpoint(path).has_value());
        const auto refused =
            Trainer::resume(projectWith(schedule.toStdString(), attributes), randomDataset(100, 12, 3), path);
        QVERIFY(!refused);
        QVERIFY2(refused.error().what.find("its " + named.toStdString() + " is") != std::string::npos,
                 refused.error().oneLine().c_str());
    }

    /// Those that were written before there were schedules do not say that they have none.
    void aCheckpointWithoutAScheduleIsOneOfAConstantRate()
    {
        QTemporaryDir folder;
        const std::filesystem::path path = folder.path().toStdString();
        const Project project = projectWith("constant", {});
        const auto begun = makeTrainer(project);
        begun->advance(8, noLimit);
        QVERIFY(begun->writeCheckpoint(path).has_value());
        for (const char* const name : {"tied.checkpoint.safetensors", "untied.checkpoint.safetensors"}) {
            const auto bytes = readFile(path / name, 1 << 24);
            auto file = decodeSafetensors(*bytes, name);
            QCOMPARE(file->metadata.erase("schedule"), std::size_t{1});
            QVERIFY(writeFileAtomically(path / name, encodeSafetensors(*file)).has_value());
        }
        const auto resumed = Trainer::resume(project, randomDataset(100, 12, 3), path);
        QVERIFY2(resumed.has_value(), resumed ? "" : resumed.error().oneLine().c_str());
        QVERIFY(!Trainer::resume(projectWith("cosine", {}), randomDataset(100, 12, 3), path));
    }

    void trainingOnWithAnotherScheduleBeginsItAnew()
    {
        const auto begun = makeTrainer(projectWith("constant", {}));
        begun->advance(12, noLimit);
        const auto resumed = Trainer::resume(projectWith("on_plateau", {}), randomDataset(100, 12, 3), begun->state());
        QVERIFY(resumed.has_value());
        QVERIFY(std::isinf((*resumed)->state().variants.at(tiedArm).schedule.front()));
    }

    void aScheduleThatIsNotThereIsAnObstacle_data()
    {
        QTest::addColumn<QString>("schedule");
        QTest::addColumn<Attributes>("attributes");
        QTest::newRow("no such schedule") << "spiral" << Attributes();
        QTest::newRow("no such attribute") << "step" << Attributes{{"patience", std::int64_t{1}}};
        QTest::newRow("a value out of its range") << "step" << Attributes{{"step_size", std::int64_t{0}}};
    }
    void aScheduleThatIsNotThereIsAnObstacle()
    {
        QFETCH(QString, schedule);
        QFETCH(Attributes, attributes);
        const auto obstacles = trainingObstacles(projectWith(schedule.toStdString(), attributes), nullptr);
        QCOMPARE(obstacles.size(), std::size_t{1});
        QCOMPARE(obstacles.front().code, std::string("settings"));
    }
};

LIGATURE_GUILESS_TEST(SchedulesTest)

} // namespace test_schedules

#include "test_schedules.moc"
