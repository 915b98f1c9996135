// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <limits>
#include <numeric>

#include <QTest>

#include "core/network/edits.h"
#include "core/tensor/random_stream.h"
#include "core/training/batch_order.h"
#include "core/training/training_probe.h"
#include "tests/support/example_networks.h"
#include "tests/support/test_program.h"

namespace test_parameter_figures {

using namespace ligature;
using namespace ligature::testing;
using namespace std::chrono_literals;

namespace {

constexpr auto noLimit = 1h;

std::unique_ptr<Trainer> trainerOf(const Project& project, const std::shared_ptr<const Dataset>& data)
{
    auto trainer = Trainer::create(project, data);
    if (!trainer)
        qFatal("%s", trainer.error().oneLine().c_str());
    return std::move(*trainer);
}

/// One Dense layer before a softmax cross-entropy, whose gradient is known: dW = mean (p - y) xᵀ, db = mean (p - y).
Project softmaxRegression(std::int64_t features, std::int64_t classes)
{
    Project project = perceptron({features, classes});
    project.training.arms = {tiedArm};
    project.training.batch_size = 16;
    project.training.epochs = 3;
    return project;
}

struct Norms {
    double weight;
    double bias;
};

/// By the formula, in double precision.
Norms expectedNorms(const Dataset& data, std::span<const std::int64_t> samples, const std::vector<float>& weight,
                    const std::vector<float>& bias)
{
    const std::size_t classes = bias.size();
    const std::size_t features = weight.size() / classes;
    std::vector<double> of_weight(weight.size());
    std::vector<double> of_bias(classes);
    for (const std::int64_t sample : samples) {
        const float* const x = data.features.data() + sample * static_cast<std::int64_t>(features);
        std::vector<double> scores(classes);
        for (std::size_t c = 0; c < classes; ++c) {
            scores[c] = bias[c];
            for (std::size_t f = 0; f < features; ++f)
                scores[c] += static_cast<double>(weight[c * features + f]) * static_cast<double>(x[f]);
            scores[c] = std::exp(scores[c]);
        }
        const double sum = std::accumulate(scores.begin(), scores.end(), 0.0);
        for (std::size_t c = 0; c < classes; ++c) {
            const bool is_true = c == static_cast<std::size_t>(data.targets.data()[sample]);
            const double off = (scores[c] / sum - (is_true ? 1 : 0)) / static_cast<double>(samples.size());
            of_bias[c] += off;
            for (std::size_t f = 0; f < features; ++f)
                of_weight[c * features + f] += off * static_cast<double>(x[f]);
        }
    }
    const auto norm = [](const std::vector<double>& values) {
        return std::sqrt(std::inner_product(values.begin(), values.end(), values.begin(), 0.0));
    };
    return {norm(of_weight), norm(of_bias)};
}

/// Counts by comparing with the edges, which is another way than the bin's own.
std::array<std::int64_t, Spread::binCount> countedByEdges(std::span<const float> values, const Spread& spread)
{
    std::array<std::int64_t, Spread::binCount> counts = {};
    for (const float value : values) {
        std::size_t bin = 0;
        while (bin + 1 < Spread::binCount && static_cast<double>(value) >= spread.edge(bin + 1))
            ++bin;
        ++counts[bin];
    }
    return counts;
}

bool areClose(double a, double b, double tolerance)
{
    return std::abs(a - b) <= tolerance * std::abs(b);
}

} // namespace

class ParameterFiguresTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    /// numpy.histogram(x.astype(float64), bins=64) and numpy.linalg.norm of NumPy 1.24.
    void theHistogramIsNumpys()
    {
        std::vector<float> values;
        for (int i = 0; i < 1000; ++i)
            values.push_back(static_cast<float>(std::sin(i * 0.37) * (1 + 0.001 * i) + (i % 7) * 0.1));
        const Spread spread = spreadOf(values);
        const std::array<std::int64_t, 64> expected = {3,  2,  4,  7,  5,  11, 8,  17, 7,  24, 12, 27, 12, 31, 14, 28,
                                                       21, 26, 20, 24, 18, 16, 22, 16, 20, 17, 15, 14, 15, 18, 16, 16,
                                                       17, 14, 14, 18, 18, 18, 12, 18, 18, 21, 19, 25, 19, 18, 23, 27,
                                                       25, 22, 24, 17, 18, 16, 18, 13, 12, 8,  7,  6,  5,  2,  1,  1};
        QCOMPARE(spread.counts, expected);
        QVERIFY(areClose(spread.lower, -1.9164959192276, 1e-7));
        QVERIFY(areClose(spread.upper, 2.5668396949768066, 1e-7));
        QVERIFY(areClose(spread.norm, 36.024014466833215, 1e-7));
        QVERIFY(areClose(normOf(values), 36.024014466833215, 1e-7));
    }

