// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>

#include "core/layers/layer_type.h"
#include "core/memory/memory_limit.h"
#include "core/network/repeat.h"
#include "core/optimization/schedule.h"
#include "core/program/lower.h"
#include "core/program/program.h"
#include "core/text/number_text.h"
#include "core/training/compiled_project.h"
#include "core/training/optimizer_state.h"
#include "core/training/trainer.h"

namespace ligature {

namespace {

/// Collects what does not fit between a network that has no errors and its data.
class DataCheck {
public:
    DataCheck(const Project& project, const OperationGraph& graph, const Dataset& dataset)
        : m_network(project.network), m_graph(graph), m_dataset(dataset)
    {
    }

    std::vector<Diagnostic> run()
    {
        for (const GraphInput& input : m_graph.inputs) {
            if (input.role == InputRole::Features)
                checkFeatures(input);
            else
                checkTargets(input);
        }
        for (const GraphOperation& operation : m_graph.operations)
            checkIndices(operation);
        return std::move(m_found);
    }

private:
    void report(LayerId layer, std::string code, std::string message, std::string mend)
    {
        m_found.push_back({Severity::Error, std::move(code), layer, {}, std::move(message), std::move(mend)});
    }

    const Shape& shapeOf(ValueIndex value) const { return m_graph.values[static_cast<std::size_t>(value)].spec.shape; }

    void checkFeatures(const GraphInput& input)
    {
        const Shape& shape = shapeOf(input.value);
        const std::int64_t count = m_dataset.feature_shape.elementCount();
        if (shape.elementCount() != count) {
            report(input.layer, "feature-count",
                   "The input has " + std::to_string(shape.elementCount()) + " values a sample, and the data \"" +
                       m_dataset.name + "\" has " + std::to_string(count) + ".",
                   "Set the input's shape to " + Shape{count}.toString() + ", or choose other data.");
        }
    }

    /// As the Target layer's attribute calls it.
    static std::string targetKindName(TargetKind kind)
    {
        switch (kind) {
        case TargetKind::None: break;
        case TargetKind::Class: return "class";
        case TargetKind::Classes: return "classes";
        case TargetKind::Values: return "values";
        }
        return {};
    }

    std::string targetsName() const
    {
        switch (m_dataset.target_kind) {
        case TargetKind::None: break;
        case TargetKind::Class: return "classes";
        case TargetKind::Classes: return "a class a step";
        case TargetKind::Values: return "values";
        }
        return "none";
    }

    static std::string labelOf(std::span<const AttributeSpec> specs, const std::string& kind)
    {
        for (const AttributeChoice& choice : std::ranges::find(specs, "kind", &AttributeSpec::name)->choices) {
            if (choice.value == kind)
                return choice.label;
        }
        return kind;
    }

    void checkTargets(const GraphInput& input)
    {
        const Layer& layer = m_network.layers.at(input.layer);
        const Attributes attributes = withDefaults(findLayerType(layer.type)->attributes(), layer.attributes);
        const auto& wanted = attributes.get<std::string>("kind");
        const std::string kind = targetKindName(m_dataset.target_kind);
        if (m_dataset.target_kind == TargetKind::None) {
            report(input.layer, "no-targets", "The data \"" + m_dataset.name + "\" has no targets.",
                   "Choose its target columns, or link the loss to the input itself as an autoencoder does.");
        } else if (wanted != kind) {
            const auto specs = findLayerType(layer.type)->attributes();
            report(input.layer, "target-kind",
                   "The target is to be " + labelOf(specs, wanted) + ", and the data has " + targetsName() + ".",
                   "Set the target's kind to " + labelOf(specs, kind) + ".");
        } else if (shapeOf(input.value).elementCount() != m_dataset.target_shape.elementCount()) {
            const std::int64_t count = m_dataset.target_shape.elementCount();
            report(input.layer, "target-count",
                   "The target has " + std::to_string(shapeOf(input.value).elementCount()) +
                       " values a sample, and the data has " + std::to_string(count) + ".",
                   "Set the shape of the target's values to " + Shape{count}.toString() + ".");
        }
    }

    void checkIndices(const GraphOperation& operation)
    {
        std::vector<ValueSpec> specs;
        for (const ValueIndex input : operation.inputs)
            specs.push_back(m_graph.values[static_cast<std::size_t>(input)].spec);
        for (std::size_t i = 0; i < operation.inputs.size(); ++i) {
            if (const auto limit = operation.op->indexLimit(i, specs))
                checkIndexSource(operation, operation.inputs[i], *limit);
        }
    }

    /// Indices come from the data, as they are or under another shape: what is computed has no whole numbers.
    void checkIndexSource(const GraphOperation& reader, ValueIndex value, std::int64_t limit)
    {
        const auto source = std::ranges::find(m_graph.inputs, value, &GraphInput::value);
        if (source != m_graph.inputs.end()) {
            if (source->role == InputRole::Targets)
                checkClassCount(reader, limit);
            else
                checkFeatureIndices(reader, limit);
            return;
        }
        const auto writer = std::ranges::find(m_graph.operations, value, &GraphOperation::output);
        if (writer == m_graph.operations.end() || !writer->op->keepsValues()) {
            report(reader.layer, "no-class", "What it reads as an index is computed.",
                   "Link a Target of a class to its target, or an Input of indices to its input.");
            return;
        }
        for (const ValueIndex input : writer->inputs)
            checkIndexSource(reader, input, limit);
    }

