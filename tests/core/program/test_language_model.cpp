// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include <QTest>

#include "core/network/edits.h"
#include "core/program/initial_values.h"
#include "core/program/lower.h"
#include "core/program/program.h"
#include "core/training/trainer.h"
#include "core/tying/twin.h"
#include "tests/support/example_networks.h"
#include "tests/support/test_program.h"

namespace test_language_model {

using namespace ligature;
using namespace ligature::testing;

namespace {

constexpr std::int64_t words = 11;
constexpr std::int64_t steps = 4;
constexpr std::int64_t width = 3;
constexpr std::int64_t batch = 5;
constexpr std::int64_t rows = batch * steps;

/// indices (T) -> Embedding E -> Dense that reads E too -> next-token cross-entropy.
struct TiedLanguageModel {
    Project project;
    LayerId embedding;
    LayerId scores;
    ParameterId shared;

    TiedLanguageModel()
    {
        Network& network = project.network;
        project.name = "tied language model";
        const LayerId input = addLayer(network, "input", "tokens", {{"shape", Shape{steps}}});
        embedding = addLayer(network, "embedding", "embedding", {{"num_embeddings", words}, {"embedding_dim", width}});
        scores = addLayer(network, "dense", "scores", {{"out_features", words}, {"bias", false}});
        const LayerId target =
            addLayer(network, "target", "next", {{"kind", std::string("classes")}, {"shape", Shape{steps}}});
        const LayerId loss = addLayer(network, "next_token_cross_entropy", "loss");
        must(link(network, {input, "output"}, {embedding, "input"}));
        must(link(network, {embedding, "output"}, {scores, "input"}));
        must(link(network, {scores, "output"}, {loss, "logits"}));
        must(link(network, {target, "output"}, {loss, "target"}));
        shared = shareSlot(network, {embedding, "weight"}, "E");
        must(tie(network, shared, {scores, "weight"}));
    }
};

/// Words 0 to 4 come in, 2 to 6 come out; the others are never looked up.
std::int64_t tokenAt(std::int64_t row)
{
    return row * 3 % 5;
}
std::int64_t targetAt(std::int64_t row)
{
    return 2 + row * 2 % 5;
}

struct Gradients {
    double loss = 0;
    std::map<ParameterId, std::vector<double>> by;
};

Gradients gradients(const OperationGraph& graph, const InitialValues& values)
{
    Program<double> program(graph, batch, 1);
    for (ProgramParameter<double>& parameter : program.parameters())
        store(std::span<const double>(values.at(parameter.description.id)), parameter.description, parameter.values);
    for (const GraphInput& input : program.inputs()) {
        const bool features = input.role == InputRole::Features;
        for (std::int64_t row = 0; row < rows; ++row)
            program.inputBuffer(input)[static_cast<std::size_t>(row)] =
                static_cast<double>(features ? tokenAt(row) : targetAt(row));
    }
    const StepContext context{batch, true, 0};
    Gradients result{program.forward(context), {}};
    program.backward(context);
    for (const ProgramParameter<double>& parameter : program.parameters()) {
        std::vector<double>& ordered = result.by[parameter.description.id];
        ordered.resize(parameter.gradient.size());
        fetch(std::span<const double>(parameter.gradient), parameter.description, std::span<double>(ordered));
    }
    return result;
}

/// p - y of every row, by the definition.
std::vector<double> surprise(const std::vector<double>& e)
{
    std::vector<double> result(rows * words);
    for (std::int64_t row = 0; row < rows; ++row) {
        double total = 0;
        for (std::int64_t word = 0; word < words; ++word) {
            double logit = 0;
            for (std::int64_t i = 0; i < width; ++i)
                logit += e[static_cast<std::size_t>(word * width + i)] *
                         e[static_cast<std::size_t>(tokenAt(row) * width + i)];
            result[static_cast<std::size_t>(row * words + word)] = std::exp(logit);
            total += std::exp(logit);
        }
        for (std::int64_t word = 0; word < words; ++word) {
            double& value = result[static_cast<std::size_t>(row * words + word)];
            value = value / total - (word == targetAt(row) ? 1 : 0);
        }
    }
    return result;
}

std::shared_ptr<const Dataset> randomText(std::int64_t samples)
{
    auto dataset = std::make_shared<Dataset>();
    dataset->name = "random text";
    dataset->sample_count = samples;
    dataset->feature_shape = dataset->target_shape = Shape{steps};
    dataset->target_kind = TargetKind::Classes;
    const auto size = static_cast<std::size_t>(samples * steps);
    dataset->features = AlignedArray<float>(size);
    dataset->targets = AlignedArray<float>(size);
    for (std::int64_t i = 0; i < words; ++i)
        dataset->class_names.push_back(std::to_string(i));
    for (std::size_t i = 0; i < size; ++i) {
        dataset->features[i] = static_cast<float>(i * i % words);
        dataset->targets[i] = static_cast<float>((i + 1) * (i + 1) % words);
    }
    return dataset;
}

MetricEvent startOf(const Project& project, const std::shared_ptr<const Dataset>& data)
{
    const auto trainer = Trainer::create(project, data, 1);
    if (!trainer)
        qFatal("%s", trainer.error().oneLine().c_str());
    (*trainer)->advance(0, std::chrono::milliseconds(1000));
    return (*trainer)->takeEvents().front();
}

} // namespace

class LanguageModelTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void case16_theTiedGradientIsThatOfTheInputAndThatOfTheOutput()
    {
        const TiedLanguageModel model;
        const Network& network = model.project.network;
        const Twin twin = untie(network);
        const auto graph = lower(network).value();
        const auto twin_graph = lower(twin.network).value();
        const InitialValues values = drawInitialValues(graph, 3);
        const Gradients tied = gradients(graph, values);
        const Gradients untied = gradients(twin_graph, twinValues(values, graph, twin));
        QCOMPARE(tied.loss, untied.loss); // To the last bit.