    void everyFiniteNumberIsInOneBin_data()
    {
        QTest::addColumn<double>("scale");
        QTest::addColumn<int>("count");
        for (const double scale : {1.0, 1e-30, 1e30, 1e-3})
            for (const int count : {1, 2, 63, 5000})
                QTest::addRow("%d numbers of about %g", count, scale) << scale << count;
    }
    void everyFiniteNumberIsInOneBin()
    {
        QFETCH(double, scale);
        QFETCH(int, count);
        RandomStream random(5, "values");
        std::vector<float> values;
        for (int i = 0; i < count; ++i)
            values.push_back(static_cast<float>(random.normal() * scale));
        const Spread spread = spreadOf(values);
        QVERIFY(spread.lower < spread.upper);
        QCOMPARE(spread.total, std::int64_t{count});
        QCOMPARE(std::accumulate(spread.counts.begin(), spread.counts.end(), std::int64_t{0}), std::int64_t{count});
        if (count > 1)
            QCOMPARE(spread.counts, countedByEdges(values, spread));
    }

    void whatIsNoNumberIsCountedApart()
    {
        const float infinity = std::numeric_limits<float>::infinity();
        const std::vector<float> values = {1, std::nanf(""), 2, infinity, -infinity};
        const Spread spread = spreadOf(values);
        QCOMPARE(spread.total, std::int64_t{2});
        QCOMPARE(spread.not_finite, std::int64_t{3});
        QCOMPARE(spread.lower, 1.0);
        QCOMPARE(spread.upper, 2.0);
        QCOMPARE(spread.counts.front(), std::int64_t{1});
        QCOMPARE(spread.counts.back(), std::int64_t{1});
        const Spread none = spreadOf(std::vector<float>{std::nanf("")});
        QCOMPARE(none.total, std::int64_t{0});
        QVERIFY(none.lower < none.upper);
        QCOMPARE(spreadOf({}).total, std::int64_t{0});
        const Spread large = spreadOf(std::vector<float>{3e38F, 3e38F});
        QVERIFY(large.lower < large.upper);
        QCOMPARE(large.counts[32] + large.counts[31], std::int64_t{2});
    }

    void theNormsAreThoseOfTheFormula_data()
    {
        QTest::addColumn<double>("clipping");
        QTest::newRow("as they are") << 0.0;
        QTest::newRow("before they are clipped") << 0.01;
        QTest::newRow("where nothing is clipped") << 1000.0;
    }
    void theNormsAreThoseOfTheFormula()
    {
        QFETCH(double, clipping);
        Project project = softmaxRegression(6, 4);
        project.training.gradient_clipping = clipping;
        const auto data = randomDataset(100, 6, 4);
        const auto trainer = trainerOf(project, data);
        const Network& network = trainer->network(tiedArm);
        const LayerId dense = network.ties.begin()->first.layer;
        const ParameterId weight = network.ties.at({dense, "weight"}).parameter;
        const ParameterId bias = network.ties.at({dense, "bias"}).parameter;
        BatchOrder order(data->sample_count, project.training);
        trainer->watchGradients(1);
        QVERIFY(!trainer->spreads().front().parameters.front().gradient);
        for (std::int64_t step = 0; step < 12; ++step) {
            const Weights before = trainer->weights(tiedArm);
            const auto values = [&](ParameterId id) {
                return std::ranges::find(before.parameters, id, &ParameterValues::parameter)->values;
            };
            trainer->advance(1, noLimit);
            const Norms expected = expectedNorms(*data, order.batch(step), values(weight), values(bias));
            const std::vector<GradientNorms> seen = trainer->takeGradientNorms();
            QCOMPARE(seen.size(), std::size_t{1});
            QCOMPARE(seen[0].step, step + 1);
            QCOMPARE(seen[0].parameters.size(), std::size_t{2});
            for (const ParameterNorm& norm : seen[0].parameters) {
                const double right = norm.parameter == weight ? expected.weight : expected.bias;
                QVERIFY2(areClose(norm.norm, right, 1e-5),
                         qPrintable(QStringLiteral("%1 for %2").arg(norm.norm).arg(right)));
            }
            QVERIFY(areClose(seen[0].norm(), std::hypot(expected.weight, expected.bias), 1e-5));
            const std::vector<ArmSpreads> spreads = trainer->spreads();
            for (const ParameterSpread& spread : spreads.front().parameters) {
                const double right = spread.parameter == weight ? expected.weight : expected.bias;
                QVERIFY(spread.gradient.has_value());
                QVERIFY(areClose(spread.gradient->norm, right, 1e-5));
                const Weights now = trainer->weights(tiedArm);
                const auto& of_it = std::ranges::find(now.parameters, spread.parameter, &ParameterValues::parameter);
                QCOMPARE(spread.values.counts, countedByEdges(of_it->values, spread.values));
            }
        }
    }

