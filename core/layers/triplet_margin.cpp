// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/layer_type.h"
#include "core/layers/lowering.h"
#include "core/layers/same_shape.h"
#include "core/ops/comparison.h"

namespace ligature {

namespace {

class TripletMargin final : public LayerType {
public:
    std::string name() const override { return "triplet_margin"; }
    std::string title() const override { return "Triplet margin"; }
    LayerCategory category() const override { return LayerCategory::Loss; }
    std::optional<LossMeaning> loss() const override
    {
        return LossMeaning{LossMeaning::Target::None, accuracyMetric(), LossMeaning::Guess::Unknown};
    }
    std::string summary() const override { return "Brings an anchor nearer to its like than to another."; }
    std::string help() const override
    {
        return "The mean of max(0, d(anchor, positive) - d(anchor, negative) + margin), d(u, v) being the norm of "
               "u - v + ε over the last axis, as torch.nn.TripletMarginLoss has it. Accuracy: the share of triplets "
               "whose anchor is nearer to the positive.";
    }
    std::vector<AttributeSpec> attributes() const override
    {
        return {AttributeSpec{.name = "margin",
                              .label = "Margin",
                              .kind = AttributeKind::Real,
                              .default_value = 1.0,
                              .minimum = 0,
                              .maximum = 1e6,
                              .help = "How much farther away the negative is to be."},
                AttributeSpec{.name = "p",
                              .label = "Distance",
                              .kind = AttributeKind::Choice,
                              .default_value = std::string("2"),
                              .help = "Which norm of the difference is the distance.",
                              .choices = {{"2", "Euclidean (L2)"}, {"1", "city block (L1)"}}},
                AttributeSpec{.name = "eps",
                              .label = "Epsilon",
                              .kind = AttributeKind::Real,
                              .default_value = 1e-6,
                              .minimum = 0,
                              .maximum = 1,
                              .help = "Is added to each difference, so that none is 0."},
                lossWeightSpec()};
    }
    std::vector<PortSpec> inputs(const Attributes&) const override
    {
        return {
            {"anchor", "What is compared."}, {"positive", "One of its like."}, {"negative", "One of another kind."}};
    }
    std::vector<PortSpec> outputs(const Attributes&) const override { return {}; }
    Result<Inference> infer(const Attributes&, std::span<const Shape> inputs) const override
    {
        for (const Shape& input : inputs) {
            if (const auto same = expectSameShape(inputs[0], input, "give all three the same shape"); !same)
                return tl::unexpected(same.error());
        }
        if (inputs[0].rank() == 0)
            return fail({}, "scalars have no axis to measure a distance over", "put a Reshape before each");
        return Inference{.outputs = {}, .flops = Shape{8, inputs[0].elementCount()}.elementCount()};
    }
    void lower(Lowering& lowering) const override
    {
        const Attributes& attributes = lowering.attributes();
        const Norm norm = attributes.get<std::string>("p") == "1" ? Norm::L1 : Norm::L2;
        lowering.addLoss(
            lowering.add(tripletMarginOp(attributes.get<double>("margin"), norm, attributes.get<double>("eps")),
                         {lowering.input(0), lowering.input(1), lowering.input(2)}));
    }
};

} // namespace

const LayerType& tripletMarginLayer()
{
    static const TripletMargin type;
    return type;
}

} // namespace ligature