        const std::vector<double>& e = values.at(model.shared);
        const std::vector<double> p_minus_y = surprise(e);
        const auto& g = tied.by.at(model.shared);
        const auto& g_in = untied.by.at(twin.network.ties.at({model.embedding, "weight"}).parameter);
        const auto& g_out = untied.by.at(twin.network.ties.at({model.scores, "weight"}).parameter);
        for (std::int64_t word = 0; word < words; ++word) {
            for (std::int64_t i = 0; i < width; ++i) {
                double out = 0; // (p - y)^T h / N
                double in = 0;  // (p - y) E / N in the rows that were looked up
                for (std::int64_t row = 0; row < rows; ++row) {
                    const double* const difference = p_minus_y.data() + row * words;
                    out += difference[word] * e[static_cast<std::size_t>(tokenAt(row) * width + i)] / rows;
                    for (std::int64_t other = 0; other < words && tokenAt(row) == word; ++other)
                        in += difference[other] * e[static_cast<std::size_t>(other * width + i)] / rows;
                }
                const auto at = static_cast<std::size_t>(word * width + i);
                QVERIFY(std::abs(g_out[at] - out) < 1e-12);
                QVERIFY(std::abs(g_in[at] - in) < 1e-12);
                QVERIFY(std::abs(g[at] - (in + out)) < 1e-12);
                QCOMPARE(g_in[at] != 0, word < 5);
            }
        }
    }

    void theGradientIsWrittenAnewInEachStep()
    {
        const TiedLanguageModel model;
        const Network twin = untie(model.project.network).network;
        for (const Network* network : {&model.project.network, &twin}) {
            const auto graph = lower(*network, analyse(*network)).value();
            Program<double> program(graph, batch, 1);
            for (ProgramParameter<double>& parameter : program.parameters())
                std::ranges::fill(parameter.values, 0.5);
            const StepContext context{batch, true, 0}; // All tokens and targets are 0.
            program.forward(context);
            program.backward(context);
            const std::vector<double> first(program.parameters()[0].gradient.begin(),
                                            program.parameters()[0].gradient.end());
            program.forward(context);
            program.backward(context);
            QVERIFY(std::ranges::equal(first, program.parameters()[0].gradient));
        }
    }

