// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/kept_weights.h"

#include <algorithm>
#include <cmath>

#include <QTemporaryDir>
#include <QTest>

#include "core/program/lower.h"
#include "core/training/trainer.h"
#include "tests/support/example_networks.h"
#include "tests/support/test_program.h"

namespace test_kept_weights {

using namespace ligature;
using namespace ligature::testing;
using namespace std::chrono_literals;

namespace {

constexpr auto noLimit = 1h;

Project autoencoder(const Attributes& settings)
{
    Project project = tiedAutoencoder(12, 5);
    project.training.epochs = 30;
    project.training.batch_size = 16;
    project.training.optimizer_attributes.set("learning_rate", 0.05);
    for (const auto& [name, value] : settings.values())
        setSharedSetting(project.training, name, value);
    return project;
}

std::unique_ptr<Trainer> begin(const Project& project, int threads = 1)
{
    auto trainer = Trainer::create(project, randomDataset(100, 12, 3), threads);
    if (!trainer)
        qFatal("%s", trainer.error().oneLine().c_str());
    return std::move(*trainer);
}

void run(Trainer& trainer)
{
    while (!trainer.finished() && !trainer.divergence())
        trainer.advance(trainer.totalSteps(), noLimit);
}

std::vector<MetricEvent> epochsOf(const std::vector<MetricEvent>& events, const ArmId& arm)
{
    std::vector<MetricEvent> chosen;
    std::ranges::copy_if(events, std::back_inserter(chosen), [&](const MetricEvent& event) {
        return event.kind == MetricEvent::Kind::Epoch && event.variant == arm;
    });
    return chosen;
}

/// The settings whose bits a stop, a file and another thread must not change.
void addSettings()
{
    QTest::addColumn<Attributes>("settings");
    QTest::newRow("batches a step") << Attributes{{"gradient_accumulation", std::int64_t{3}}};
    QTest::newRow("more batches a step than there are")
        << Attributes{{"gradient_accumulation", std::int64_t{100}}, {"batch_size", std::int64_t{7}}};
    QTest::newRow("L1") << Attributes{{"l1_penalty", 0.01}};
    QTest::newRow("average") << Attributes{{"weight_average", 0.9}};
    QTest::newRow("early stopping") << Attributes{{"patience", std::int64_t{2}}};
    QTest::newRow("best of all") << Attributes{{"patience", std::int64_t{1000}}};
    QTest::newRow("without validation") << Attributes{
        {"patience", std::int64_t{2}}, {"validation_fraction", 0.0}, {"weight_average", 0.5}};
    QTest::newRow("all") << Attributes{{"gradient_accumulation", std::int64_t{2}},
                                       {"l1_penalty", 0.001},
                                       {"weight_average", 0.8},
                                       {"patience", std::int64_t{3}}};
}

} // namespace

class KeptWeightsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theBestEpochsWeightsAreKept_data()
    {
        QTest::addColumn<double>("average");
        QTest::addColumn<std::int64_t>("patience");
        QTest::newRow("stopped early") << 0.0 << std::int64_t{2};
        QTest::newRow("through all epochs") << 0.0 << std::int64_t{1000};
        QTest::newRow("of averages") << 0.9 << std::int64_t{2};
    }
    void theBestEpochsWeightsAreKept()
    {
        QFETCH(double, average);
        QFETCH(std::int64_t, patience);
        const auto trainer = begin(autoencoder({{"weight_average", average}, {"patience", patience}}));
        run(*trainer);
        const auto events = trainer->takeEvents();
        for (const ArmId& arm : {tiedArm, untiedArm}) {
            const std::vector<MetricEvent> epochs = epochsOf(events, arm);
            const auto best = std::min_element(epochs.begin() + 1, epochs.end(),
                                               [](const auto& a, const auto& b) { return a.val_loss < b.val_loss; });
            QCOMPARE(trainer->keptEpoch(arm), best->epoch);
            QCOMPARE(epochs.back().epoch, std::min<std::int64_t>(best->epoch + patience, 30));
            // They are those whose loss was measured then: a network that begins with them has it.
            Project again = autoencoder({});
            again.training.arms = {arm};
            TrainingState state = begin(again)->state();
            const Weights weights = trainer->weights(arm);
            for (const ParameterValues& values : weights.parameters) {
                auto trained = std::make_shared<TrainedParameter>();
                trained->shape = values.shape;
                trained->values = values.values;
                state.variants.at(arm).parameters.at(values.parameter) = std::move(trained);
            }
            const auto measuring = Trainer::resume(again, randomDataset(100, 12, 3), state);
            QVERIFY(measuring.has_value());
            QVERIFY((*measuring)->measureStart({}, {}));
            QCOMPARE((*measuring)->takeEvents().front().val_loss, best->val_loss);
        }
        QVERIFY(trainer->step() % trainer->stepsPerEpoch() == 0);
        QCOMPARE(trainer->finished(), true);
    }

    void anArmOutOfPatienceIsTrainedNoFurtherWhileOthersAre()
    {
        const Project both = autoencoder({{"patience", std::int64_t{2}}, {"l1_penalty", 0.02}});
        const auto trainer = begin(both);
        run(*trainer);
        const auto events = trainer->takeEvents();
        std::int64_t last = 0;
        for (const ArmId& arm : {tiedArm, untiedArm}) {
            Project one = both;
            one.training.arms = {arm};
            const auto alone = begin(one);
            run(*alone);
            QVERIFY(trainer->weights(arm) == alone->weights(arm));
            QCOMPARE(trainer->keptEpoch(arm), alone->keptEpoch(arm));
            const auto epochs = epochsOf(events, arm);
            QCOMPARE(epochs.size(), epochsOf(alone->takeEvents(), arm).size());
            last = std::max(last, epochs.back().step);
        }
        QCOMPARE(trainer->step(), last);
    }

