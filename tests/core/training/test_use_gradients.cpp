// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <thread>

#include <QTest>

#include "core/network/edits.h"
#include "core/training/session.h"
#include "core/training/trainer.h"
#include "tests/support/example_networks.h"
#include "tests/support/test_program.h"

namespace test_use_gradients {

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
    return project;
}

std::unique_ptr<Trainer> makeTrainer(const Project& project, int threads = 1)
{
    auto trainer = Trainer::create(project, randomDataset(100, 12, 3), threads);
    if (!trainer)
        qFatal("%s", trainer.error().oneLine().c_str());
    return std::move(*trainer);
}

std::vector<std::int64_t> stepsOf(const std::vector<UseGradients>& seen)
{
    std::vector<std::int64_t> steps;
    for (const UseGradients& figures : seen)
        steps.push_back(figures.step);
    return steps;
}

WatchedUses usesOfW(const std::vector<std::string>& layers)
{
    WatchedUses watched{ParameterId{9}, "W", {}};
    std::uint64_t id = 1;
    for (const std::string& layer : layers)
        watched.uses.push_back({{LayerId{id++}, "weight"}, layer, {}});
    return watched;
}

} // namespace

class UseGradientsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void normsSharesAndCosinesComeFromTheProducts()
    {
        // d_1 = (3, 0), d_2 = (4, 4)... as products: 9, 12, 32.
        const UseGradients figures = useGradients(std::vector<double>{9, 12, 12, 32});
        QCOMPARE(figures.norms, (std::vector<double>{3, std::sqrt(32.0)}));
        QCOMPARE(figures.shares[0], 3 / (3 + std::sqrt(32.0)));
        QCOMPARE(figures.shares[0] + figures.shares[1], 1.0);
        QCOMPARE(figures.cosine(0, 0), 1.0);
        QVERIFY(std::abs(figures.cosine(0, 1) - std::sqrt(0.5)) < 1e-15);
        QCOMPARE(figures.cosine(1, 0), figures.cosine(0, 1));
    }

    void aUseThatAddsNothingHasNoDirection()
    {
        const UseGradients figures = useGradients(std::vector<double>{4, 0, 0, -1e-30});
        QCOMPARE(figures.shares, (std::vector<double>{1, 0}));
        QVERIFY(std::isnan(figures.cosine(0, 1)));
        QVERIFY(std::isnan(figures.cosine(1, 1)));
        const UseGradients nothing = useGradients(std::vector<double>{0, 0, 0, 0});
        QCOMPARE(nothing.shares, (std::vector<double>{0, 0}));
    }

    void theFiguresAreExplained_data()
    {
        QTest::addColumn<std::vector<double>>("products");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("one leads, the same way")
            << std::vector<double>{1, 19, 19, 400}
            << "The use in decoder supplies 95 % of the gradient of W. The two uses pull in nearly the same direction "
               "(cosine 0.95).";
        QTest::newRow("even, at right angles")
            << std::vector<double>{100, -0.1, -0.1, 110}
            << "All uses supply about as much of the gradient of W. The two uses pull almost at right angles to each "
               "other (cosine 0.00).";
        QTest::newRow("against each other") << std::vector<double>{100, -60, -60, 100}
                                            << "All uses supply about as much of the gradient of W. The two uses pull "
                                               "against each other (cosine -0.60).";
        QTest::newRow("three") << std::vector<double>{100, 5, 2, 5, 1, -0.95, 2, -0.95, 1}
                               << "The use in encoder supplies 83 % of the gradient of W. The least agreed are decoder "
                                  "and head: they pull in nearly opposite directions and cancel out (cosine -0.95).";
        QTest::newRow("one alone") << std::vector<double>{1, 0, 0, 0}
                                   << "The use in encoder supplies 100 % of the gradient of W.";
        QTest::newRow("none") << std::vector<double>{0, 0, 0, 0} << "No use adds to the gradient of W now.";
        QTest::newRow("not finite") << std::vector<double>{1, 0, 0, INFINITY} << "The gradient of W is not finite.";
    }
    void theFiguresAreExplained()
    {
        QFETCH(std::vector<double>, products);
        QFETCH(QString, sentence);
        const bool three = products.size() == 9;
        const WatchedUses watched = usesOfW(three ? std::vector<std::string>{"encoder", "decoder", "head"}
                                                  : std::vector<std::string>{"encoder", "decoder"});
        QCOMPARE(QString::fromStdString(explain(watched, useGradients(products))), sentence);
    }

    void watchingChangesNoBitOfTheTraining_data()
    {
        QTest::addColumn<int>("threads");
        QTest::newRow("one thread") << 1;
        QTest::newRow("a thread each") << 2;
    }
    void watchingChangesNoBitOfTheTraining()
    {
        QFETCH(int, threads);
        const auto plain = makeTrainer(smallAutoencoder(), threads);
        const auto watched = makeTrainer(smallAutoencoder(), threads);
        QVERIFY(watched->watchUses(1).has_value());
        for (Trainer* trainer : {plain.get(), watched.get()})
            trainer->advance(trainer->totalSteps(), noLimit);
        QVERIFY(plain->finished() && watched->finished());
        for (const ArmId variant : {tiedArm, untiedArm})
            QVERIFY(plain->weights(variant) == watched->weights(variant));
        QVERIFY(plain->takeUseGradients().empty());
        QCOMPARE(watched->takeUseGradients().size(), static_cast<std::size_t>(watched->totalSteps()));
    }

    void everySoManySteps()
    {
        const auto trainer = makeTrainer(smallAutoencoder());
        const ParameterId shared = *findSharedParameter(trainer->network(tiedArm), "W");
        const auto watched = trainer->watchedUses();
        QCOMPARE(watched.size(), std::size_t{1});
        QCOMPARE(watched[0].name, "W");
        QCOMPARE(watched[0].uses[1].layer, "decoder");
        QCOMPARE(watched[0].uses[1].view, transposeView());
        QVERIFY(trainer->watchUses(4).has_value());
        trainer->advance(10, noLimit);
        const auto seen = trainer->takeUseGradients();
        QCOMPARE(stepsOf(seen), (std::vector<std::int64_t>{1, 5, 9}));
        QVERIFY(trainer->takeUseGradients().empty());
        for (const UseGradients& figures : seen) {
            QCOMPARE(figures.parameter, shared);
            QVERIFY(figures.variant == tiedArm);
            QVERIFY(figures.norms[0] > 0 && figures.norms[1] > 0);
            QVERIFY(std::abs(figures.shares[0] + figures.shares[1] - 1) < 1e-12);
        }
        QVERIFY(trainer->watchUses(0).has_value());
        trainer->advance(4, noLimit);
        QVERIFY(trainer->takeUseGradients().empty());
        QVERIFY(trainer->watchUses(1).has_value());
        trainer->advance(2, noLimit);
        QCOMPARE(stepsOf(trainer->takeUseGradients()), (std::vector<std::int64_t>{15, 16}));
    }

    void nothingIsWatchedWhereNothingIsShared()
    {
        Project project = smallAutoencoder();
        project.training.arms = {untiedArm};
        const auto trainer = makeTrainer(project);
        QVERIFY(trainer->watchUses(1).has_value());
        QVERIFY(trainer->watchedUses().empty());
        trainer->advance(5, noLimit);
        QVERIFY(trainer->takeUseGradients().empty());
    }

    void aSessionWatchesFromItsFirstStepAndWhenAsked()
    {
        Project project;
        project.network = tiedAutoencoder(64, 8).network;
        project.data.format = "digits";
        project.training.epochs = 1000;
        TrainingSession session(project, {}, 1, true, 2);
        const auto wait = [&session](std::int64_t steps) {
            std::vector<UseGradients> seen;
            for (int i = 0; i < 1000; ++i) {
                SessionUpdate update = session.takeUpdate();
                std::ranges::move(update.use_gradients, std::back_inserter(seen));
                if (update.state == SessionState::Failed)
                    qFatal("%s", update.error->oneLine().c_str());
                if (update.state == SessionState::Paused && update.step == steps && update.watched_uses)
                    break;
                std::this_thread::sleep_for(5ms);
            }
            return seen;
        };
        QVERIFY(wait(0).empty());
        QCOMPARE(session.takeUpdate().watched_uses->at(0).name, "W");
        session.singleStep();
        QCOMPARE(stepsOf(wait(1)), std::vector<std::int64_t>{1});
        session.watchUses(0);
        session.singleStep();
        QVERIFY(wait(2).empty());
        session.singleStep();
        QVERIFY(wait(3).empty());
        session.watchUses(1);
        session.singleStep();
        QCOMPARE(stepsOf(wait(4)), std::vector<std::int64_t>{4});
    }
};

LIGATURE_GUILESS_TEST(UseGradientsTest)

} // namespace test_use_gradients

#include "test_use_gradients.moc"