    void aFrozenParameterHasNoGradient()
    {
        Project project = tiedAutoencoder(8, 3);
        const ParameterId w = *findSharedParameter(project.network, "W");
        project.network.parameters.at(w).trainable = false;
        project.training.arms = {tiedArm};
        const auto trainer = trainerOf(project, randomDataset(60, 8, 3));
        trainer->watchGradients(1);
        trainer->advance(3, noLimit);
        const std::vector<GradientNorms> norms = trainer->takeGradientNorms();
        QCOMPARE(norms.size(), std::size_t{3});
        for (const ParameterNorm& norm : norms.back().parameters)
            QVERIFY(norm.parameter != w);
        const std::vector<ArmSpreads> spreads = trainer->spreads();
        for (const ParameterSpread& spread : spreads.front().parameters)
            QCOMPARE(spread.gradient.has_value(), spread.parameter != w);
    }

    void lookingChangesNoBit()
    {
        Project project = tiedAutoencoder(12, 5);
        project.training.epochs = 4;
        project.training.batch_size = 16;
        project.training.gradient_clipping = 0.5;
        const auto data = randomDataset(100, 12, 3);
        const auto unseen = trainerOf(project, data);
        const auto seen = trainerOf(project, data);
        unseen->advance(unseen->totalSteps(), noLimit);
        seen->watchGradients(3);
        TrainingProbe probe(*seen);
        std::int64_t looks = 0;
        while (!seen->finished()) {
            seen->advance(1, noLimit);
            QVERIFY(probe.look(true) != nullptr);
            QVERIFY(probe.look(true) == nullptr); // Nothing is new.
            ++looks;
        }
        QCOMPARE(looks, seen->totalSteps());
        QVERIFY(!seen->takeGradientNorms().empty());
        for (const ArmId& arm : seen->variants()) {
            QCOMPARE(seen->checkpoint(arm), unseen->checkpoint(arm));
            QCOMPARE(seen->weights(arm), unseen->weights(arm));
        }
    }

    void itRestsBetweenLooks()
    {
        Project project = tiedAutoencoder(12, 5);
        project.training.epochs = 400;
        const auto trainer = trainerOf(project, randomDataset(100, 12, 3));
        TrainingProbe probe(*trainer);
        trainer->advance(1, noLimit);
        QVERIFY(probe.look() != nullptr);
        trainer->advance(1, noLimit);
        QVERIFY(probe.look() == nullptr); // The next one is a tenth of a second away.
        QCOMPARE(probe.look(true)->front().step, std::int64_t{2});
    }

    void theFirstStepsAndThenSomeTellTheirNorms()
    {
        Project project = softmaxRegression(4, 3);
        project.training.epochs = 40;
        const auto trainer = trainerOf(project, randomDataset(60, 4, 3));
        trainer->watchGradients(10);
        trainer->advance(100, noLimit);
        std::vector<std::int64_t> steps;
        for (const GradientNorms& norms : trainer->takeGradientNorms())
            steps.push_back(norms.step);
        std::vector<std::int64_t> expected(64);
        std::iota(expected.begin(), expected.end(), 1);
        expected.insert(expected.end(), {71, 81, 91});
        QCOMPARE(steps, expected);
        trainer->watchGradients(0);
        trainer->advance(20, noLimit);
        QVERIFY(trainer->takeGradientNorms().empty());
    }

    void aTwinsParametersStandForThoseThatAreDrawn()
    {
        Project project = tiedAutoencoder(12, 5);
        const auto trainer = trainerOf(project, randomDataset(60, 12, 3));
        const ParameterId w = *findSharedParameter(project.network, "W");
        const ArmParameters tied = armParameters(project.network, tiedArm, trainer->network(tiedArm));
        const ArmParameters untied = armParameters(project.network, untiedArm, trainer->network(untiedArm));
        QCOMPARE(tied.parameters.size(), std::size_t{3});
        QCOMPARE(untied.parameters.size(), std::size_t{4});
        std::vector<std::string> copies;
        for (const ArmParameter& parameter : untied.parameters) {
            if (parameter.drawn != w)
                continue;
            QCOMPARE(parameter.drawn_name, std::string("W"));
            copies.push_back(parameter.name);
        }
        std::ranges::sort(copies);
        QCOMPARE(copies, (std::vector<std::string>{"decoder.weight", "encoder.weight"}));
        for (const ArmParameter& parameter : tied.parameters)
            QCOMPARE(parameter.drawn, parameter.parameter);
    }
};

LIGATURE_APPLESS_TEST(ParameterFiguresTest)

} // namespace test_parameter_figures

#include "test_parameter_figures.moc"