    void checkClassCount(const GraphOperation& reader, std::int64_t limit)
    {
        const auto classes = static_cast<std::int64_t>(m_dataset.class_names.size());
        if (m_dataset.target_kind == TargetKind::Values) {
            report(reader.layer, "no-class", "Its target is not a class index.",
                   "Link a Target of the kind 'a class' to it, and choose data with classes.");
        } else if (classes > limit) {
            report(reader.layer, "class-count",
                   "The data has " + std::to_string(classes) + " classes, and this takes " + std::to_string(limit) +
                       ".",
                   "Give the last Dense layer " + std::to_string(classes) + " output features, or choose data of " +
                       std::to_string(limit) + " classes.");
        }
    }

    void checkFeatureIndices(const GraphOperation& reader, std::int64_t limit)
    {
        const auto values = m_dataset.features.span();
        const auto isIndex = [](float v) { return v >= 0 && v == std::floor(v); };
        const auto bad = std::ranges::find_if_not(values, isIndex);
        const std::int64_t width = m_dataset.feature_shape.elementCount();
        if (bad != values.end()) {
            const std::int64_t place = bad - values.begin();
            report(reader.layer, "no-index",
                   "The data is not of indices: sample " + std::to_string(place / width + 1) + " has the value " +
                       toString(AttributeValue(static_cast<double>(*bad))) + ".",
                   "Choose data of whole numbers from 0, such as a text, and leave them unscaled.");
            return;
        }
        const float largest = values.empty() ? 0.0F : *std::ranges::max_element(values);
        if (largest >= static_cast<float>(limit)) {
            const std::string needed = std::to_string(static_cast<std::int64_t>(largest) + 1);
            report(reader.layer, "index-range",
                   "The data has indices up to " + std::to_string(static_cast<std::int64_t>(largest)) +
                       ", and there are rows for " + std::to_string(limit) + ".",
                   "Set its number of embeddings to " + needed + ", or choose a smaller vocabulary.");
        }
    }

