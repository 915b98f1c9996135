// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/layer_type.h"
#include "core/layers/lowering.h"
#include "core/ops/ops.h"

namespace ligature {

namespace {

class PositionalEmbedding final : public LayerType {
public:
    std::string name() const override { return "positional_embedding"; }
    std::string title() const override { return "Positional embedding"; }
    LayerCategory category() const override { return LayerCategory::Sequence; }
    std::string summary() const override { return "Tells each step of a sequence where it stands."; }
    std::string help() const override
    {
        return "y = x + P: input and output (T, D). P is learned, a weight (T, D) that starts at random with a "
               "deviation of 0.02; or it is fixed (Vaswani et al. 2017): sin(t / 10000^(2i/D)) in column 2i and the "
               "cosine in column 2i + 1. Attention sees a sequence as a set without it.";
    }
    std::vector<AttributeSpec> attributes() const override
    {
        return {AttributeSpec{.name = "kind",
                              .label = "Kind",
                              .kind = AttributeKind::Choice,
                              .default_value = std::string("learned"),
                              .help = "Whether the positions are trained or fixed.",
                              .choices = {{"learned", "learned"}, {"sinusoidal", "sinusoidal"}}}};
    }
    std::vector<SlotSpec> slots(const Attributes& attributes) const override
    {
        if (!isLearned(attributes))
            return {};
        return {{"weight", "The positions P (T, D), a row a step.", Initializer{"normal", {{"std", 0.02}}}}};
    }
    Result<Inference> infer(const Attributes& attributes, std::span<const Shape> inputs) const override
    {
        const Shape& input = inputs[0];
        if (input.rank() != 2)
            return fail({}, "an input of " + input.toString() + " is no sequence of vectors",
                        "feed it steps × features, as an Embedding of a text gives them");
        Inference inference{.outputs = {input}, .flops = input.elementCount()};
        if (isLearned(attributes))
            inference.slots.push_back({input, Fans{input[1], input[0]}});
        return inference;
    }
    void lower(Lowering& lowering) const override
    {
        std::vector<ValueIndex> operands = {lowering.input(0)};
        if (isLearned(lowering.attributes()))
            operands.push_back(lowering.slot("weight"));
        lowering.setOutput(lowering.add(positionalEmbeddingOp(), std::move(operands)));
    }

private:
    static bool isLearned(const Attributes& attributes) { return attributes.get<std::string>("kind") == "learned"; }
};

} // namespace

const LayerType& positionalEmbeddingLayer()
{
    static const PositionalEmbedding type;
    return type;
}

} // namespace ligature