    void aStopAFileAndThreadsChangeNoBit_data() { addSettings(); }
    void aStopAFileAndThreadsChangeNoBit()
    {
        QFETCH(Attributes, settings);
        const Project project = autoencoder(settings);
        const auto whole = begin(project);
        run(*whole);
        const std::vector<MetricEvent> expected = whole->takeEvents();
        for (const std::int64_t cut : {std::int64_t{1}, std::int64_t{4}, std::int64_t{5}, std::int64_t{13}}) {
            const auto begun = begin(project, 2);
            begun->advance(cut, noLimit);
            std::vector<MetricEvent> events = begun->takeEvents();
            const QTemporaryDir folder;
            QVERIFY(begun->writeCheckpoint(folder.path().toStdString()).has_value());
            auto resumed = Trainer::resume(project, randomDataset(100, 12, 3), folder.path().toStdString(), 2);
            QVERIFY2(resumed.has_value(), resumed ? "" : resumed.error().oneLine().c_str());
            QCOMPARE((*resumed)->state().variants, begun->state().variants);
            run(**resumed);
            std::ranges::copy((*resumed)->takeEvents(), std::back_inserter(events));
            for (const ArmId& arm : {tiedArm, untiedArm}) {
                QVERIFY((*resumed)->weights(arm) == whole->weights(arm));
                QCOMPARE((*resumed)->keptEpoch(arm), whole->keptEpoch(arm));
                const auto found = epochsOf(events, arm);
                const auto there = epochsOf(expected, arm);
                QCOMPARE(found.size(), there.size());
                for (std::size_t i = 0; i < found.size(); ++i) {
                    QCOMPARE(found[i].val_loss, there[i].val_loss);
                    QCOMPARE(found[i].train_loss, there[i].train_loss);
                }
            }
            QCOMPARE((*resumed)->step(), whole->step());
        }
        // Finished, from a file: it stays so, with the same weights.
        const QTemporaryDir folder;
        QVERIFY(whole->writeCheckpoint(folder.path().toStdString()).has_value());
        auto resumed = Trainer::resume(project, randomDataset(100, 12, 3), folder.path().toStdString());
        QVERIFY(resumed.has_value());
        QVERIFY((*resumed)->finished());
        QVERIFY((*resumed)->weights(tiedArm) == whole->weights(tiedArm));
    }

    void aCheckpointOfOtherSettingsIsRefused_data() { addSettings(); }
    void aCheckpointOfOtherSettingsIsRefused()
    {
        QFETCH(Attributes, settings);
        const auto begun = begin(autoencoder({}));
        begun->advance(3, noLimit);
        const QTemporaryDir folder;
        QVERIFY(begun->writeCheckpoint(folder.path().toStdString()).has_value());
        const auto refused =
            Trainer::resume(autoencoder(settings), randomDataset(100, 12, 3), folder.path().toStdString());
        QVERIFY(!refused);
        QVERIFY2(std::ranges::any_of(settings.values(),
                                     [&](const auto& setting) {
                                         return refused.error().what.find(setting.first) != std::string::npos ||
                                                refused.error().what.find("samples") != std::string::npos;
                                     }),
                 refused.error().oneLine().c_str());
    }

    /// A loss that overflows is found in the step after: back to where it was finite, the average too.
    void theAverageGoesBackAfterADivergence()
    {
        Project project = autoencoder({{"weight_average", 0.9}});
        project.training.optimizer = "sgd";
        project.training.optimizer_attributes = {{"learning_rate", 1e6}};
        project.training.arms = {tiedArm};
        const auto trainer = begin(project);
        run(*trainer);
        QVERIFY(trainer->divergence().has_value());
        const std::int64_t step = trainer->step();
        const auto again = begin(project);
        again->advance(step, noLimit);
        QCOMPARE(again->step(), step);
        QVERIFY(!again->divergence());
        QVERIFY(trainer->state().variants == again->state().variants);
    }

    void aLossThatIsNoNumberIsNeverTheBest()
    {
        const TrainingSettings settings = autoencoder({{"patience", std::int64_t{2}}}).training;
        const Network network = tiedAutoencoder(12, 5).network;
        auto graph = lower(network);
        QVERIFY(graph.has_value());
        Program<float> program(*graph, 4, 1);
        KeptWeights kept(program, settings);
        kept.endEpoch(1, std::nan(""));
        QCOMPARE(kept.bestEpoch(), std::int64_t{0});
        kept.endEpoch(2, std::numeric_limits<double>::infinity());
        QCOMPARE(kept.bestEpoch(), std::int64_t{0});
        QVERIFY(kept.isOutOfPatience(2));
        kept.setBest(0, std::numeric_limits<double>::infinity());
        kept.endEpoch(1, 3.0);
        kept.endEpoch(2, 3.0); // As good is not better.
        QCOMPARE(kept.bestEpoch(), std::int64_t{1});
        QVERIFY(!kept.isOutOfPatience(2));
        QVERIFY(kept.isOutOfPatience(3));
    }
};

LIGATURE_APPLESS_TEST(KeptWeightsTest)

} // namespace test_kept_weights

#include "test_kept_weights.moc"
