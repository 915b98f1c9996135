// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include "core/import/onnx/clean_name.h"
#include "core/import/onnx/operand_pair.h"
#include "core/text/number_text.h"

namespace ligature {

namespace {

Result<void> withAttributes(NodeReader& node, const char* type, Attributes attributes)
{
    const Result<ReadActivation> input = node.needAnyActivation(0);
    if (!input)
        return tl::unexpected(input.error());
    return node.giveElementwise(type, std::move(attributes), *input);
}

/// A layer without attributes.
template <const char* Type>
Result<void> one(NodeReader& node)
{
    return withAttributes(node, Type, {});
}

constexpr char relu[] = "relu";
constexpr char tanhType[] = "tanh";
constexpr char sigmoid[] = "sigmoid";
constexpr char softplus[] = "softplus";
constexpr char softsign[] = "softsign";
constexpr char hardSwish[] = "hard_swish";
constexpr char silu[] = "silu";
constexpr char mish[] = "mish";
constexpr char absolute[] = "absolute";
constexpr char reciprocal[] = "reciprocal";
constexpr char squareRoot[] = "sqrt";
constexpr char exponential[] = "exp";
constexpr char logarithm[] = "log";

Result<void> swish(NodeReader& node)
{
    const double alpha = node.real("alpha", 1);
    if (alpha != 1)
        return unmapped("it weighs what it gates with (alpha = " + std::to_string(alpha) + ")");
    return one<silu>(node);
}

Result<void> leakyRelu(NodeReader& node)
{
    return withAttributes(node, "leaky_relu", {{"negative_slope", node.real("alpha", 0.01)}});
}

Result<void> elu(NodeReader& node)
{
    return withAttributes(node, "elu", {{"alpha", node.real("alpha", 1)}});
}

Result<void> celu(NodeReader& node)
{
    // max(x, 0) + min(0, a (exp(x / a) - 1)) is a ELU(x / a), ELU's own factor being 1.
    const Result<ReadActivation> input = node.needAnyActivation(0);
    if (!input)
        return tl::unexpected(input.error());
    const double alpha = node.real("alpha", 1);
    if (alpha == 1)
        return node.giveElementwise("elu", {}, *input);
    return node.add("affine", {{"factor", 1 / alpha}}, {*input})
        .and_then([&](const ReadActivation& given) { return node.add("elu", {}, {given}); })
        .and_then([&](const ReadActivation& given) {
            return node.giveElementwise("affine", {{"factor", alpha}}, input->with(given));
        });
}

Result<void> selu(NodeReader& node)
{
    const double alpha = node.real("alpha", 1.6732632423543772);
    const double gamma = node.real("gamma", 1.0507009873554805);
    if (std::abs(alpha - 1.6732632423543772) > 1e-4 || std::abs(gamma - 1.0507009873554805) > 1e-4) {
        const Result<ReadActivation> input = node.needAnyActivation(0);
        if (!input)
            return tl::unexpected(input.error());
        return node.add("elu", {{"alpha", alpha}}, {*input}).and_then([&](const ReadActivation& given) {
            return node.giveElementwise("affine", {{"factor", gamma}}, input->with(given));
        });
    }
    return withAttributes(node, "selu", {});
}

Result<void> hardSigmoid(NodeReader& node)
{
    return withAttributes(node, "hard_sigmoid",
                          {{"slope", node.real("alpha", 0.2)}, {"offset", node.real("beta", 0.5)}});
}

Result<void> gelu(NodeReader& node)
{
    return withAttributes(node, "gelu", {{"approximate", node.text("approximate", "none")}});
}

Result<void> negate(NodeReader& node)
{
    return withAttributes(node, "affine", {{"factor", -1.0}});
}

/// With a slope for all, for each channel, or for each place.
Result<void> prelu(NodeReader& node)
{
    const Result<ReadActivation> input = node.needAnyActivation(0);
    const Result<ReadParameter> slope = node.needParameter(1);
    if (!input || !slope)
        return tl::unexpected(input ? slope.error() : input.error());
    const ReadActivation rows = asRows(*input);
    const Shape sample = rows.sample();
    // Old models have the slopes of channels as a vector, which newer operator sets would not take.
    const bool is_old_vector = slope->shape.rank() == 1 && sample.rank() > 0 && slope->shape[0] == sample[0] &&
                               (node.graph.operatorSet() < 7 || slope->shape[0] != sample.extents().back());
    std::vector<std::int64_t> each(sample.rank(), 1);
    if (!each.empty())
        each.front() = sample[0];
    const bool is_one = slope->shape.elementCount() == 1;
    std::vector<std::int64_t> extents = slope->shape.extents();
    if (extents.size() == sample.rank() + 1 && extents.front() == 1)
        extents.erase(extents.begin());
    const bool is_by_channel = rows.isPlain() && (is_old_vector || extents == each);
    if (is_one || is_by_channel) {
        const auto read = node.graph.shaped(rows, sample);
        if (!read)
            return tl::unexpected(read.error());
        const auto layer = node.graph.addLayer("prelu", node.graph.layerName(node.node),
                                               {{"per", std::string(is_by_channel ? "channel" : "layer")}}, {*read});
        if (!layer)
            return tl::unexpected(layer.error());
        node.give(input->with(node.graph.output(*layer)));
        return node.graph.setSlot(*layer, "slope.values", *slope);
    }
    const auto positive = node.add("relu", {}, {*input});
    const auto negative = node.add("clamp", {{"lower", -1e30}, {"upper", 0.0}}, {*input});
    if (!positive || !negative)
        return tl::unexpected(positive ? negative.error() : positive.error());
    return combinedPair(node, "Mul", input->with(*negative), *slope)
        .and_then([&](const ReadValue& below) { return combinedPair(node, "Add", input->with(*positive), below); })
        .map([&](const ReadValue& both) { node.give(both); });
}

/// A bound that an input gives. Where it is an initializer, training does not move it all the same.
Result<double> boundOf(NodeReader& node, std::size_t place)
{
    if (const auto bound = node.real(place))
        return *bound;
    const ReadParameter* const stored = node.parameter(place);
    if (stored == nullptr)
        return unmapped("its bounds are not known before the model runs");
    const auto numbers = stored->shape.elementCount() == 1 ? node.graph.numbersOf(*stored) : std::nullopt;
    if (!numbers)
        return unmapped("its bound is a stored tensor of " + stored->shape.toString() +
                        ", and there is a layer for one number");
    node.graph.addNote(quotedName(node.graph.tensor(stored->tensor).name, "its bound") +
                       " is a bound of Clip: a number here that training does not move.");
    return numbers->values[0];
}

/// Bounds in attributes, or in inputs from operator set 11 on.
Result<void> clip(NodeReader& node)
{
    const Result<ReadActivation> input = node.needAnyActivation(0);
    if (!input)
        return tl::unexpected(input.error());
    double bounds[] = {node.real("min", -1e30), node.real("max", 1e30)};
    for (std::size_t place = 1; place < 3; ++place) {
        if (!node.has(place))
            continue;
        const Result<double> bound = boundOf(node, place);
        if (!bound)
            return tl::unexpected(bound.error());
        bounds[place - 1] = *bound;
    }
    if (bounds[0] > bounds[1]) { // All of it is the upper one.
        node.graph.addNote("Clip has a lower bound of " + numbers::readable(bounds[0]) + " and an upper one of " +
                           numbers::readable(bounds[1]) + ": it gives out the upper one throughout.");
        bounds[0] = bounds[1];
    }
    if (bounds[0] <= 0 && bounds[0] >= 0 && bounds[1] >= 1e30)
        return node.giveElementwise("relu", {}, *input);
    return node.giveElementwise(
        "clamp", {{"lower", std::fmax(bounds[0], -1e30)}, {"upper", std::fmin(bounds[1], 1e30)}}, *input);
}

/// Over which axes, counted per sample, and the activation in that shape.
Result<void> softmax(NodeReader& node)
{
    const Result<ReadActivation> input = node.needAnyActivation(0);
    if (!input)
        return tl::unexpected(input.error());
    // Before operator set 13 it was over all axes from that one on.
    const bool is_old = node.graph.operatorSet() < 13;
    const Result<std::size_t> axis = onnxAxis(node.integer("axis", is_old ? 1 : -1), input->rank());
    if (!axis)
        return tl::unexpected(axis.error());
    const Result<std::size_t> own = onnxSampleAxis(static_cast<std::int64_t>(*axis), *input);
    if (!own)
        return tl::unexpected(own.error());
    const Shape sample = input->sample();
    const bool is_last = *own + 1 == sample.rank();
    if (is_last && node.graph.endInClasses(node.node, *input))
        return {};
    if (node.node.op == "LogSoftmax")
        return unmapped("there is a layer for it only where the model ends in one score for each class");
    if (is_last)
        return node.graph.shaped(*input, sample).and_then([&](const ReadActivation& read) {
            return node.giveElementwise("softmax", {}, read);
        });
    if (is_old) {
        // All axes from there on are one.
        if (input->batch && *input->batch > *axis)
            return unmapped("it works along the batch's axis");
        std::vector<std::int64_t> extents(sample.extents().begin(),
                                          sample.extents().begin() + static_cast<std::ptrdiff_t>(*own));
        extents.push_back(sample.elementCount() / Shape(extents).elementCount());
        return node.graph.shaped(*input, Shape(extents)).and_then([&](const ReadActivation& read) {
            return node.giveElementwise("softmax", {}, read);
        });
    }
    std::vector<std::int64_t> order;
    for (std::size_t i = 0; i < sample.rank(); ++i)
        order.push_back(static_cast<std::int64_t>(i) + 1);
    std::swap(order[*own], order.back());
    const Attributes exchanged = {{"axes", Shape(order)}};
    return node.graph.shaped(*input, sample)
        .and_then([&](const ReadActivation& read) { return node.add("permute", exchanged, {read}); })
        .and_then([&](const ReadActivation& read) { return node.add("softmax", {}, {read}); })
        .and_then([&](const ReadActivation& read) { return node.add("permute", exchanged, {read}); })
        .map([&](const ReadActivation& read) { node.give(input->with(read)); });
}

} // namespace

const OperatorImports& activationOperatorImports()
{
    static const OperatorImports family("activation", {{"Relu", one<relu>},
                                                       {"Tanh", one<tanhType>},
                                                       {"Sigmoid", one<sigmoid>},
                                                       {"Softplus", one<softplus>},
                                                       {"Softsign", one<softsign>},
                                                       {"HardSwish", one<hardSwish>},
                                                       {"HardSigmoid", hardSigmoid},
                                                       {"Mish", one<mish>},
                                                       {"Swish", swish},
                                                       {"Abs", one<absolute>},
                                                       {"Reciprocal", one<reciprocal>},
                                                       {"Sqrt", one<squareRoot>},
                                                       {"Exp", one<exponential>},
                                                       {"Log", one<logarithm>},
                                                       {"Neg", negate},
                                                       {"Clip", clip},
                                                       {"PRelu", prelu},
                                                       {"LeakyRelu", leakyRelu},
                                                       {"Elu", elu},
                                                       {"Celu", celu},
                                                       {"Selu", selu},
                                                       {"Gelu", gelu},
                                                       {"Softmax", softmax},
                                                       {"LogSoftmax", softmax}});
    return family;
}

} // namespace ligature
