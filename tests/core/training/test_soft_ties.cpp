// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstring>
#include <vector>

#include <QTest>

#include "core/data/data_format.h"
#include "core/project/examples.h"
#include "core/training/trainer.h"
#include "core/tying/arm.h"
#include "tests/support/example_networks.h"
#include "tests/support/test_program.h"

namespace test_soft_ties {

using namespace ligature;
using namespace ligature::testing;
using namespace std::chrono_literals;

namespace {

const ArmId softArm{"soft"};

std::vector<double> lossesOf(Project project, const ArmId& arm, std::int64_t steps)
{
    project.training.arms = {arm};
    auto dataset = loadDataset(project.data, std::filesystem::path());
    if (!dataset)
        return {};
    auto trainer = Trainer::create(project, std::make_shared<const Dataset>(std::move(*dataset)));
    if (!trainer)
        return {};
    (*trainer)->advance(steps, 60s);
    std::vector<double> losses;
    for (const MetricEvent& event : (*trainer)->takeEvents()) {
        if (event.kind == MetricEvent::Kind::Step)
            losses.push_back(event.train_loss);
    }
    return losses;
}

Project example(const char* name)
{
    Project project = *loadExample(name);
    project.training.optimizer = "sgd";
    project.training.optimizer_attributes = {{"learning_rate", 0.05}};
    project.training.schedule = std::string(constantSchedule);
    project.training.schedule_attributes = {};
    project.training.batch_size = 16;
    return project;
}

} // namespace

class SoftTiesTest : public QObject {
    Q_OBJECT

    static void addExamples()
    {
        QTest::addColumn<QString>("name");
        for (const char* const name : {"tied-autoencoder-digits", "deep-tied-autoencoder-digits", "hashed-net-digits",
                                       "rotation-shared-kernels", "shared-scale", "cnn-shared-kernels",
                                       "siamese-digits", "multi-task-digits", "shared-dense", "vera-digits"})
            QTest::newRow(name) << QString::fromLatin1(name);
    }

private Q_SLOTS:
    void withoutStrengthItIsTheTwinToTheLastBit_data() { addExamples(); }
    void withoutStrengthItIsTheTwinToTheLastBit()
    {
        QFETCH(QString, name);
        Project project = example(name.toLatin1().constData());
        project.training.soft_tie = 0;
        const std::vector<double> soft = lossesOf(project, softArm, 12);
        QCOMPARE(soft.size(), std::size_t{12});
        QCOMPARE(soft, lossesOf(project, untiedArm, 12));
    }

    void withAllStrengthItTakesTheStepsOfTheTie_data() { addExamples(); }
    void withAllStrengthItTakesTheStepsOfTheTie()
    {
        QFETCH(QString, name);
        Project project = example(name.toLatin1().constData());
        project.training.soft_tie = 1e12;
        const std::vector<double> soft = lossesOf(project, softArm, 12);
        const std::vector<double> tied = lossesOf(project, tiedArm, 12);
        QCOMPARE(soft.size(), tied.size());
        for (std::size_t i = 0; i < soft.size(); ++i)
            QVERIFY2(std::abs(soft[i] - tied[i]) <= 2e-4 * std::abs(tied[i]),
                     qPrintable(QStringLiteral("step %1: %2, tied %3").arg(i + 1).arg(soft[i]).arg(tied[i])));
    }

    void inBetweenIsNeither()
    {
        Project project = example("tied-autoencoder-digits");
        project.training.soft_tie = 1;
        const std::vector<double> soft = lossesOf(project, softArm, 40);
        QVERIFY(soft.back() != lossesOf(project, untiedArm, 40).back());
        QVERIFY(soft.back() != lossesOf(project, tiedArm, 40).back());
    }

    /// It comes to rest where plain gradient descent on loss plus penalty does, which is computed here in double
    /// precision by formulas of its own: y = b tanh(a x + c) + d, loss the mean of (y - x)², a and b copies of one
    /// number.
    void itRestsWhereLossAndPenaltyDo_data()
    {
        QTest::addColumn<double>("strength");
        for (const double strength : {0.005, 0.05, 0.5, 20.0})
            QTest::newRow(qPrintable(QString::number(strength))) << strength;
    }
    void itRestsWhereLossAndPenaltyDo()
    {
        QFETCH(double, strength);
        Project project = tiedAutoencoder(1, 1);
        project.training = {.arms = {softArm},
                            .optimizer = "sgd",
                            .optimizer_attributes = {{"learning_rate", 0.1}},
                            .batch_size = 32,
                            .epochs = 20'000,
                            .validation_fraction = 0,
                            .soft_tie = strength};
        const auto dataset = randomDataset(32, 1, 2);
        auto trainer = Trainer::create(project, dataset);
        QVERIFY(trainer.has_value());
        // Weights by their parameters' names: the encoder's copy, the decoder's, and the two biases.
        const auto values = [&trainer] {
            std::array<double, 4> found{};
            const Weights weights = (*trainer)->weights(softArm);
            for (const ParameterValues& parameter : weights.parameters) {
                const std::size_t at =
                    (parameter.name.starts_with("encoder") ? 0U : 1U) + (parameter.name.ends_with("bias") ? 2U : 0U);
                found.at(at) = parameter.values.front();
            }
            return found;
        };
        std::array<double, 4> w = values(); // a, b, c, d
        QCOMPARE(w[0], w[1]);
        for (int step = 0; step < 100'000; ++step) {
            std::array<double, 4> gradient{};
            for (std::int64_t i = 0; i < dataset->sample_count; ++i) {
                const double x = dataset->features[static_cast<std::size_t>(i)];
                const double h = std::tanh(w[0] * x + w[2]);
                const double error = 2 * (w[1] * h + w[3] - x) / static_cast<double>(dataset->sample_count);
                const double inner = error * w[1] * (1 - h * h);
                gradient[0] += inner * x;
                gradient[1] += error * h;
                gradient[2] += inner;
                gradient[3] += error;
            }
            const double m = (w[0] + w[1]) / 2;
            gradient[0] += strength * (w[0] - m);
            gradient[1] += strength * (w[1] - m);
            for (std::size_t i = 0; i < w.size(); ++i)
                w.at(i) -= 0.02 * gradient.at(i);
        }
        (*trainer)->advance(20'000, 120s);
        const std::array<double, 4> trained = values();
        for (std::size_t i = 0; i < w.size(); ++i)
            QVERIFY2(std::abs(trained.at(i) - w.at(i)) < 1e-3,
                     qPrintable(QStringLiteral("%1: %2, penalty %3").arg(i).arg(trained.at(i)).arg(w.at(i))));
        QVERIFY(std::abs(w[0] - w[1]) > 1e-4); // There is something to pull.
    }
};

LIGATURE_APPLESS_TEST(SoftTiesTest)

} // namespace test_soft_ties

#include "test_soft_ties.moc"
