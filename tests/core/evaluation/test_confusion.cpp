// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "by_hand.h"
#include "core/evaluation/confusion.h"
#include "core/training/batch_order.h"
#include "tests/support/example_networks.h"
#include "tests/support/test_program.h"

namespace test_confusion {

using namespace ligature;
using namespace ligature::testing;

class ConfusionTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theCountsAreThoseOfLoopsOverTheSamples()
    {
        Project project = classifier(6, 8, 4);
        project.training.epochs = 30;
        project.training.validation_fraction = 0.4;
        const auto data = randomDataset(700, 6, 4);
        const auto trainer = trainedFor(project, data, 500);
        const BatchOrder order(data->sample_count, project.training);
        for (const ArmId& arm : trainer->variants()) {
            const Weights weights = trainer->weights(arm);
            const auto confusion = confusionOf(trainer->network(arm), weights, *data, order.validation());
            QVERIFY2(confusion.has_value(), confusion ? "" : confusion.error().oneLine().c_str());
            std::vector<std::int64_t> expected(16);
            for (const std::int64_t sample : order.validation()) {
                const std::vector<double> scores =
                    perceptronScores(trainer->network(arm), weights, featuresOf(*data, sample));
                const auto predicted = std::ranges::max_element(scores) - scores.begin();
                ++expected[static_cast<std::size_t>(data->targets.data()[sample]) * 4 +
                           static_cast<std::size_t>(predicted)];
            }
            QCOMPARE(confusion->counts, expected);
            QCOMPARE(confusion->samples, static_cast<std::int64_t>(order.validation().size()));
            QVERIFY(confusion->right() > 0 && confusion->right() < confusion->samples);
        }
    }

    void theSharesThatAreRightAreTheMetric()
    {
        Project project = classifier(5, 7, 3);
        project.training.epochs = 4;
        const auto data = randomDataset(333, 5, 3);
        const auto trainer = trainedFor(project, data, 1'000'000);
        const BatchOrder order(data->sample_count, project.training);
        int compared = 0;
        for (const MetricEvent& event : trainer->takeEvents()) {
            if (event.kind != MetricEvent::Kind::End)
                continue;
            const auto confusion = confusionOf(trainer->network(event.variant), trainer->weights(event.variant), *data,
                                               order.validation());
            QCOMPARE(static_cast<double>(confusion->right()) / static_cast<double>(confusion->samples), event.metric);
            ++compared;
        }
        QCOMPARE(compared, 2);
    }

    void whatIsNoClassifierIsAnError()
    {
        const auto data = randomDataset(60, 8, 3);
        const auto autoencoder = trainedFor(tiedAutoencoder(8, 3), data, 1);
        const std::vector<std::int64_t> samples = {0, 1};
        QVERIFY(!confusionOf(autoencoder->network(tiedArm), autoencoder->weights(tiedArm), *data, samples));
        // Other values than the network's.
        const auto trainer = trainedFor(classifier(8, 4, 3), data, 1);
        QVERIFY(!confusionOf(trainer->network(tiedArm), autoencoder->weights(tiedArm), *data, samples));
        // Other data than it was trained on.
        QVERIFY(!confusionOf(trainer->network(tiedArm), trainer->weights(tiedArm), *randomDataset(60, 9, 3), samples));
        QCOMPARE(confusionOf(trainer->network(tiedArm), trainer->weights(tiedArm), *data, {})->samples,
                 std::int64_t{0});
    }
};

LIGATURE_APPLESS_TEST(ConfusionTest)

} // namespace test_confusion

#include "test_confusion.moc"
