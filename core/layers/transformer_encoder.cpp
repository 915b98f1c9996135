// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/composite_layer.h"

namespace ligature {

namespace {

class TransformerEncoder final : public CompositeLayer {
public:
    std::string name() const override { return "transformer_encoder"; }
    std::string title() const override { return "Transformer block"; }
    LayerCategory category() const override { return LayerCategory::Sequence; }
    std::string summary() const override
    {
        return "Attention and a feed-forward, each added to what it was given, as torch.nn.TransformerEncoderLayer.";
    }
    std::string help() const override
    {
        return "Input and output (T, E). Norm first: h = x + attention(norm1(x)), y = h + feed_forward(norm2(h)) "
               "(Xiong "
               "et al. 2020); otherwise h = norm1(x + attention(x)), y = norm2(h + feed_forward(h)) (Vaswani et al. "
               "2017). Causal makes it a block of a language model. Nothing is dropped. Made of layers: attention "
               "(Multi-head attention), feed_forward (Feed-forward), norm1 and norm2 (Layer norm), sum1 and sum2 "
               "(Add).";
    }
    std::vector<AttributeSpec> attributes() const override
    {
        return {AttributeSpec{.name = "num_heads",
                              .label = "Heads",
                              .kind = AttributeKind::Integer,
                              .default_value = std::int64_t{1},
                              .minimum = 1,
                              .maximum = 1e6,
                              .help = "How many heads look at the sequence, each with its share of the features."},
                AttributeSpec{.name = "hidden_features",
                              .label = "Hidden features",
                              .kind = AttributeKind::Integer,
                              .default_value = std::int64_t{128},
                              .minimum = 1,
                              .maximum = 1e9,
                              .help = "How many features there are inside the feed-forward."},
                AttributeSpec{.name = "activation",
                              .label = "Activation",
                              .kind = AttributeKind::Choice,
                              .default_value = std::string("gelu"),
                              .help = "The function inside the feed-forward.",
                              .choices = {{"gelu", "GELU"}, {"relu", "ReLU"}, {"silu", "SiLU"}, {"tanh", "Tanh"}}},
                AttributeSpec{.name = "norm_first",
                              .label = "Norm first",
                              .kind = AttributeKind::Boolean,
                              .default_value = true,
                              .help = "Whether what goes into both is normalized, or what comes out of both sums."},
                AttributeSpec{.name = "causal",
                              .label = "Causal",
                              .kind = AttributeKind::Boolean,
                              .default_value = false,
                              .help = "Whether a step sees no later one, as a language model needs it."}};
    }
    std::vector<LayerPart> parts(const Attributes& attributes, std::span<const Shape>) const override
    {
        const Attributes heads = {{"num_heads", attributes.get<std::int64_t>("num_heads")},
                                  {"causal", attributes.get<bool>("causal")}};
        const Attributes wide = {{"hidden_features", attributes.get<std::int64_t>("hidden_features")},
                                 {"activation", attributes.get<std::string>("activation")}};
        if (attributes.get<bool>("norm_first")) {
            return {{"norm1", "layer_norm", {}},
                    {"attention", "multi_head_attention", heads, {"norm1"}},
                    {"sum1", "add", {}, {"input", "attention"}},
                    {"norm2", "layer_norm", {}, {"sum1"}},
                    {"feed_forward", "feed_forward", wide, {"norm2"}},
                    {"sum2", "add", {}, {"sum1", "feed_forward"}}};
        }
        return {{"attention", "multi_head_attention", heads},   {"sum1", "add", {}, {"input", "attention"}},
                {"norm1", "layer_norm", {}, {"sum1"}},          {"feed_forward", "feed_forward", wide, {"norm1"}},
                {"sum2", "add", {}, {"norm1", "feed_forward"}}, {"norm2", "layer_norm", {}, {"sum2"}}};
    }
};

} // namespace

const LayerType& transformerEncoderLayer()
{
    static const TransformerEncoder type;
    return type;
}

} // namespace ligature
