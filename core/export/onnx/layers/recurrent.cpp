// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/export/onnx/onnx_layer.h"

namespace ligature {

namespace {

/// PyTorch's rows, gate by gate, in the order in which ONNX has the gates.
std::string ordered(const OnnxLayerNodes& layer, const std::string& rows, std::span<const std::size_t> order)
{
    if (order.size() == 1)
        return rows;
    const std::vector<std::string> gates = layer.graph.add(
        "Split", {rows}, {{"axis", std::int64_t{0}}}, std::vector<std::string>(order.size(), layer.name + "/gate"));
    std::vector<std::string> in_order;
    for (const std::size_t gate : order)
        in_order.push_back(gates[gate]);
    return layer.add("Concat", std::move(in_order), {{"axis", std::int64_t{0}}});
}

/// @param order the place among PyTorch's gates of each of ONNX's
std::string recurrent(const OnnxLayerNodes& layer, const std::string& op, std::initializer_list<std::size_t> order,
                      OnnxAttributes with)
{
    const std::string first_axis = layer.graph.integers({0});
    const auto direction = [&](const std::string& value) { return layer.add("Unsqueeze", {value, first_axis}); };
    const std::string steps = layer.add("Transpose", {layer.inputs[0]}, {{"perm", std::vector<std::int64_t>{1, 0, 2}}});
    std::vector<std::string> operands = {steps, direction(ordered(layer, layer.slot("weight_ih"), order)),
                                         direction(ordered(layer, layer.slot("weight_hh"), order))};
    if (layer.has("bias_ih")) {
        const std::string input = ordered(layer, layer.slot("bias_ih"), order);
        const std::string hidden = ordered(layer, layer.slot("bias_hh"), order);
        operands.push_back(direction(layer.add("Concat", {input, hidden}, {{"axis", std::int64_t{0}}})));
    }
    with["hidden_size"] = layer.integer("hidden_size");
    const std::string wish = layer.name + "/" + op;
    if (layer.choice("return") == "last") {
        const std::string last = layer.graph.add(op, operands, with, std::vector<std::string>{"", wish}).back();
        return layer.give("Squeeze", {last, first_axis});
    }
    // (steps, direction, batch, features) to (batch, steps, features).
    const std::string all = layer.graph.add(op, operands, with, wish);
    const std::string squeezed = layer.add("Squeeze", {all, layer.graph.integers({1})});
    return layer.give("Transpose", {squeezed}, {{"perm", std::vector<std::int64_t>{1, 0, 2}}});
}

std::string rnn(const OnnxLayerNodes& layer)
{
    const std::string function = layer.choice("nonlinearity") == "relu" ? "Relu" : "Tanh";
    return recurrent(layer, "RNN", {0}, {{"activations", std::vector<std::string>{function}}});
}

std::string gru(const OnnxLayerNodes& layer)
{
    // From r, z, n to z, r, h.
    return recurrent(layer, "GRU", {1, 0, 2}, {{"linear_before_reset", std::int64_t{1}}});
}

std::string lstm(const OnnxLayerNodes& layer)
{
    // From i, f, g, o to i, o, f, c.
    return recurrent(layer, "LSTM", {0, 3, 1, 2}, {});
}

} // namespace

const OnnxLayers& recurrentOnnxLayers()
{
    static const OnnxLayers family("recurrent", {{"rnn", rnn}, {"gru", gru}, {"lstm", lstm}});
    return family;
}

} // namespace ligature
