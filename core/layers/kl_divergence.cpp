// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/layer_type.h"
#include "core/layers/lowering.h"
#include "core/ops/comparison.h"

namespace ligature {

namespace {

class KlDivergence final : public LayerType {
public:
    std::string name() const override { return "kl_divergence"; }
    std::string title() const override { return "KL divergence"; }
    LayerCategory category() const override { return LayerCategory::Loss; }
    std::optional<LossMeaning> loss() const override
    {
        return LossMeaning{LossMeaning::Target::Probabilities, accuracyMetric(), LossMeaning::Guess::Unknown};
    }
    std::string summary() const override { return "How far a distribution is from the one that it should be."; }
    std::string help() const override
    {
        return "Σ t (log t - x) over the last axis and the batch, divided by the batch: t are the target's "
               "probabilities, x the predicted log-probabilities, made of logits by a log-softmax where they are such. "
               "torch.nn.KLDivLoss(reduction='batchmean') takes log-probabilities. Accuracy: how often the greatest x "
               "is "
               "where the greatest t is.";
    }
    std::vector<AttributeSpec> attributes() const override
    {
        return {
            AttributeSpec{.name = "from_logits",
                          .label = "From logits",
                          .kind = AttributeKind::Boolean,
                          .default_value = true,
                          .help = "Whether the prediction is scores before any softmax; off for log-probabilities."},
            lossWeightSpec()};
    }
    std::vector<PortSpec> inputs(const Attributes&) const override
    {
        return {{"prediction", "What the network says."}, {"target", "What it should be."}};
    }
    std::vector<PortSpec> outputs(const Attributes&) const override { return {}; }
    Result<Inference> infer(const Attributes&, std::span<const Shape> inputs) const override
    {
        if (inputs[0] != inputs[1])
            return fail({},
                        "a prediction of " + inputs[0].toString() + " cannot be compared with a target of " +
                            inputs[1].toString(),
                        "give both the same shape");
        if (inputs[0].rank() == 0)
            return fail({}, "a scalar is no distribution", "give it one value for each of several classes");
        return Inference{.outputs = {}, .flops = Shape{4, inputs[0].elementCount()}.elementCount()};
    }
    void lower(Lowering& lowering) const override
    {
        lowering.addLoss(lowering.add(klDivergenceOp(lowering.attributes().get<bool>("from_logits")),
                                      {lowering.input(0), lowering.input(1)}));
    }
};

} // namespace

const LayerType& klDivergenceLayer()
{
    static const KlDivergence type;
    return type;
}

} // namespace ligature
