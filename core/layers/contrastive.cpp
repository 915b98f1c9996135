// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/layer_type.h"
#include "core/layers/lowering.h"
#include "core/layers/same_shape.h"
#include "core/ops/comparison.h"

namespace ligature {

namespace {

class Contrastive final : public LayerType {
public:
    std::string name() const override { return "contrastive"; }
    std::string title() const override { return "Contrastive"; }
    LayerCategory category() const override { return LayerCategory::Loss; }
    std::optional<LossMeaning> loss() const override
    {
        return LossMeaning{LossMeaning::Target::Sameness, accuracyMetric(), LossMeaning::Guess::Unknown};
    }
    std::string summary() const override { return "Pulls what is the same together and pushes the rest apart."; }
    std::string help() const override
    {
        return "The mean over the batch of y d² + (1 - y) max(0, margin - d)², d being the Euclidean distance of the "
               "two "
               "inputs and the class y 1 where both are the same, 0 where they are not (Hadsell, Chopra and LeCun "
               "2006, "
               "who halve it and number the classes the other way round). Accuracy: how often d < margin / 2 tells.";
    }
    std::vector<AttributeSpec> attributes() const override
    {
        return {AttributeSpec{.name = "margin",
                              .label = "Margin",
                              .kind = AttributeKind::Real,
                              .default_value = 1.0,
                              .minimum = 0,
                              .maximum = 1e6,
                              .help = "How far apart those that are not the same are pushed."},
                lossWeightSpec()};
    }
    std::vector<PortSpec> inputs(const Attributes&) const override
    {
        return {{"input1", "What the network makes of one."},
                {"input2", "What it makes of the other."},
                {"target", "1 where both are the same, 0 where not."}};
    }
    std::vector<PortSpec> outputs(const Attributes&) const override { return {}; }
    Result<Inference> infer(const Attributes&, std::span<const Shape> inputs) const override
    {
        if (const auto same = expectSameShape(inputs[0], inputs[1]); !same)
            return tl::unexpected(same.error());
        if (inputs[2].elementCount() != 1)
            return fail({}, "a target of " + inputs[2].toString() + " does not say whether a pair is the same",
                        "link a Target of the kind 'a class'");
        return Inference{.outputs = {}, .flops = Shape{3, inputs[0].elementCount()}.elementCount()};
    }
    void lower(Lowering& lowering) const override
    {
        lowering.addLoss(lowering.add(contrastiveOp(lowering.attributes().get<double>("margin")),
                                      {lowering.input(0), lowering.input(1), lowering.input(2)}));
    }
};

} // namespace

const LayerType& contrastiveLayer()
{
    static const Contrastive type;
    return type;
}

} // namespace ligature