    void thePerplexityIsTheExponentialOfTheMeanLossOfAllSamples()
    {
        TiedLanguageModel model;
        model.project.training.validation_fraction = 0.5;
        // 50 samples in batches of 7: the last one is smaller, and each has a perplexity of its own.
        model.project.training.batch_size = 7;
        const MetricEvent start = startOf(model.project, randomText(100));
        QVERIFY(start.val_loss > 1);
        QVERIFY(std::abs(start.metric - std::exp(start.val_loss)) < 1e-9 * start.metric);
    }

    void aModelThatKnowsNothingHesitatesBetweenAllWords()
    {
        TiedLanguageModel model;
        model.project.network.parameters.at(model.shared).initializer = {"zeros", {}};
        const MetricEvent start = startOf(model.project, randomText(100));
        QVERIFY(std::abs(start.metric - words) < 1e-4);
    }

    void whatDoesNotFitTheTextIsRefused_data()
    {
        QTest::addColumn<QString>("code");
        QTest::newRow("a vocabulary larger than the embedding") << "index-range";
        QTest::newRow("features that are no indices") << "no-index";
        QTest::newRow("features that are scaled below zero") << "no-index";
        QTest::newRow("more classes than logits") << "class-count";
        QTest::newRow("targets of another length") << "target-count";
        QTest::newRow("a target of one class") << "target-kind";
        QTest::newRow("targets that are values") << "target-kind";
    }
    void whatDoesNotFitTheTextIsRefused()
    {
        QFETCH(QString, code);
        TiedLanguageModel model;
        Network& network = model.project.network;
        auto data = std::make_shared<Dataset>(*randomText(20));
        const std::string row = QTest::currentDataTag();
        const LayerId target = *findLayer(network, "next");
        if (row.starts_with("a vocabulary"))
            data->features[7] = words;
        else if (row.starts_with("features that are no"))
            data->features[7] = 0.5F;
        else if (row.starts_with("features"))
            data->features[7] = -1;
        else if (row.starts_with("more"))
            data->class_names.emplace_back("one more");
        else if (row == "targets of another length")
            data->target_shape = Shape{steps - 1};
        else if (row == "a target of one class")
            network.layers.at(target).attributes = {{"kind", std::string("values")}, {"shape", Shape{steps}}};
        else
            data->target_kind = TargetKind::Values;
        const auto obstacles = trainingObstacles(model.project, data.get());
        QVERIFY(!obstacles.empty());
        QCOMPARE(QString::fromStdString(obstacles.front().code), code);
    }

    void scratchMemoryCountsBeforeTraining()
    {
        Network network;
        const LayerId input = addLayer(network, "input", "x", {{"shape", Shape{64, 8}}});
        const LayerId layer = addLayer(network, "lstm", "lstm", {{"hidden_size", std::int64_t{16}}});
        const LayerId loss = addLayer(network, "mean_squared_error", "loss");
        must(link(network, {input, "output"}, {layer, "input"}));
        must(link(network, {layer, "output"}, {loss, "prediction"}));
        must(link(network, {layer, "output"}, {loss, "target"}));
        const auto graph = lower(network).value();
        // Of each step and sample: what came in, four gates, the state and the memory.
        const std::int64_t least = 32 * 64 * (8 + 4 * 16 + 2 * 16);
        // Beside them what everybody sees: input, output and its gradient.
        QVERIFY(Program<float>::bytesNeeded(graph, 32) >= 4 * (least + 32 * 64 * (8 + 2 * 16)));
        QCOMPARE(Program<float>::bytesNeeded(graph, std::int64_t{1} << 60), std::numeric_limits<std::int64_t>::max());
    }
};

LIGATURE_GUILESS_TEST(LanguageModelTest)

} // namespace test_language_model

#include "test_language_model.moc"
