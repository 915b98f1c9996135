// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>

#include "core/import/onnx/unrolled_gru.h"

namespace ligature {

namespace {

using Texts = std::vector<std::string>;

/// What an operator is here, and what of it we have: our gates are PyTorch's, in its order.
struct Recurrent {
    std::string type;
    std::vector<std::size_t> order; ///< the place among our gates of each of ONNX's
    std::vector<Texts> functions;   ///< what its activations may be; the first where it names none
    bool keeps_cell = false;        ///< has a second state
    bool is_unrolled = false;       ///< no layer of ours: step by step
};

/// Whether all of it is 0: what a recurrent operator starts from.
bool isZero(const NodeReader& node, std::size_t place)
{
    if (const ReadFilled* const all = node.filled(place))
        return all->value == 0;
    const auto isNothing = [](double value) { return value == 0; };
    if (const ReadNumbers* const known = node.numbers(place))
        return !known->hasBatch() && std::ranges::all_of(known->values, isNothing);
    const ReadParameter* const stored = node.parameter(place);
    return stored != nullptr && std::ranges::all_of(*node.graph.tensor(stored->tensor).floats(), isNothing);
}

/// Whether it is told of each sequence that it has all steps.
bool hasAllSteps(const NodeReader& node, std::int64_t steps)
{
    const auto isAll = [&](double value) { return value == static_cast<double>(steps); };
    if (const ReadFilled* const all = node.filled(4))
        return isAll(all->value);
    const ReadNumbers* const known = node.numbers(4);
    return known != nullptr && !known->hasBatch() && std::ranges::all_of(known->values, isAll);
}

/// The activations that it names for one direction; nothing where it names none.
std::optional<Texts> functionsOf(const NodeReader& node, const Recurrent& kind, std::size_t direction)
{
    const auto named = node.node.attributes.find("activations");
    if (named == node.node.attributes.end())
        return std::nullopt;
    const auto* const all = std::get_if<Texts>(&named->second);
    const std::size_t count = kind.functions.front().size();
    if (all == nullptr || all->size() < (direction + 1) * count)
        return Texts();
    return Texts(all->begin() + static_cast<std::ptrdiff_t>(direction * count),
                 all->begin() + static_cast<std::ptrdiff_t>((direction + 1) * count));
}

/// Why the operator computes what no layer of ours does; nothing where one does.
std::optional<std::string> differs(const NodeReader& node, const Recurrent& kind, std::size_t directions,
                                   std::int64_t steps)
{
    for (const char* const attribute : {"clip", "activation_alpha", "activation_beta", "input_forget"}) {
        if (node.node.attributes.contains(attribute) &&
            node.node.attributes.at(attribute) != OnnxAttribute(std::int64_t{0}))
            return std::string("its attribute ") + attribute + " is set";
    }
    for (std::size_t direction = 0; direction < directions; ++direction) {
        const auto functions = functionsOf(node, kind, direction);
        if (functions && std::ranges::find(kind.functions, *functions) == kind.functions.end())
            return "its activations are others than ours";
    }
    if (node.has(4) && !hasAllSteps(node, steps))
        return "it is told how long each sequence is";
    const std::size_t states = kind.keeps_cell ? 2 : 1;
    for (std::size_t place = 5; place < 5 + states; ++place) {
        if (node.has(place) && !isZero(node, place))
            return "it does not start from a state of zeros";
    }
    if (node.has(7) && !isZero(node, 7))
        return "it has peepholes";
    return std::nullopt;
}

/// The rows of one direction's tensor, gate by gate in our order.
/// @param part which of so many equal parts along the rows
std::vector<float> ourRows(const NamedTensor& tensor, const std::vector<std::size_t>& order, std::size_t part,
                           std::size_t parts)
{
    const std::vector<float>& from = *tensor.floats();
    const std::size_t size = from.size() / parts / order.size();
    std::vector<float> rows(size * order.size());
    for (std::size_t gate = 0; gate < order.size(); ++gate) {
        const auto begin = from.begin() + static_cast<std::ptrdiff_t>((part * order.size() + gate) * size);
        std::copy_n(begin, size, rows.begin() + static_cast<std::ptrdiff_t>(order[gate] * size));
    }
    return rows;
}

/// Lets the slot read a part of what the node is given there.
Result<void> setRows(NodeReader& node, LayerId layer, const std::string& slot, std::size_t input, const Recurrent& kind,
                     const Shape& shape, std::size_t part = 0, std::size_t parts = 1)
{
    const Result<ReadParameter> read = node.needParameter(input);
    if (!read)
        return tl::unexpected(read.error());
    const auto count = shape.elementCount() * static_cast<std::int64_t>(parts);
    ReadParameter whole = *read;
    // Names, and axes of extent 1, are all that views of it may have changed.
    const auto changesNothing = [](const ViewStep& step) { return step.type == "reshape"; };
    if (!std::ranges::all_of(whole.view, changesNothing)) {
        const auto numbers = node.graph.numbersOf(whole);
        if (!numbers)
            return unmapped("its " + slot + " is computed of what is larger than is kept");
        whole = node.graph.asParameter(*numbers);
    }
    if (node.graph.tensor(whole.tensor).shape.elementCount() != count)
        return unmapped("its " + slot + " has another shape than " + shape.toString());
    if (kind.order.size() == 1 && parts == 1)
        return node.graph.setSlot(layer, slot, *read);
    std::string key = slot;
    if (part > 0)
        key.append(1, '.').append(std::to_string(part));
    const std::size_t made = node.graph.derivedTensor(whole.tensor, key, [&](const NamedTensor& tensor) {
        return NamedTensor{.name = {}, .shape = shape, .values = ourRows(tensor, kind.order, part, parts)};
    });
    return node.graph.setSlot(layer, slot, {made, {}, shape});
}

/// One direction of it, over the steps as they come to it.
Result<ReadActivation> oneDirection(NodeReader& node, const Recurrent& kind, Attributes attributes,
                                    const ReadActivation& steps, std::size_t direction, std::size_t directions)
{
    const std::int64_t hidden = attributes.get<std::int64_t>("hidden_size");
    const std::int64_t rows = hidden * static_cast<std::int64_t>(kind.order.size());
    const Result<LayerId> layer =
        node.graph.addLayer(kind.type, node.graph.layerName(node.node), std::move(attributes), {steps});
    if (!layer)
        return tl::unexpected(layer.error());
    using Read = std::pair<const char*, std::pair<std::size_t, Shape>>;
    for (const auto& [slot, from] :
         {Read{"weight_ih", {1, Shape{rows, steps.shape[1]}}}, Read{"weight_hh", {2, Shape{rows, hidden}}}}) {
        if (auto set = setRows(node, *layer, slot, from.first, kind, from.second, direction, directions); !set)
            return tl::unexpected(set.error());
    }
    for (std::size_t part = 0; part < 2 && node.has(3); ++part) {
        if (auto set = setRows(node, *layer, part == 0 ? "bias_ih" : "bias_hh", 3, kind, Shape{rows},
                               2 * direction + part, 2 * directions);
            !set)
            return tl::unexpected(set.error());
    }
    return node.graph.output(*layer);
}

/// Under axes of their own: extents around the batch's, which is left out.
ReadActivation under(const ReadActivation& given, std::vector<std::int64_t> extents, std::size_t batch)
{
    extents.insert(extents.begin() + static_cast<std::ptrdiff_t>(batch), 1);
    return {.port = given.port, .shape = given.shape, .extents = std::move(extents), .batch = batch};
}

/// Steps × features of a sample, out of steps × batch × features, or the batch first.
Result<ReadActivation> stepsOf(NodeReader& node, bool has_batch_first)
{
    Result<ReadActivation> input = node.needAnyActivation(0);
    if (!input)
        return input;
    ReadActivation read = *input;
    const std::size_t expected = has_batch_first ? 0 : 1;
    if (!read.batch && read.rank() == 3 && read.extents[expected] == 1)
        read.batch = expected;
    if (read.rank() != 3 || read.batch != expected || !read.isBatchAlone())
        return unmapped("its input is not steps × batch × features, as a Transpose of a batch gives it");
    return node.graph.shaped(read, read.sample());
}

Result<void> recurrent(NodeReader& node, const Recurrent& kind, Attributes attributes = {})
{
    const bool has_batch_first = node.integer("layout", 0) != 0;
    const Result<ReadActivation> steps = stepsOf(node, has_batch_first);
    if (!steps)
        return tl::unexpected(steps.error());
    const std::string direction = node.text("direction", "forward");
    const std::size_t directions = direction == "bidirectional" ? 2 : 1;
    if (const auto why = differs(node, kind, directions, steps->shape[0]))
        return unmapped(*why);
    const Result<ReadParameter> weight = node.needParameter(2);
    if (!weight)
        return tl::unexpected(weight.error());
    if (weight->shape.rank() != 3 || weight->shape[0] != static_cast<std::int64_t>(directions))
        return unmapped("its weights are not those of its directions");
    const std::int64_t hidden = weight->shape[2];
    const auto reads = [&](std::size_t output) {
        return output < node.node.outputs.size() && node.graph.readers(node.node.outputs[output]) > 0;
    };
    if (reads(2))
        return unmapped("its last cell state is read");
    const bool gives_all = reads(0);
    attributes.set("hidden_size", hidden);
    attributes.set("bias", node.has(3));
    attributes.set("return", std::string(gives_all ? "sequence" : "last"));
    std::vector<ReadActivation> all;
    std::vector<ReadActivation> last;
    for (std::size_t way = 0; way < directions; ++way) {
        const bool goes_back = direction == "reverse" || way == 1;
        if (const auto functions = functionsOf(node, kind, way); functions && kind.type == "rnn")
            attributes.set("nonlinearity", std::string(functions->front() == "Relu" ? "relu" : "tanh"));
        Result<ReadActivation> from = *steps;
        if (goes_back)
            from = node.add("flip", {{"axis", std::int64_t{1}}}, {*steps});
        const auto given = from.and_then([&](const ReadActivation& own) {
            return kind.is_unrolled ? unrolledGru(node, own, hidden, way, directions, gives_all)
                                    : oneDirection(node, kind, attributes, own, way, directions);
        });
        if (!given)
            return tl::unexpected(given.error());
        if (!gives_all) {
            last.push_back(*given);
            continue;
        }
        if (reads(1)) {
            const auto state = node.add(
                "slice", {{"axis", std::int64_t{1}}, {"start", std::int64_t{-1}}, {"drop_axis", true}}, {*given});
            if (!state)
                return tl::unexpected(state.error());
            last.push_back(*state);
        }
        const auto turned = goes_back ? node.add("flip", {{"axis", std::int64_t{1}}}, {*given}) : given;
        if (!turned)
            return tl::unexpected(turned.error());
        all.push_back(*turned);
    }
    const std::int64_t count = steps->shape[0];
    const auto ways = static_cast<std::int64_t>(directions);
    const auto beside = [&](const std::vector<ReadActivation>& parts, std::int64_t axis) -> Result<ReadActivation> {
        return parts.size() == 1 ? Result<ReadActivation>(parts[0])
                                 : node.add("concatenate", {{"inputs", ways}, {"axis", axis}}, parts);
    };
    if (gives_all) {
        const auto both = beside(all, 2);
        if (!both)
            return tl::unexpected(both.error());
        node.give(under(*both, {count, ways, hidden}, has_batch_first ? 0 : 2));
    }
    if (!reads(1))
        return {};
    const auto states = beside(last, 1);
    if (!states)
        return tl::unexpected(states.error());
    const std::string& name = node.node.outputs[1];
    const std::size_t batch = has_batch_first ? 0 : 1;
    node.graph.setValue(name, under(*states, {ways, hidden}, batch));
    if (directions == 2) {
        GraphReader::Joined parts{.parts = {}, .axis = has_batch_first ? 1U : 0U};
        for (const ReadActivation& state : last)
            parts.parts.push_back(under(state, {1, hidden}, batch));
        node.graph.setJoined(name, std::move(parts));
    }
    return {};
}

Result<void> rnn(NodeReader& node)
{
    const Recurrent kind{"rnn", {0}, {{"Tanh"}, {"Relu"}}};
    return recurrent(node, kind, {{"nonlinearity", std::string("tanh")}});
}

Result<void> gru(NodeReader& node)
{
    // PyTorch's, and ours, apply the reset gate to the product; Keras' of before 2019 to the state.
    const bool is_unrolled = node.integer("linear_before_reset", 0) != 1;
    return recurrent(node, {"gru", {1, 0, 2}, {{"Sigmoid", "Tanh"}}, false, is_unrolled});
}

Result<void> lstm(NodeReader& node)
{
    return recurrent(node, {"lstm", {0, 3, 1, 2}, {{"Sigmoid", "Tanh", "Tanh"}}, true});
}

} // namespace

const OperatorImports& recurrentOperatorImports()
{
    static const OperatorImports family("recurrent", {{"RNN", rnn}, {"GRU", gru}, {"LSTM", lstm}});
    return family;
}

} // namespace ligature
