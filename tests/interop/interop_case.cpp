// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/interop/interop_case.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <stdexcept>

#include "core/data/dataset.h"
#include "core/export/predictions.h"
#include "core/network/analysis.h"
#include "core/network/reachability.h"
#include "core/optimization/learning_rate.h"
#include "core/optimization/optimizer.h"
#include "core/program/lower.h"
#include "core/program/program.h"
#include "core/project/examples.h"
#include "core/report/untrained.h"
#include "core/tensor/random_stream.h"
#include "core/training/optimizer_state.h"
#include "tests/parity/random_network.h"

namespace ligature::interop {

namespace {

constexpr std::int64_t mostSamples = 6;
/// Of all predictions: a language model's take a word's scores at each step.
constexpr std::int64_t mostNumbers = 100'000;
constexpr int trainingSteps = 20;
/// How far float may be from double, of the largest value, for a comparison with another float at 1e-5 to mean
/// anything.
constexpr double farthest = 2e-6;

template <typename T>
struct Computed {
    std::vector<std::vector<T>> predictions;
    T loss = 0;
    std::vector<T> training_losses;
};

template <typename T>
void fill(Program<T>& program, const Sample& sample)
{
    for (ProgramParameter<T>& parameter : program.parameters()) {
        const auto values =
            std::ranges::find(sample.request.weights.parameters, parameter.description.id, &ParameterValues::parameter);
        const std::vector<double> exact(values->values.begin(), values->values.end());
        store<double, T>(exact, parameter.description, parameter.values);
    }
    for (const GraphInput& input : program.inputs()) {
        const std::vector<float>& given = input.role == InputRole::Features ? sample.features : sample.targets;
        std::ranges::copy(given, program.inputBuffer(input).begin());
    }
}

/// @param steps of training
template <typename T>
Computed<T> compute(const Sample& sample, const Analysis& analysis, const OperationGraph& graph,
                    int steps = trainingSteps)
{
    Computed<T> computed;
    Program<T> program(graph, sample.batch, 1);
    fill(program, sample);
    computed.loss = program.forward({sample.batch, false, 0});
    for (const Port& port : predictionsOf(sample.request.network, analysis)) {
        const std::span<const T> values = program.valueBuffer(graph.outputs.at(port));
        const std::int64_t count = sample.batch * analysis.outputs.at(port).elementCount();
        computed.predictions.emplace_back(values.begin(), values.begin() + count);
    }
    OptimizerState<T> optimizer(program, sample.request.training);
    LearningRate rate(sample.request.training, trainingSteps, 1); // an epoch is one step
    for (int step = 0; step < steps; ++step) {
        const StepContext context{sample.batch, true, static_cast<std::uint64_t>(step)};
        computed.training_losses.push_back(program.forward(context));
        program.backward(context);
        program.updateState(context);
        optimizer.step(rate.at(step));
        rate.endEpoch(static_cast<double>(computed.training_losses.back()));
    }
    return computed;
}

bool areNear(const std::vector<float>& values, const std::vector<double>& exact)
{
    double largest = 0;
    double off = 0;
    for (std::size_t i = 0; i < exact.size(); ++i) {
        if (!std::isfinite(values[i]) || !std::isfinite(exact[i]))
            return false;
        largest = std::max(largest, std::abs(exact[i]));
        off = std::max(off, std::abs(exact[i] - static_cast<double>(values[i])));
    }
    return off <= farthest * std::max(largest, 0.1);
}

bool areNear(const Computed<float>& single, const Computed<double>& exact)
{
    for (std::size_t i = 0; i < exact.predictions.size(); ++i) {
        if (!areNear(single.predictions[i], exact.predictions[i]))
            return false;
    }
    return areNear(std::vector{single.loss}, std::vector{exact.loss});
}

/// Takes smaller steps until twenty of them keep float and double together, so that another system's float can be held
/// against ours.
void calmTraining(Sample& sample)
{
    const Analysis analysis = analyse(sample.request.network);
    const OperationGraph graph = lower(sample.request.network, analysis).value();
    TrainingSettings& training = sample.request.training;
    training.optimizer_attributes =
        withDefaults(findOptimizerType(training.optimizer)->attributes(), training.optimizer_attributes);
    for (int attempt = 0; attempt < 5; ++attempt) {
        const Computed<float> single = compute<float>(sample, analysis, graph);
        if (areNear(single.training_losses, compute<double>(sample, analysis, graph).training_losses))
            return;
        training.optimizer_attributes.set("learning_rate",
                                          training.optimizer_attributes.get<double>("learning_rate") / 4);
    }
}

/// Whether the values decide: float and double tell the same.
bool isCalm(const Sample& sample)
{
    const Analysis analysis = analyse(sample.request.network);
    const OperationGraph graph = lower(sample.request.network, analysis).value();
    return areNear(compute<float>(sample, analysis, graph, 0), compute<double>(sample, analysis, graph, 0));
}

bool drawsWhileTraining(const Network& network)
{
    return std::ranges::any_of(network.layers, [](const auto& layer) { return layer.second.type == "dropout"; });
}

std::vector<Prediction> predictionsIn(const Sample& sample, const Analysis& analysis, const Computed<float>& computed)
{
    const Network& network = sample.request.network;
    const std::vector<Port> ports = predictionsOf(network, analysis);
    std::vector<Prediction> predictions;
    for (std::size_t i = 0; i < ports.size(); ++i) {
        predictions.push_back(
            {network.layers.at(ports[i].layer).name, analysis.outputs.at(ports[i]), computed.predictions[i]});
    }
    return predictions;
}

/// Names that end texts and comments, that are words of some language, and that hide what exported code calls.
void giveOddNames(Network& network)
{
    constexpr const char* names[] = {R"(it's """quoted""" \ twice \\)",
                                     R"(*/ %{ ''' --> # \)",
                                     "größe · ⅓ 𝄞",
                                     "class",
                                     "end",
                                     "features",
                                     "model",
                                     "if",
                                     "self weight /*",
                                     "2nd layer",
                                     "NULL",
                                     "torch",
                                     "weights",
                                     "list",
                                     R"(${name} {0} %s $1 `x`)",
                                     "size",
                                     "lambda",
                                     "int",
                                     "namespace",
                                     "Model",
                                     "return"};
    std::size_t next = 0;
    for (auto& [id, layer] : network.layers) {
        if (next < std::size(names))
            layer.name = names[next++];
    }
}

/// How many slots of layers that a loss depends on read each parameter.
std::map<ParameterId, int> usesThatRun(const Network& network, const Analysis& analysis)
{
    const std::vector<LayerId> running = layersTowardsALoss(network, analysis.order);
    std::map<ParameterId, int> uses;
    for (const auto& [slot, tie] : network.ties) {
        if (std::ranges::find(running, slot.layer) != running.end())
            ++uses[tie.parameter];
    }
    return uses;
}

std::optional<ChangedParameter> changedParameter(Sample sample, const Analysis& analysis, const OperationGraph& graph)
{
    std::map<ParameterId, int> uses = usesThatRun(sample.request.network, analysis);
    ParameterValues* most_used = nullptr;
    int most = 1;
    for (ParameterValues& parameter : sample.request.weights.parameters) {
        if (!sample.request.network.parameters.at(parameter.parameter).state && uses[parameter.parameter] > most) {
            most = uses[parameter.parameter];
            most_used = &parameter;
        }
    }
    if (most_used == nullptr)
        return std::nullopt;
    ChangedParameter changed{.name = most_used->name, .factor = 0.5, .predictions = {}};
    for (float& value : most_used->values)
        value *= static_cast<float>(changed.factor);
    const Computed<float> single = compute<float>(sample, analysis, graph, 0);
    if (!areNear(single, compute<double>(sample, analysis, graph, 0)))
        return std::nullopt;
    changed.predictions = predictionsIn(sample, analysis, single);
    changed.loss = single.loss;
    return changed;
}

} // namespace

std::optional<Sample> randomSample(std::uint64_t seed)
{
    parity::RandomCase drawn = parity::randomCase(seed);
    if (seed % 4 == 0)
        giveOddNames(drawn.network);
    const Result<OperationGraph> graph = lower(drawn.network);
    if (!graph)
        throw std::runtime_error(graph.error().oneLine());
    Sample sample{.name = "seed " + std::to_string(seed), .request = {}, .batch = drawn.batch};
    sample.request.project_name = "Random network " + std::to_string(seed);
    sample.request.network = drawn.network;
    sample.request.training.optimizer = drawn.optimizer;
    sample.request.training.optimizer_attributes = drawn.optimizer_attributes;
    sample.request.training.batch_size = drawn.batch;
    for (const GraphParameter& parameter : graph->parameters) {
        const std::vector<double>& values = drawn.values.at(parameter.id);
        sample.request.weights.parameters.push_back(
            {parameter.id, parameter.name, parameter.shape, std::vector<float>(values.begin(), values.end())});
    }
    sample.features.assign(drawn.features.begin(), drawn.features.end());
    sample.targets.assign(drawn.targets.begin(), drawn.targets.end());
    if (!isCalm(sample))
        return std::nullopt;
    calmTraining(sample);
    return sample;
}

Result<Sample> sampleOf(const std::string& name, const Project& project, const std::filesystem::path& base)
{
    Result<ExportRequest> request = untrained(project, tiedArm);
    if (!request)
        return tl::unexpected<Error>(request.error());
    const Result<Dataset> data = loadDataset(project.data, base);
    if (!data)
        return tl::unexpected<Error>(data.error());
    Sample sample{.name = name, .request = std::move(*request)};
    const Analysis analysis = analyse(sample.request.network);
    std::int64_t numbers = 1;
    for (const Port& port : predictionsOf(sample.request.network, analysis))
        numbers += analysis.outputs.at(port).elementCount();
    sample.batch = std::clamp<std::int64_t>(mostNumbers / numbers, 1, std::min(mostSamples, data->sample_count));
    RandomStream random(1, "interop");
    for (ParameterValues& parameter : sample.request.weights.parameters) {
        const bool state = sample.request.network.parameters.at(parameter.parameter).state;
        for (float& value : parameter.values)
            value += static_cast<float>(state ? random.uniform() * 0.5 : random.normal() * 0.02);
    }
    const auto rows = [&](std::span<const float> values) {
        const std::int64_t width = static_cast<std::int64_t>(values.size()) / data->sample_count;
        return std::vector<float>(values.begin(), values.begin() + sample.batch * width);
    };
    sample.features = rows(data->features.span());
    sample.targets = rows(data->targets.span());
    calmTraining(sample);
    return sample;
}

Result<std::vector<Sample>> scheduleSamples()
{
    // In 20 steps each is to show all that it does.
    const std::map<std::string, Attributes> settings = {
        {"step", {{"step_size", std::int64_t{6}}, {"gamma", 0.5}}},
        {"cosine", {{"warmup_steps", std::int64_t{5}}, {"start_factor", 0.1}, {"end_factor", 0.05}}},
        {"warm_up", {{"warmup_steps", std::int64_t{12}}, {"start_factor", 0.0}}},
        {"one_cycle", {{"three_phase", true}}},
        {"on_plateau", {{"factor", 0.5}, {"patience", std::int64_t{2}}, {"threshold", 0.5}, {"min_factor", 0.2}}}};
    std::vector<Sample> samples;
    for (const ScheduleType* const type : scheduleTypes()) {
        Result<Project> project = loadExample("tied-autoencoder-digits");
        if (!project)
            return tl::unexpected<Error>(project.error());
        // Systems that name something after the project, as C++ does the namespace, read all cases at once.
        project->name = "The schedule " + type->title();
        project->network.parameters.begin()->second.learning_rate_factor = 0.5;
        project->training.schedule = type->name();
        if (const auto own = settings.find(type->name()); own != settings.end())
            project->training.schedule_attributes = own->second;
        Result<Sample> sample = sampleOf("the schedule " + type->title(), *project, {});
        if (!sample)
            return tl::unexpected<Error>(sample.error());
        samples.push_back(std::move(*sample));
    }
    return samples;
}

Result<std::vector<Sample>> optimizerSamples()
{
    // What is off by default, and a decay for each.
    const std::map<std::string, std::vector<Attributes>> settings = {
        {"sgd", {{{"momentum", 0.9}, {"nesterov", true}}}},
        {"rmsprop",
         {{{"alpha", 0.9}, {"eps", 1e-3}},
          {{"alpha", 0.9}, {"eps", 1e-2}, {"momentum", 0.8}, {"centered", true}, {"learning_rate", 1e-3}}}},
        {"adagrad", {{{"lr_decay", 0.1}, {"initial_accumulator_value", 0.1}}}},
        {"adafactor", {{{"learning_rate", 0.1}, {"d", 1.5}, {"eps1", 1e-6}}, {}}},
        {"muon",
         {{{"learning_rate", 0.02}},
          {{"nesterov", false}, {"ns_steps", std::int64_t{3}}, {"adjust_lr_fn", std::string("match_rms_adamw")}}}}};
    std::vector<Sample> samples;
    for (const OptimizerType* const type : optimizerTypes()) {
        const auto own = settings.find(type->name());
        const std::vector<Attributes> all = own == settings.end() ? std::vector<Attributes>(1) : own->second;
        for (std::size_t i = 0; i < all.size(); ++i) {
            Result<Project> project = loadExample("tied-autoencoder-digits");
            if (!project)
                return tl::unexpected<Error>(project.error());
            const std::string name = "optimizer " + type->title() + (i == 0 ? "" : ", otherwise");
            project->name = "The " + name;
            project->network.parameters.begin()->second.learning_rate_factor = 0.5;
            project->training.optimizer = type->name();
            project->training.optimizer_attributes = all[i];
            project->training.optimizer_attributes.set("weight_decay", 0.05);
            Result<Sample> sample = sampleOf("the " + name, *project, {});
            if (!sample)
                return tl::unexpected<Error>(sample.error());
            samples.push_back(std::move(*sample));
        }
    }
    return samples;
}

Expectation expectationOf(const Sample& sample)
{
    const Network& network = sample.request.network;
    const Analysis analysis = analyse(network);
    const OperationGraph graph = lower(network, analysis).value();
    const Computed<float> single = compute<float>(sample, analysis, graph);
    const Computed<double> exact = compute<double>(sample, analysis, graph);
    Expectation expected;
    expected.loss = single.loss;
    expected.predictions = predictionsIn(sample, analysis, single);
    expected.changed = changedParameter(sample, analysis, graph);
    for (const LayerId id : analysis.order) {
        const Layer& layer = network.layers.at(id);
        const auto output = analysis.outputs.find(Port{id, "output"});
        if (layer.type == "input" && expected.feature_shape == Shape{})
            expected.feature_shape = output->second;
        if (layer.type == "target" && expected.target_shape == Shape{})
            expected.target_shape = output->second;
    }
    const std::map<ParameterId, int> uses = usesThatRun(network, analysis);
    for (const GraphParameter& parameter : graph.parameters) {
        if (uses.contains(parameter.id))
            (parameter.state ? expected.state_count : expected.parameter_count) += parameter.shape.elementCount();
    }
    if (!drawsWhileTraining(network) && areNear(single.training_losses, exact.training_losses))
        expected.training_losses = single.training_losses;
    return expected;
}

} // namespace ligature::interop
