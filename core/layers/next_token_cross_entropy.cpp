// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/layer_type.h"
#include "core/layers/lowering.h"
#include "core/ops/ops.h"

namespace ligature {

namespace {

class NextTokenCrossEntropy final : public LayerType {
public:
    std::string name() const override { return "next_token_cross_entropy"; }
    std::string title() const override { return "Next-token cross-entropy"; }
    LayerCategory category() const override { return LayerCategory::Loss; }
    std::optional<LossMeaning> loss() const override
    {
        return LossMeaning{LossMeaning::Target::Classes, perplexityMetric(), LossMeaning::Guess::LogClasses};
    }
    std::string summary() const override { return "How surprised a language model is at each next token."; }
    std::string help() const override
    {
        return "The mean over the batch and all steps of log Σ exp(z) - z[t]: logits z (T, V), one score a word of the "
               "vocabulary at each step, and the next token's index t as the target (T). The perplexity is exp of "
               "that mean over all samples measured: how many equally likely words the model hesitates between.";
    }
    std::vector<AttributeSpec> attributes() const override { return {lossWeightSpec()}; }
    std::vector<PortSpec> inputs(const Attributes&) const override
    {
        return {{"logits", "One score a word at each step, before any softmax."},
                {"target", "The tokens that follow."}};
    }
    std::vector<PortSpec> outputs(const Attributes&) const override { return {}; }
    Result<Inference> infer(const Attributes&, std::span<const Shape> inputs) const override
    {
        const Shape& logits = inputs[0];
        const std::size_t rank = logits.rank();
        if (rank == 0 || logits[rank - 1] < 2)
            return fail({}, "logits of " + logits.toString() + " are not one score for each of several words",
                        "end the network with a Dense layer that has as many output features as there are words");
        const std::int64_t steps = Shape({logits.extents().begin(), logits.extents().end() - 1}).elementCount();
        if (inputs[1].elementCount() != steps)
            return fail({},
                        "logits of " + logits.toString() + " are scores for " + std::to_string(steps) +
                            " steps, and the target of " + inputs[1].toString() + " has " +
                            std::to_string(inputs[1].elementCount()),
                        "link a Target of the kind 'a class a step' whose shape is " + std::to_string(steps));
        return Inference{.outputs = {}, .flops = Shape{4, logits.elementCount()}.elementCount()};
    }
    void lower(Lowering& lowering) const override
    {
        lowering.addLoss(lowering.add(nextTokenCrossEntropyOp(), {lowering.input(0), lowering.input(1)}));
    }
};

} // namespace

const LayerType& nextTokenCrossEntropyLayer()
{
    static const NextTokenCrossEntropy type;
    return type;
}

} // namespace ligature
