// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include "core/layers/layer_type.h"
#include "core/layers/lowering.h"
#include "core/ops/ops.h"

namespace ligature {

namespace {

class MultiHeadAttention final : public LayerType {
public:
    std::string name() const override { return "multi_head_attention"; }
    std::string title() const override { return "Multi-head attention"; }
    LayerCategory category() const override { return LayerCategory::Sequence; }
    std::string summary() const override
    {
        return "Lets each step of a sequence look at the others, as torch.nn.MultiheadAttention.";
    }
    std::string help() const override
    {
        return "Self-attention (Vaswani et al. 2017): input and output (T, E). Queries, keys and values are x W_inᵀ + "
               "b_in, in_proj_weight (3 E, E); each head of width E / num_heads gives softmax(Q Kᵀ / sqrt(E / "
               "num_heads)) V; the heads side by side go through out_proj_weight (E, E). Causal: a step sees only "
               "itself and those before it. Nothing is dropped; put a Dropout after it.";
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
                AttributeSpec{.name = "causal",
                              .label = "Causal",
                              .kind = AttributeKind::Boolean,
                              .default_value = false,
                              .help = "Whether a step sees no later one, as a language model needs it."},
                AttributeSpec{.name = "bias",
                              .label = "Bias",
                              .kind = AttributeKind::Boolean,
                              .default_value = true,
                              .help = "Whether both projections add a trained constant."}};
    }
    std::vector<SlotSpec> slots(const Attributes& attributes) const override
    {
        const bool bias = attributes.get<bool>("bias");
        std::vector<SlotSpec> slots = {{"in_proj_weight",
                                        "The matrix (3 E, E) that makes queries, keys and values, in this order.",
                                        Initializer{"xavier_uniform", {}}}};
        if (bias)
            slots.push_back({"in_proj_bias", "Their constants (3 E).", Initializer{"zeros", {}}});
        slots.push_back({"out_proj_weight", "The matrix (E, E) that mixes the heads.",
                         Initializer{"kaiming_uniform", {{"a", std::sqrt(5.0)}}}});
        if (bias)
            slots.push_back({"out_proj_bias", "Its constants (E).", Initializer{"zeros", {}}});
        return slots;
    }
    Result<Inference> infer(const Attributes& attributes, std::span<const Shape> inputs) const override
    {
        const Shape& input = inputs[0];
        if (input.rank() != 2 || input[0] < 1)
            return fail({}, "an input of " + input.toString() + " is no sequence of vectors",
                        "feed it steps × features, as an Embedding of a text gives them");
        const std::int64_t steps = input[0];
        const std::int64_t width = input[1];
        const auto heads = attributes.get<std::int64_t>("num_heads");
        if (width % heads != 0)
            return fail(
                {}, std::to_string(width) + " features cannot be shared out among " + std::to_string(heads) + " heads",
                "choose a number of heads that divides the features");
        const bool bias = attributes.get<bool>("bias");
        Inference inference{.outputs = {input}, .slots = {{Shape{3 * width, width}, Fans{width, 3 * width}}}};
        if (bias)
            inference.slots.push_back({Shape{3 * width}, Fans{width, 3 * width}});
        inference.slots.push_back({Shape{width, width}, Fans{width, width}});
        if (bias)
            inference.slots.push_back({Shape{width}, Fans{width, width}});
        // Both projections, and the two products of the heads.
        inference.flops = Shape{steps, width, 8 * width + 4 * steps}.elementCount();
        return inference;
    }
    void lower(Lowering& lowering) const override
    {
        const Attributes& attributes = lowering.attributes();
        const bool bias = attributes.get<bool>("bias");
        const auto project = [&](ValueIndex input, const std::string& name) {
            std::vector<ValueIndex> operands = {input, lowering.slot(name + "_weight")};
            if (bias)
                operands.push_back(lowering.slot(name + "_bias"));
            return lowering.add(linearOp(), std::move(operands));
        };
        const ValueIndex projected = project(lowering.input(0), "in_proj");
        const ValueIndex attended = lowering.add(
            selfAttentionOp(attributes.get<std::int64_t>("num_heads"), attributes.get<bool>("causal")), {projected});
        lowering.setOutput(project(attended, "out_proj"));
    }
};

} // namespace

const LayerType& multiHeadAttentionLayer()
{
    static const MultiHeadAttention type;
    return type;
}

} // namespace ligature
