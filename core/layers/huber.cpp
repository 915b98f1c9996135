// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/layer_type.h"
#include "core/layers/lowering.h"
#include "core/layers/same_shape.h"
#include "core/ops/comparison.h"

namespace ligature {

namespace {

class Huber final : public LayerType {
public:
    std::string name() const override { return "huber"; }
    std::string title() const override { return "Huber"; }
    LayerCategory category() const override { return LayerCategory::Loss; }
    std::optional<LossMeaning> loss() const override
    {
        return LossMeaning{LossMeaning::Target::Values, absoluteErrorMetric(), LossMeaning::Guess::Unknown};
    }
    std::string summary() const override { return "How far predictions are from numbers, outliers less squared."; }
    std::string help() const override
    {
        return "With z = prediction - target, the mean over all elements of z² / 2 where |z| ≤ δ and δ (|z| - δ / 2) "
               "elsewhere (Huber 1964), as torch.nn.HuberLoss has it.";
    }
    std::vector<AttributeSpec> attributes() const override
    {
        return {AttributeSpec{.name = "delta",
                              .label = "Delta",
                              .kind = AttributeKind::Real,
                              .default_value = 1.0,
                              .minimum = 1e-9,
                              .maximum = 1e9,
                              .help = "From which difference on it grows as a line."},
                lossWeightSpec()};
    }
    std::vector<PortSpec> inputs(const Attributes&) const override
    {
        return {{"prediction", "What the network says."}, {"target", "What it should be."}};
    }
    std::vector<PortSpec> outputs(const Attributes&) const override { return {}; }
    Result<Inference> infer(const Attributes&, std::span<const Shape> inputs) const override
    {
        if (const auto fits = expectTarget("a prediction", inputs[0], inputs[1]); !fits)
            return tl::unexpected(fits.error());
        return Inference{.outputs = {}, .flops = inputs[0].elementCount()};
    }
    void lower(Lowering& lowering) const override
    {
        lowering.addLoss(
            lowering.add(huberOp(lowering.attributes().get<double>("delta")), {lowering.input(0), lowering.input(1)}));
    }
};

} // namespace

const LayerType& huberLayer()
{
    static const Huber type;
    return type;
}

} // namespace ligature
