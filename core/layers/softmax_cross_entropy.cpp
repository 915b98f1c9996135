// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/layer_type.h"
#include "core/layers/lowering.h"
#include "core/ops/ops.h"

namespace ligature {

namespace {

class SoftmaxCrossEntropy final : public LayerType {
public:
    std::string name() const override { return "softmax_cross_entropy"; }
    std::string title() const override { return "Softmax cross-entropy"; }
    LayerCategory category() const override { return LayerCategory::Loss; }
    std::optional<LossMeaning> loss() const override
    {
        return LossMeaning{LossMeaning::Target::Class, accuracyMetric(), LossMeaning::Guess::LogClasses};
    }
    std::string summary() const override { return "How surprised a classifier is."; }
    std::string help() const override
    {
        return "The mean over the batch of log Σ exp(z) - z[t], with one logit a class and the class index t as the "
               "target; do not put a Softmax before it. With label smoothing ε, z[t] is (1 - ε) z[t] + ε mean(z) "
               "(Szegedy "
               "et al. 2016), as torch.nn.CrossEntropyLoss has it, when it is trained and when it is measured.";
    }
    std::vector<AttributeSpec> attributes() const override
    {
        return {AttributeSpec{.name = "label_smoothing",
                              .label = "Label smoothing",
                              .kind = AttributeKind::Real,
                              .default_value = 0.0,
                              .minimum = 0,
                              .maximum = 1,
                              .help = "The share of each target that is spread over all classes alike; 0.1 is common."},
                lossWeightSpec()};
    }
    std::vector<PortSpec> inputs(const Attributes&) const override
    {
        return {{"logits", "One score a class, before any softmax."}, {"target", "What it should be."}};
    }
    std::vector<PortSpec> outputs(const Attributes&) const override { return {}; }
    Result<Inference> infer(const Attributes&, std::span<const Shape> inputs) const override
    {
        if (inputs[0].rank() != 1 || inputs[0][0] < 2)
            return fail({}, "logits of " + inputs[0].toString() + " are not one score for each of several classes",
                        "end the network with a Dense layer that has as many output features as there are classes");
        if (inputs[1].elementCount() != 1)
            return fail({}, "a target of " + inputs[1].toString() + " is not a class index",
                        "link a Target of the kind 'a class'");
        return Inference{.outputs = {}, .flops = inputs[0].elementCount()};
    }
    void lower(Lowering& lowering) const override
    {
        lowering.addLoss(lowering.add(softmaxCrossEntropyOp(lowering.attributes().get<double>("label_smoothing")),
                                      {lowering.input(0), lowering.input(1)}));
    }
};

} // namespace

const LayerType& softmaxCrossEntropyLayer()
{
    static const SoftmaxCrossEntropy type;
    return type;
}

} // namespace ligature
