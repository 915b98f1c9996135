// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/layer_type.h"
#include "core/layers/lowering.h"
#include "core/layers/same_shape.h"
#include "core/ops/ops.h"

namespace ligature {

namespace {

class MeanSquaredError final : public LayerType {
public:
    std::string name() const override { return "mean_squared_error"; }
    std::string title() const override { return "Mean squared error"; }
    LayerCategory category() const override { return LayerCategory::Loss; }
    std::optional<LossMeaning> loss() const override
    {
        return LossMeaning{LossMeaning::Target::Values, absoluteErrorMetric(), LossMeaning::Guess::Unknown};
    }
    std::string summary() const override { return "How far predictions are from numbers, squared."; }
    std::string help() const override
    {
        return "The mean of (prediction - target)² over all elements of the batch. For an autoencoder link the input "
               "itself as the target.";
    }
    std::vector<AttributeSpec> attributes() const override { return {lossWeightSpec()}; }
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
        lowering.addLoss(lowering.add(meanSquaredErrorOp(), {lowering.input(0), lowering.input(1)}));
    }
};

} // namespace

const LayerType& meanSquaredErrorLayer()
{
    static const MeanSquaredError type;
    return type;
}

} // namespace ligature
