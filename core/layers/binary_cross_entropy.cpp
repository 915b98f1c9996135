// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/layer_type.h"
#include "core/layers/lowering.h"
#include "core/layers/same_shape.h"
#include "core/ops/ops.h"

namespace ligature {

namespace {

class BinaryCrossEntropy final : public LayerType {
public:
    std::string name() const override { return "binary_cross_entropy"; }
    std::string title() const override { return "Binary cross-entropy"; }
    LayerCategory category() const override { return LayerCategory::Loss; }
    std::optional<LossMeaning> loss() const override
    {
        return LossMeaning{LossMeaning::Target::Probabilities, accuracyMetric(), LossMeaning::Guess::LogTwo};
    }
    std::string summary() const override { return "How surprised yes-or-no predictions are."; }
    std::string help() const override
    {
        return "The mean over all elements of -t log σ(z) - (1 - t) log(1 - σ(z)) with logits z and targets t from 0 "
               "to 1, computed without overflow; do not put a Sigmoid before it.";
    }
    std::vector<AttributeSpec> attributes() const override { return {lossWeightSpec()}; }
    std::vector<PortSpec> inputs(const Attributes&) const override
    {
        return {{"logits", "The scores before any sigmoid."}, {"target", "What it should be."}};
    }
    std::vector<PortSpec> outputs(const Attributes&) const override { return {}; }
    Result<Inference> infer(const Attributes&, std::span<const Shape> inputs) const override
    {
        if (const auto fits = expectTarget("logits", inputs[0], inputs[1]); !fits)
            return tl::unexpected(fits.error());
        return Inference{.outputs = {}, .flops = inputs[0].elementCount()};
    }
    void lower(Lowering& lowering) const override
    {
        lowering.addLoss(lowering.add(binaryCrossEntropyOp(), {lowering.input(0), lowering.input(1)}));
    }
};

} // namespace

const LayerType& binaryCrossEntropyLayer()
{
    static const BinaryCrossEntropy type;
    return type;
}

} // namespace ligature
