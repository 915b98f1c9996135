// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "core/import/onnx/operand_pair.h"

namespace ligature {

namespace {

/// Where operator sets before 7 broadcast: the second operand's axes are the first's from a named one on.
Result<void> alignOld(NodeReader& node)
{
    const auto axis = node.node.attributes.find("axis");
    if (node.graph.operatorSet() >= 7 || axis == node.node.attributes.end() || node.activation(0) == nullptr)
        return {};
    const ReadParameter* const second = node.parameter(1);
    if (second == nullptr)
        return unmapped("it broadcasts as before operator set 7");
    return onnxAxis(node.integer("axis", 0), node.activation(0)->rank())
        .and_then([&](std::size_t found) -> Result<void> {
            ReadParameter wide = *second;
            std::vector<std::int64_t> extents = wide.shape.extents();
            if (found + extents.size() > node.activation(0)->rank())
                return unmapped("it broadcasts along axes that there are not");
            extents.resize(node.activation(0)->rank() - found, 1);
            wide.view.push_back({"reshape", {{"shape", Shape(extents)}}});
            wide.shape = Shape(extents);
            node.graph.setValue(node.node.inputs[1], std::move(wide));
            return {};
        });
}

/// All operands in one layer, where they are activations under the same axes.
Result<bool> together(NodeReader& node, const std::string& type)
{
    std::vector<ReadActivation> all;
    for (std::size_t place = 0; place < node.node.inputs.size(); ++place) {
        const ReadActivation* const read = node.activation(place);
        if (read == nullptr || (!all.empty() && (read->extents != all[0].extents || read->batch != all[0].batch ||
                                                 read->shape != all[0].shape || read->before != all[0].before)))
            return false;
        all.push_back(*read);
    }
    const auto given = node.add(type, {{"inputs", static_cast<std::int64_t>(all.size())}}, all);
    if (!given)
        return tl::unexpected(given.error());
    node.give(all[0].with(*given));
    return true;
}

/// One operand after the other.
Result<void> combine(NodeReader& node, const std::string& op)
{
    const std::size_t count = node.node.inputs.size();
    if (const auto aligned = alignOld(node); !aligned)
        return aligned;
    if (count > 2 && (op == "Add" || op == "Mul")) {
        const Result<bool> done = together(node, op == "Add" ? "add" : "multiply");
        if (!done)
            return tl::unexpected(done.error());
        if (*done)
            return {};
    }
    if (count == 0)
        return unmapped("it has no input");
    ReadValue value = node.input(0);
    for (std::size_t place = 1; place < count; ++place) {
        Result<ReadValue> next = combinedPair(node, op, value, node.input(place));
        if (!next)
            return tl::unexpected(next.error());
        value = std::move(*next);
    }
    node.give(std::move(value));
    return {};
}

template <const char* Op>
Result<void> two(NodeReader& node)
{
    if (node.node.inputs.size() != 2)
        return unmapped("it has " + std::to_string(node.node.inputs.size()) + " inputs");
    return combine(node, Op);
}

template <const char* Op>
Result<void> several(NodeReader& node)
{
    return combine(node, Op);
}

constexpr char addition[] = "Add";
constexpr char subtraction[] = "Sub";
constexpr char division[] = "Div";
constexpr char power[] = "Pow";
constexpr char largest[] = "Max";
constexpr char smallest[] = "Min";

Result<void> multiply(NodeReader& node)
{
    // A stored tensor times a number is that tensor, read scaled.
    for (const std::size_t place : {std::size_t{0}, std::size_t{1}}) {
        const ReadParameter* const other = node.parameter(1 - place);
        const std::optional<double> factor = node.real(place);
        if (factor && other != nullptr && !node.real(1 - place))
            return node.giveView(*other, {"scale", {{"factor", *factor}}});
    }
    static constexpr char product[] = "Mul";
    return two<product>(node);
}

Result<void> mean(NodeReader& node)
{
    const auto count = static_cast<double>(node.node.inputs.size());
    if (auto summed = combine(node, "Add"); !summed)
        return summed;
    const auto* const sum = std::get_if<ReadActivation>(&node.graph.value(node.node.outputs.front()));
    if (sum == nullptr)
        return unmapped("it takes the mean of what no layer gives out");
    return node.giveElementwise("affine", {{"factor", 1 / count}}, ReadActivation(*sum));
}

} // namespace

const OperatorImports& elementwiseOperatorImports()
{
    static const OperatorImports family("elementwise", {{"Add", two<addition>},
                                                        {"Sum", several<addition>},
                                                        {"Sub", two<subtraction>},
                                                        {"Mul", multiply},
                                                        {"Div", two<division>},
                                                        {"Pow", two<power>},
                                                        {"Max", several<largest>},
                                                        {"Min", several<smallest>},
                                                        {"Mean", mean}});
    return family;
}

} // namespace ligature
