// SPDX-License-Identifier: GPL-3.0-or-later
// Truths: what of them is known before the model runs, and choices by such ones.
#include <algorithm>

#include "core/import/onnx/folding.h"
#include "core/import/onnx/operand_pair.h"

namespace ligature {

namespace {

/// Whole numbers that the model is given are none below 0: what that says of a comparison.
Result<void> compare(NodeReader& node)
{
    const std::string& op = node.node.op;
    for (const std::size_t place : {std::size_t{0}, std::size_t{1}}) {
        const ReadActivation* const read = node.activation(place);
        const std::optional<double> number = node.real(1 - place);
        if (read == nullptr || !read->is_index || !number)
            continue;
        const bool is_left = place == 0;
        std::optional<bool> truth;
        if (op == "Equal" && *number < 0)
            truth = false;
        if ((op == "Less" && is_left) || (op == "Greater" && !is_left))
            truth = *number <= 0 ? std::optional(false) : std::nullopt;
        if ((op == "GreaterOrEqual" && is_left) || (op == "LessOrEqual" && !is_left))
            truth = *number <= 0 ? std::optional(true) : std::nullopt;
        if ((op == "Greater" && is_left) || (op == "Less" && !is_left))
            truth = *number < 0 ? std::optional(true) : std::nullopt;
        if (truth) {
            node.give(ReadFilled{*truth ? 1.0 : 0.0, *read});
            return {};
        }
    }
    return unmapped("it compares what is not known before the model runs");
}

Result<void> negation(NodeReader& node)
{
    const ReadFilled* const all = node.filled(0);
    if (all == nullptr)
        return unmapped("it negates what is not known before the model runs");
    node.give(ReadFilled{all->value == 0 ? 1.0 : 0.0, all->axes});
    return {};
}

/// Of two truths, one of which decides.
Result<void> both(NodeReader& node)
{
    const bool is_and = node.node.op == "And";
    for (const std::size_t place : {std::size_t{0}, std::size_t{1}}) {
        const ReadFilled* const all = node.filled(place);
        if (all == nullptr)
            continue;
        const bool is_true = all->value != 0;
        if (is_true == is_and)
            node.give(ReadValue(node.input(1 - place)));
        else
            node.give(ReadFilled(*all));
        return {};
    }
    return unmapped("it combines truths that are not known before the model runs");
}

/// 1 where the condition has the truth and 0 elsewhere, times a number.
ReadNumbers maskOf(const ReadNumbers& condition, bool truth, double number)
{
    ReadNumbers mask = condition;
    mask.kind = ReadNumbers::Kind::Real;
    mask.batches.clear();
    for (double& value : mask.values)
        value = (value != 0) == truth ? number : 0;
    return mask;
}

/// What the choice adds where it is this one.
Result<ReadValue> shareOf(NodeReader& node, const ReadNumbers& condition, std::size_t place)
{
    const bool truth = place == 1;
    if (const auto number = node.real(place))
        return ReadValue(maskOf(condition, truth, std::max(*number, -1e30)));
    if (const auto* const all = node.filled(place))
        return ReadValue(maskOf(condition, truth, std::max(all->value, -1e30)));
    const ReadActivation* const other = node.activation(3 - place);
    if (const ReadParameter* const stored = node.parameter(place); stored != nullptr && other != nullptr) {
        // The same for every sample, and beside what is of each.
        return withValues(node, ReadActivation(*other), ReadParameter(*stored)).and_then([&](const auto& both) {
            return combinedPair(node, "Mul", both.second, maskOf(condition, truth, 1));
        });
    }
    return combinedPair(node, "Mul", node.input(place), maskOf(condition, truth, 1));
}

/// Whether the condition, or what is stored, broadcasts to what a layer gives out; an error that tells which does not.
Result<void> expectFitting(const NodeReader& node, const ReadNumbers& condition)
{
    for (const std::size_t place : {std::size_t{1}, std::size_t{2}}) {
        const ReadActivation* const read = node.activation(place);
        if (read == nullptr)
            continue;
        const auto fits = [&](const Shape& shape) {
            return shape.rank() <= read->rank() && broadcastShape(shape, Shape(read->extents));
        };
        const std::string sample = ", and what it chooses from is " + read->sample().toString() + " a sample";
        if (!fits(condition.shape))
            return unmapped("its condition is " + condition.shape.toString() + sample);
        const auto* const stored = std::get_if<ReadParameter>(&node.input(3 - place));
        if (stored != nullptr && !fits(stored->shape))
            return unmapped("its stored tensor is " + stored->shape.toString() + sample);
    }
    return {};
}

Result<void> where(NodeReader& node)
{
    if (node.node.inputs.size() != 3)
        return unmapped("it has not three inputs");
    if (const ReadFilled* const all = node.filled(0)) {
        const ReadValue chosen = node.input(all->value != 0 ? 1 : 2);
        const auto* const known = std::get_if<ReadNumbers>(&chosen);
        if (known != nullptr && known->values.size() == 1 && !known->hasBatch())
            node.give(ReadFilled{known->values[0], all->axes});
        else
            node.give(chosen);
        return {};
    }
    const ReadNumbers* const condition = node.numbers(0);
    if (condition == nullptr || condition->hasBatch())
        return unmapped("its condition is not known before the model runs");
    const ReadNumbers mask = *condition;
    if (const auto fitting = expectFitting(node, mask); !fitting)
        return fitting;
    const Result<ReadValue> first = shareOf(node, mask, 1);
    const Result<ReadValue> second = shareOf(node, mask, 2);
    if (!first || !second)
        return tl::unexpected(first ? second.error() : first.error());
    return combinedPair(node, "Add", *first, *second).map([&](const ReadValue& sum) { node.give(sum); });
}

} // namespace

const OperatorImports& choiceOperatorImports()
{
    static const OperatorImports family("choice", {{"Equal", compare},
                                                   {"Less", compare},
                                                   {"Greater", compare},
                                                   {"LessOrEqual", compare},
                                                   {"GreaterOrEqual", compare},
                                                   {"Not", negation},
                                                   {"And", both},
                                                   {"Or", both},
                                                   {"Where", where}});
    return family;
}

} // namespace ligature
