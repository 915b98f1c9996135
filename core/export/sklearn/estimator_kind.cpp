// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/export/sklearn/estimator_kind.h"

#include <algorithm>
#include <span>

namespace ligature {

namespace {

const CodeLayer* layerOf(const CodePlan& plan, const CodeVariable& variable)
{
    const auto layer = std::ranges::find(plan.layers, variable, &CodeLayer::output);
    return layer == plan.layers.end() ? nullptr : &*layer;
}

/// Whether everything from the layer on is computed from its output alone.
bool isNeck(std::span<const CodeLayer* const> layers, std::size_t place, const CodePlan& plan)
{
    const auto isFrom = [&](const CodeVariable& variable) {
        return std::ranges::any_of(layers.subspan(place),
                                   [&](const CodeLayer* layer) { return layer->output == variable; });
    };
    for (const CodeLayer* const layer : layers.subspan(place + 1)) {
        if (layer->type->category() == LayerCategory::Data || !std::ranges::all_of(layer->inputs, isFrom))
            return false;
    }
    return std::ranges::all_of(plan.outputs, [&](const CodeOutput& output) { return isFrom(output.variable); });
}

/// The last of the narrowest necks.
std::optional<std::size_t> codeOf(const CodePlan& plan)
{
    const std::vector<const CodeLayer*> layers = plan.modelLayers();
    std::optional<std::size_t> code;
    std::int64_t narrowest = plan.feature_count - 1;
    for (std::size_t i = 0; i + 1 < layers.size(); ++i) {
        const std::int64_t width = layers[i]->output_shapes.front().elementCount();
        if (width <= narrowest && isNeck(layers, i, plan)) {
            narrowest = width;
            code = i;
        }
    }
    return code;
}

} // namespace

EstimatorKind estimatorKind(const CodePlan& plan)
{
    for (const CodeLayer& loss : plan.layers) {
        if (!loss.isLoss() || loss.inputs.size() != 2)
            continue;
        const CodeLayer* const target = layerOf(plan, loss.inputs[1]);
        const auto output = std::ranges::find(plan.outputs, loss.inputs[0], &CodeOutput::variable);
        // A target says what kind of thing it holds; an input does not.
        if (!target || target->type->category() != LayerCategory::Data || output == plan.outputs.end())
            continue;
        const auto place = static_cast<std::size_t>(output - plan.outputs.begin());
        if (!target->attributes.contains("kind")) {
            const std::optional<std::size_t> code = plan.has_targets ? std::nullopt : codeOf(plan);
            if (code)
                return {EstimatorKind::Task::Transformer, "support/network_transformer", place, code};
            continue;
        }
        const std::string kind = target->attributes.get<std::string>("kind");
        const LossMeaning::Target held_against = loss.type->loss()->target;
        if (kind == "class" && held_against != LossMeaning::Target::Values)
            return {EstimatorKind::Task::Classifier, "support/network_classifier", place, {}};
        if (kind == "values" && held_against == LossMeaning::Target::Values)
            return {EstimatorKind::Task::Regressor, "support/network_regressor", place, {}};
    }
    return {};
}

} // namespace ligature
