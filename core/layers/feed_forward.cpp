// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/composite_layer.h"

namespace ligature {

namespace {

class FeedForward final : public CompositeLayer {
public:
    std::string name() const override { return "feed_forward"; }
    std::string title() const override { return "Feed-forward"; }
    LayerCategory category() const override { return LayerCategory::Linear; }
    std::string summary() const override { return "A Dense, an activation and a Dense, as in a transformer's block."; }
    std::string help() const override
    {
        return "y = f(x W_upᵀ + b_up) W_downᵀ + b_down along the last axis (Vaswani et al. 2017): input and output "
               "(…, F), up.weight (hidden_features, F), down.weight (F, hidden_features). Made of layers: up (Dense), "
               "activation, down (Dense).";
    }
    std::vector<AttributeSpec> attributes() const override
    {
        return {AttributeSpec{.name = "hidden_features",
                              .label = "Hidden features",
                              .kind = AttributeKind::Integer,
                              .default_value = std::int64_t{128},
                              .minimum = 1,
                              .maximum = 1e9,
                              .help = "How many features there are between the two Dense layers."},
                AttributeSpec{.name = "activation",
                              .label = "Activation",
                              .kind = AttributeKind::Choice,
                              .default_value = std::string("gelu"),
                              .help = "The function f between them.",
                              .choices = {{"gelu", "GELU"}, {"relu", "ReLU"}, {"silu", "SiLU"}, {"tanh", "Tanh"}}},
                AttributeSpec{.name = "bias",
                              .label = "Bias",
                              .kind = AttributeKind::Boolean,
                              .default_value = true,
                              .help = "Whether both Dense layers add a trained constant."}};
    }
    std::vector<LayerPart> parts(const Attributes& attributes, std::span<const Shape> inputs) const override
    {
        const bool bias = attributes.get<bool>("bias");
        const auto hidden = attributes.get<std::int64_t>("hidden_features");
        return {{"up", "dense", {{"out_features", hidden}, {"bias", bias}}},
                {"activation", attributes.get<std::string>("activation"), {}, {"up"}},
                {"down", "dense", {{"out_features", featuresOf(inputs)}, {"bias", bias}}, {"activation"}}};
    }
};

} // namespace

const LayerType& feedForwardLayer()
{
    static const FeedForward type;
    return type;
}

} // namespace ligature
