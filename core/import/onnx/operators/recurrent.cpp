// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>

#include "core/import/onnx/operator_import.h"

namespace ligature {

namespace {

using Texts = std::vector<std::string>;

/// What an operator is here, and what of it we have: our gates are PyTorch's, in its order.
struct Recurrent {
    std::string type;
    std::vector<std::size_t> order; ///< the place among our gates of each of ONNX's
    std::vector<Texts> functions;   ///< what its activations may be; the first where it names none
    bool keeps_cell = false;        ///< has a second state
};

/// Why the operator computes what no layer of ours does; nothing where one does.
std::optional<std::string> differs(const NodeReader& node, const Recurrent& kind)
{
    if (node.text("direction", "forward") != "forward")
        return "it does not go forward alone";
    if (node.integer("layout", 0) != 0)
        return "its layout has the batch first";
    for (const char* const attribute : {"clip", "activation_alpha", "activation_beta", "input_forget"}) {
        if (node.node.attributes.contains(attribute))
            return std::string("its attribute ") + attribute + " is set";
    }
    if (const auto named = node.node.attributes.find("activations"); named != node.node.attributes.end()) {
        const auto* const functions = std::get_if<Texts>(&named->second);
        if (functions == nullptr || std::ranges::find(kind.functions, *functions) == kind.functions.end())
            return "its activations are others than ours";
    }
    if (node.has(4))
        return "it is told how long each sequence is";
    const std::size_t states = kind.keeps_cell ? 2 : 1;
    for (std::size_t place = 5; place < 5 + states; ++place) {
        const bool is_zero = std::holds_alternative<ReadZeros>(node.input(place));
        const ReadParameter* const stored = node.parameter(place);
        const auto isNothing = [](float value) { return value == 0; };
        if (node.has(place) && !is_zero &&
            (stored == nullptr || !std::ranges::all_of(*node.graph.tensor(stored->tensor).floats(), isNothing)))
            return "it does not start from a state of zeros";
    }
    if (node.has(7))
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
    if (!read->view.empty() || node.graph.tensor(read->tensor).shape.elementCount() != count)
        return unmapped("its " + slot + " is computed, or has another shape than " + shape.toString());
    if (kind.order.size() == 1 && parts == 1)
        return node.graph.setSlot(layer, slot, *read);
    const std::size_t made = node.graph.derivedTensor(read->tensor, slot, [&](const NamedTensor& tensor) {
        return NamedTensor{.name = {}, .shape = shape, .values = ourRows(tensor, kind.order, part, parts)};
    });
    return node.graph.setSlot(layer, slot, {made, {}, shape});
}

Result<void> recurrent(NodeReader& node, const Recurrent& kind, Attributes attributes = {})
{
    const auto* const sequence = std::get_if<ReadSequence>(&node.input(0));
    if (sequence == nullptr || sequence->layout != ReadSequence::Layout::Steps)
        return unmapped("its input is not steps × batch × features, as a Transpose of a batch gives it");
    if (const auto why = differs(node, kind))
        return unmapped(*why);
    const Result<ReadParameter> weight = node.needParameter(2);
    if (!weight)
        return tl::unexpected(weight.error());
    if (weight->shape.rank() != 3 || weight->shape[0] != 1)
        return unmapped("its weights are not those of one direction");
    const std::int64_t hidden = weight->shape[2];
    const std::int64_t rows = hidden * static_cast<std::int64_t>(kind.order.size());
    const ReadActivation input = sequence->of;
    const auto reads = [&](std::size_t output) {
        return output < node.node.outputs.size() && node.graph.readers(node.node.outputs[output]) > 0;
    };
    if (reads(2))
        return unmapped("its last cell state is read");
    const bool gives_last = !reads(0);
    attributes.set("hidden_size", hidden);
    attributes.set("bias", node.has(3));
    attributes.set("return", std::string(gives_last ? "last" : "sequence"));
    const Result<LayerId> layer =
        node.graph.addLayer(kind.type, node.graph.layerName(node.node), std::move(attributes), {input});
    if (!layer)
        return tl::unexpected(layer.error());
    using Read = std::pair<const char*, std::pair<std::size_t, Shape>>;
    for (const auto& [slot, from] :
         {Read{"weight_ih", {1, Shape{rows, input.shape[1]}}}, Read{"weight_hh", {2, Shape{rows, hidden}}}}) {
        if (auto set = setRows(node, *layer, slot, from.first, kind, from.second); !set)
            return set;
    }
    for (std::size_t part = 0; part < 2 && node.has(3); ++part) {
        if (auto set = setRows(node, *layer, part == 0 ? "bias_ih" : "bias_hh", 3, kind, Shape{rows}, part, 2); !set)
            return set;
    }
    const ReadActivation given = node.graph.output(*layer);
    if (gives_last) {
        node.graph.setValue(node.node.outputs.at(1), ReadSequence{given, ReadSequence::Layout::Last});
        return {};
    }
    node.give(ReadSequence{given, ReadSequence::Layout::Directions});
    if (reads(1))
        node.graph.setValue(node.node.outputs[1], ReadSequence{given, ReadSequence::Layout::LastStep});
    return {};
}

Result<void> rnn(NodeReader& node)
{
    const Recurrent kind{"rnn", {0}, {{"Tanh"}, {"Relu"}}};
    const auto named = node.node.attributes.find("activations");
    const bool is_relu = named != node.node.attributes.end() && named->second == OnnxAttribute(Texts{"Relu"});
    return recurrent(node, kind, {{"nonlinearity", std::string(is_relu ? "relu" : "tanh")}});
}

Result<void> gru(NodeReader& node)
{
    // PyTorch's, and ours, apply the reset gate to the product; Keras' of before 2019 to the state.
    if (node.integer("linear_before_reset", 0) != 1)
        return unmapped("its reset gate comes before the product (linear_before_reset = 0), and our GRU's behind");
    return recurrent(node, {"gru", {1, 0, 2}, {{"Sigmoid", "Tanh"}}});
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
