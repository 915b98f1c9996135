// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/import/onnx/operator_import.h"

namespace ligature {

namespace {

/// Out of numbers: what models make shapes of.
Result<void> gatherNumbers(NodeReader& node, const ReadNumbers& from)
{
    const ReadNumbers* const places = node.numbers(1);
    if (places == nullptr || from.shape.rank() != 1)
        return unmapped("it gathers numbers by what is not known before the model runs");
    if (places->values.size() > NodeReader::mostNumbers)
        return unmapped("it gathers more numbers than any shape has");
    ReadNumbers gathered{places->shape, {}};
    for (const std::int64_t place : places->values) {
        const Result<std::size_t> found = onnxAxis(place, from.values.size());
        if (!found)
            return unmapped("there is no place " + std::to_string(place));
        gathered.values.push_back(from.values[*found]);
    }
    node.give(std::move(gathered));
    return {};
}

/// Rows of a matrix by what the model is given.
Result<void> lookUp(NodeReader& node, const ReadParameter& table)
{
    const Result<ReadActivation> indices = node.needActivation(1);
    if (!indices)
        return tl::unexpected(indices.error());
    if (node.integer("axis", 0) != 0 || table.shape.rank() != 2)
        return unmapped("it looks up what are no rows of a matrix");
    const Result<LayerId> layer =
        node.give("embedding", {{"num_embeddings", table.shape[0]}, {"embedding_dim", table.shape[1]}}, {*indices});
    return layer ? node.graph.setSlot(*layer, "weight", table) : tl::unexpected(layer.error());
}

/// One step of steps × batch × features, or the only one of 1 × batch × features.
Result<void> gatherStep(NodeReader& node, const ReadSequence& from, std::int64_t axis, std::int64_t place)
{
    if (axis != 0 || from.layout == ReadSequence::Layout::Directions)
        return unmapped("it gathers along an axis that is not that of the steps");
    if (from.layout == ReadSequence::Layout::Steps)
        return node.give("slice", {{"axis", std::int64_t{1}}, {"start", place}, {"drop_axis", true}}, {from.of})
            .map([](LayerId) {});
    if (place != 0 && place != -1)
        return unmapped("there is no place " + std::to_string(place));
    return node.giveLast(from);
}

/// One of several states.
Result<void> gatherState(NodeReader& node, const ReadStates& from, std::int64_t axis, std::int64_t place)
{
    if (axis != 0)
        return unmapped("it gathers along an axis that is not that of the states");
    return onnxAxis(place, from.of.size()).and_then([&](std::size_t found) { return node.giveLast(from.of[found]); });
}

Result<void> gather(NodeReader& node)
{
    if (const ReadNumbers* const from = node.numbers(0))
        return gatherNumbers(node, ReadNumbers(*from));
    const std::int64_t axis = node.integer("axis", 0);
    const ReadNumbers* const places = node.numbers(1);
    const bool is_one = places != nullptr && places->shape.rank() == 0;
    if (const ReadParameter* const table = node.parameter(0)) {
        if (is_one)
            return node.giveView(*table, {"index", {{"axis", axis}, {"position", places->values[0]}}});
        return lookUp(node, ReadParameter(*table));
    }
    if (const auto* const sequence = std::get_if<ReadSequence>(&node.input(0)); sequence != nullptr && is_one)
        return gatherStep(node, ReadSequence(*sequence), axis, places->values[0]);
    if (const auto* const states = std::get_if<ReadStates>(&node.input(0)); states != nullptr && is_one)
        return gatherState(node, ReadStates(*states), axis, places->values[0]);
    const Result<ReadActivation> input = node.needActivation(0);
    if (!input)
        return tl::unexpected(input.error());
    if (!is_one)
        return unmapped("it gathers several places");
    return onnxSampleAxis(axis, *input).and_then([&](std::size_t found) {
        const auto one_based = static_cast<std::int64_t>(found) + 1;
        return node.give("slice", {{"axis", one_based}, {"start", places->values[0]}, {"drop_axis", true}}, {*input})
            .map([](LayerId) {});
    });
}

} // namespace

const OperatorImports& gatherOperatorImports()
{
    static const OperatorImports family("gather", {{"Gather", gather}});
    return family;
}

} // namespace ligature
