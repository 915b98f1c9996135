// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/composite_layer.h"

namespace ligature {

namespace {

class GatedFeedForward final : public CompositeLayer {
public:
    std::string name() const override { return "gated_feed_forward"; }
    std::string title() const override { return "Gated feed-forward"; }
    LayerCategory category() const override { return LayerCategory::Linear; }
    std::string summary() const override { return "SwiGLU and its kin: a Dense that a second one gates, and a third."; }
    std::string help() const override
    {
        return "y = (f(x W_gateᵀ) · x W_upᵀ) W_downᵀ along the last axis (Shazeer 2020): SwiGLU with SiLU, as LLaMA "
               "has it; GEGLU with GELU, ReGLU with ReLU, GLU with the sigmoid. Input and output (…, F), gate.weight "
               "and up.weight (hidden_features, F), down.weight (F, hidden_features). Made of layers: gate, up and "
               "down (Dense), activation, product (Multiply).";
    }
    std::vector<AttributeSpec> attributes() const override
    {
        return {
            AttributeSpec{.name = "hidden_features",
                          .label = "Hidden features",
                          .kind = AttributeKind::Integer,
                          .default_value = std::int64_t{128},
                          .minimum = 1,
                          .maximum = 1e9,
                          .help = "How many features are gated."},
            AttributeSpec{.name = "activation",
                          .label = "Gate",
                          .kind = AttributeKind::Choice,
                          .default_value = std::string("silu"),
                          .help = "The function f of the gate.",
                          .choices = {{"silu", "SiLU"}, {"gelu", "GELU"}, {"relu", "ReLU"}, {"sigmoid", "Sigmoid"}}},
            AttributeSpec{.name = "bias",
                          .label = "Bias",
                          .kind = AttributeKind::Boolean,
                          .default_value = false,
                          .help = "Whether the three Dense layers add a trained constant."}};
    }
    std::vector<LayerPart> parts(const Attributes& attributes, std::span<const Shape> inputs) const override
    {
        const bool bias = attributes.get<bool>("bias");
        const Attributes inwards = {{"out_features", attributes.get<std::int64_t>("hidden_features")}, {"bias", bias}};
        return {{"gate", "dense", inwards},
                {"activation", attributes.get<std::string>("activation"), {}, {"gate"}},
                {"up", "dense", inwards},
                {"product", "multiply", {}, {"activation", "up"}},
                {"down", "dense", {{"out_features", featuresOf(inputs)}, {"bias", bias}}, {"product"}}};
    }
};

} // namespace

const LayerType& gatedFeedForwardLayer()
{
    static const GatedFeedForward type;
    return type;
}

} // namespace ligature