    const Network& m_network;
    const OperationGraph& m_graph;
    const Dataset& m_dataset;
    std::vector<Diagnostic> m_found;
};

Diagnostic settingsError(const Error& error)
{
    return {Severity::Error, "settings", {}, {}, "Training settings: " + error.what + ".", error.mend + "."};
}

std::optional<Diagnostic> checkSettings(const Project& project)
{
    const TrainingSettings& settings = project.training;
    const OptimizerType* const type = findOptimizerType(settings.optimizer);
    if (type == nullptr)
        return settingsError({{}, "there is no optimizer \"" + settings.optimizer + "\"", "choose another one"});
    if (const auto valid = checkArms(settings.arms, project.network, {}); !valid)
        return settingsError(valid.error());
    if (const auto valid = validate(type->attributes(), settings.optimizer_attributes, type->title()); !valid)
        return settingsError(valid.error());
    const ScheduleType* const schedule = findScheduleType(settings.schedule);
    if (schedule == nullptr)
        return settingsError({{}, "there is no schedule \"" + settings.schedule + "\"", "choose another one"});
    if (const auto valid = validate(schedule->attributes(), settings.schedule_attributes, schedule->title()); !valid)
        return settingsError(valid.error());
    if (const auto valid = validate(trainingSettingSpecs(), sharedSettings(settings), {}); !valid)
        return settingsError(valid.error());
    return std::nullopt;
}

std::optional<Diagnostic> checkTrainingMemory(const Project& project, const CompiledProject& compiled,
                                              const Dataset& dataset)
{
    std::int64_t needed = 0;
    std::int64_t largest_copy = 0; // of one arm's weights and state
    const auto add = [&needed](std::int64_t bytes) {
        if (__builtin_add_overflow(needed, bytes, &needed))
            needed = std::numeric_limits<std::int64_t>::max();
    };
    const std::int64_t batch = std::min(project.training.batch_size, dataset.sample_count);
    const auto count_variant = [&](const OperationGraph& variant) {
        const std::int64_t state = OptimizerState<float>::bytesNeeded(variant, project.training);
        add(Program<float>::bytesNeeded(variant, batch));
        // The state, the last good copy of weights and state, and the first values in double precision.
        add(state);
        add(state);
        std::int64_t copy = state;
        const auto add_to_copy = [&copy](std::int64_t bytes) {
            if (__builtin_add_overflow(copy, bytes, &copy))
                copy = std::numeric_limits<std::int64_t>::max();
        };
        for (const GraphParameter& parameter : variant.parameters) {
            const std::int64_t values = Shape{parameter.shape.elementCount(), 4}.elementCount();
            add(Shape{parameter.shape.elementCount(), 12}.elementCount());
            // Two snapshots of the weights: the one that is shown, and the next one.
            add(values);
            add(values);
            add_to_copy(values);
        }
        add(copy); // the state of a pause
        largest_copy = std::max(largest_copy, copy);
        for (const GraphParameter& parameter : variant.parameters) {
            if (parameter.first_draw) // Drawn whole, with the index that it is read by.
                add(Shape{parameter.first_draw->shape.elementCount(), 24}.elementCount());
        }
    };
    for (const CompiledArm& arm : compiled.arms)
        count_variant(arm.graph);
    // A save holds one arm at a time: its state, the tensors of its file, and the bytes.
    for (int held = 0; held < 3; ++held)
        add(largest_copy);
    const std::optional<std::uint64_t> available = availableMemory();
    const auto wanted = static_cast<std::uint64_t>(needed);
    if (!available || wanted <= *available)
        return std::nullopt;
    return Diagnostic{Severity::Error,
                      "memory",
                      {},
                      {},
                      "Training would need " + numbers::bytes(wanted) + " of memory, and " +
                          numbers::bytes(*available) + " are free.",
                      "Make the layers or the batch smaller, or train one variant at a time."};
}

Diagnostic loweringError(const Error& error)
{
    return {Severity::Error, "lowering", {}, {}, error.what, error.mend};
}

Diagnostic armError(const Network& drawn, const ArmId& arm, const Error& error)
{
    return {Severity::Error, "arm", {}, {}, "There is no arm \"" + armTitle(arm, drawn) + "\": " + error.what + ".",
            error.mend};
}

/// What is wrong whatever the data are.
std::vector<Diagnostic> obstaclesWithoutData(const Project& project, const Analysis& analysis)
{
    std::vector<Diagnostic> obstacles;
    std::ranges::copy_if(analysis.diagnostics, std::back_inserter(obstacles),
                         [](const Diagnostic& d) { return d.severity == Severity::Error; });
    if (const auto wrong = checkSettings(project))
        obstacles.push_back(*wrong);
    return obstacles;
}

/// What does not fit between the network and the data, at the layers as they were drawn.
std::vector<Diagnostic> obstaclesOfData(const Project& project, const Expansion& expansion, const OperationGraph& graph,
                                        const Dataset& dataset)
{
    std::vector<Diagnostic> obstacles = DataCheck(project, graph, dataset).run();
    for (Diagnostic& obstacle : obstacles) {
        if (const auto origin = expansion.layers.find(obstacle.layer.value_or(LayerId{}));
            origin != expansion.layers.end())
            obstacle.layer = origin->second;
    }
    const auto kept =
        static_cast<std::int64_t>(static_cast<double>(dataset.sample_count) * project.training.validation_fraction);
    if (dataset.sample_count - kept < 1) {
        obstacles.push_back({Severity::Error,
                             "no-samples",
                             {},
                             {},
                             "The data has no samples to train on.",
                             "Choose other data, or a smaller validation split."});
    }
    return obstacles;
}

} // namespace

tl::expected<CompiledProject, std::vector<Diagnostic>> compileForTraining(const Project& project,
                                                                          const Dataset& dataset)
{
    using Obstacles = std::vector<Diagnostic>;
    const Analysis analysis = analyse(project.network);
    if (Obstacles obstacles = obstaclesWithoutData(project, analysis); !obstacles.empty())
        return tl::unexpected(std::move(obstacles));
    Expansion expansion = expand(project.network);
    auto graph = project.network.repeats.empty() ? lower(expansion.network, analysis) : lower(expansion.network);
    if (!graph)
        return tl::unexpected(Obstacles{loweringError(graph.error())});
    if (Obstacles obstacles = obstaclesOfData(project, expansion, *graph, dataset); !obstacles.empty())
        return tl::unexpected(std::move(obstacles));
    CompiledProject compiled{std::move(expansion.network), std::move(*graph)};
    for (const ArmId& id : project.training.arms) {
        Result<DerivedNetwork> made = makeArm(id, compiled.network);
        if (!made)
            return tl::unexpected(Obstacles{armError(compiled.network, id, made.error())});
        Result<OperationGraph> lowered = made->network == compiled.network ? compiled.graph : lower(made->network);
        if (!lowered)
            return tl::unexpected(Obstacles{loweringError(lowered.error())});
        compiled.arms.push_back({id, std::move(*made), std::move(*lowered)});
    }
    if (auto wrong = checkTrainingMemory(project, compiled, dataset))
        return tl::unexpected(Obstacles{std::move(*wrong)});
    return compiled;
}

std::vector<Diagnostic> trainingObstacles(const Project& project, const Dataset* dataset)
{
    if (dataset == nullptr)
        return obstaclesWithoutData(project, analyse(project.network));
    const auto compiled = compileForTraining(project, *dataset);
    return compiled ? std::vector<Diagnostic>() : compiled.error();
}

} // namespace ligature
