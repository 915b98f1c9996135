// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <numbers>

#include "core/export/onnx/onnx_layer.h"

namespace ligature {

namespace {

/// An operator of one input.
template <const char* Op>
std::string one(const OnnxLayerNodes& layer)
{
    return layer.give(Op, {layer.inputs[0]});
}

constexpr char relu[] = "Relu";
constexpr char tanhName[] = "Tanh";
constexpr char sigmoid[] = "Sigmoid";

std::string leakyRelu(const OnnxLayerNodes& layer)
{
    return layer.give("LeakyRelu", {layer.inputs[0]}, {{"alpha", layer.real("negative_slope")}});
}

std::string elu(const OnnxLayerNodes& layer)
{
    return layer.give("Elu", {layer.inputs[0]}, {{"alpha", layer.real("alpha")}});
}

/// Operator set 17 has no Gelu yet: x / 2 (1 + erf(x / √2)), or 1 + tanh(√(2 / π) (x + 0.044715 x³)).
std::string gelu(const OnnxLayerNodes& layer)
{
    const std::string& x = layer.inputs[0];
    std::string gate;
    if (layer.choice("approximate") == "tanh") {
        const std::string cube = layer.add("Mul", {layer.add("Mul", {x, x}), x});
        const std::string sum = layer.add("Add", {x, layer.add("Mul", {cube, layer.graph.real(0.044715)})});
        gate = layer.add("Tanh", {layer.add("Mul", {sum, layer.graph.real(std::sqrt(2 / std::numbers::pi))})});
    } else {
        gate = layer.add("Erf", {layer.add("Mul", {x, layer.graph.real(std::numbers::sqrt2 / 2)})});
    }
    const std::string half = layer.add("Mul", {x, layer.graph.real(0.5)});
    return layer.give("Mul", {half, layer.add("Add", {gate, layer.graph.real(1)})});
}

std::string silu(const OnnxLayerNodes& layer)
{
    return layer.give("Mul", {layer.inputs[0], layer.add("Sigmoid", {layer.inputs[0]})});
}

std::string softmax(const OnnxLayerNodes& layer)
{
    return layer.give("Softmax", {layer.inputs[0]}, {{"axis", std::int64_t{-1}}});
}

} // namespace

const OnnxLayers& activationOnnxLayers()
{
    static const OnnxLayers family("activation", {{"relu", one<relu>},
                                                  {"leaky_relu", leakyRelu},
                                                  {"elu", elu},
                                                  {"gelu", gelu},
                                                  {"silu", silu},
                                                  {"tanh", one<tanhName>},
                                                  {"sigmoid", one<sigmoid>},
                                                  {"softmax", softmax}});
    return family;
}

} // namespace ligature
