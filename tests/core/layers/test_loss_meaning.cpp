// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include <QTest>

#include "core/layers/layer_type.h"
#include "core/training/losses.h"
#include "tests/support/example_networks.h"
#include "tests/support/test_program.h"

namespace test_loss_meaning {

using namespace ligature;
using namespace ligature::testing;
using Target = LossMeaning::Target;
using Direction = MetricSpec::Direction;

class LossMeaningTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void lossesAndNothingElseDeclareAMeaning_data()
    {
        QTest::addColumn<const LayerType*>("type");
        for (const LayerType* const type : layerTypes())
            QTest::newRow(type->name().c_str()) << type;
    }
    void lossesAndNothingElseDeclareAMeaning()
    {
        QFETCH(const LayerType*, type);
        const std::optional<LossMeaning> meaning = type->loss();
        QCOMPARE(meaning.has_value(), type->category() == LayerCategory::Loss);
        if (!meaning)
            return;
        const Attributes attributes = withDefaults(type->attributes(), {});
        const std::vector<PortSpec> ports = type->inputs(attributes);
        const bool has_target = std::ranges::any_of(ports, [](const PortSpec& port) { return port.name == "target"; });
        QCOMPARE(meaning->target != Target::None, has_target);
        QVERIFY(!meaning->metric.name.empty());
        // A share of what is told right: the more the better.
        QVERIFY(!meaning->metric.is_share || meaning->metric.direction == Direction::HigherIsBetter);
    }

    void eachLossSaysWhatItMeans_data()
    {
        QTest::addColumn<std::string>("type");
        QTest::addColumn<Target>("target");
        QTest::addColumn<std::string>("metric");
        QTest::addColumn<bool>("more_is_better");
        const auto row = [](const char* type, Target target, const char* metric, bool more_is_better) {
            QTest::newRow(type) << std::string(type) << target << std::string(metric) << more_is_better;
        };
        row("mean_squared_error", Target::Values, "mean absolute error", false);
        row("huber", Target::Values, "mean absolute error", false);
        row("binary_cross_entropy", Target::Probabilities, "accuracy", true);
        row("kl_divergence", Target::Probabilities, "accuracy", true);
        row("softmax_cross_entropy", Target::Class, "accuracy", true);
        row("next_token_cross_entropy", Target::Classes, "perplexity", false);
        row("contrastive", Target::Sameness, "accuracy", true);
        row("triplet_margin", Target::None, "accuracy", true);
    }
    void eachLossSaysWhatItMeans()
    {
        QFETCH(std::string, type);
        QFETCH(Target, target);
        QFETCH(std::string, metric);
        QFETCH(bool, more_is_better);
        const LossMeaning meaning = findLayerType(type)->loss().value();
        QCOMPARE(meaning.target, target);
        QCOMPARE(meaning.metric.name, metric);
        QCOMPARE(meaning.metric.direction == Direction::HigherIsBetter, more_is_better);
    }

    void guessingCosts()
    {
        const auto guess = [](const char* type, const Shape& prediction) {
            return guessedLoss(findLayerType(type)->loss().value(), prediction);
        };
        QCOMPARE(guess("softmax_cross_entropy", {10}).value(), std::log(10.0));
        QCOMPARE(guess("next_token_cross_entropy", {32, 100}).value(), std::log(100.0));
        QCOMPARE(guess("binary_cross_entropy", {5}).value(), std::log(2.0));
        QVERIFY(!guess("mean_squared_error", {5}));
        QVERIFY(!guess("softmax_cross_entropy", {}));
    }

    void aNetworksMetricIsThatOfItsFirstLoss()
    {
        const MetricSpec classified = metricOf(lossesOf(classifier(8, 6, 3).network));
        QVERIFY(classified == accuracyMetric());
        const MetricSpec rebuilt = metricOf(lossesOf(tiedAutoencoder(6, 3).network));
        QVERIFY(rebuilt == absoluteErrorMetric());
        QVERIFY(metricOf({}).name.empty());
    }
};

LIGATURE_APPLESS_TEST(LossMeaningTest)

} // namespace test_loss_meaning

#include "test_loss_meaning.moc"
