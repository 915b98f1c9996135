// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/layer_type.h"
#include "core/layers/lowering.h"
#include "core/ops/ops.h"

namespace ligature {

namespace {

class BatchNorm final : public LayerType {
public:
    std::string name() const override { return "batch_norm"; }
    std::string title() const override { return "Batch normalization"; }
    LayerCategory category() const override { return LayerCategory::Normalization; }
    std::string summary() const override
    {
        return "Gives each channel mean 0 and variance 1 over the batch, as torch.nn.BatchNorm1d and 2d.";
    }
    std::string help() const override
    {
        return "y = (x - mean) / √(variance + eps) · weight + bias by channel (Ioffe and Szegedy 2015). While "
               "training, "
               "mean and variance are the batch's, and running_mean and running_var move towards them by the momentum; "
               "when the network is evaluated, it uses the running ones. Those two are state: saved and exported, but "
               "no parameters. Input and output (C) or (C, H, W), slots (C).";
    }
    std::vector<AttributeSpec> attributes() const override
    {
        return {AttributeSpec{.name = "eps",
                              .label = "Epsilon",
                              .kind = AttributeKind::Real,
                              .default_value = 1e-5,
                              .minimum = 1e-12,
                              .maximum = 1,
                              .help = "What is added to the variance, so that nothing is divided by zero."},
                AttributeSpec{.name = "momentum",
                              .label = "Momentum",
                              .kind = AttributeKind::Real,
                              .default_value = 0.1,
                              .minimum = 0,
                              .maximum = 1,
                              .help = "The share of a batch's statistics in the running ones."},
                AttributeSpec{.name = "affine",
                              .label = "Weight and bias",
                              .kind = AttributeKind::Boolean,
                              .default_value = true,
                              .help = "Whether each channel is then scaled and shifted by trained numbers."}};
    }
    std::vector<SlotSpec> slots(const Attributes& attributes) const override
    {
        std::vector<SlotSpec> slots;
        if (attributes.get<bool>("affine")) {
            slots.push_back({"weight", "What each channel is multiplied by (C).", {"ones"}});
            slots.push_back({"bias", "What is added to each channel (C).", {"zeros"}});
        }
        slots.push_back({"running_mean", "The mean of each channel in evaluation (C).", {"zeros"}, true});
        slots.push_back({"running_var", "The variance of each channel in evaluation (C).", {"ones"}, true});
        return slots;
    }
    Result<Inference> infer(const Attributes& attributes, std::span<const Shape> inputs) const override
    {
        const Shape& input = inputs[0];
        if (input.rank() == 0)
            return fail({}, "batch normalization needs an axis of channels, and its input is a scalar",
                        "put a Reshape before it");
        const Inference::SlotShape slot{Shape{input[0]}};
        return Inference{.outputs = {input},
                         .slots = std::vector(slots(attributes).size(), slot),
                         .flops = Shape{2, input.elementCount()}.elementCount()};
    }
    void lower(Lowering& lowering) const override
    {
        const Attributes& attributes = lowering.attributes();
        std::vector<ValueIndex> operands = {lowering.input(0), lowering.slot("running_mean"),
                                            lowering.slot("running_var")};
        if (attributes.get<bool>("affine")) {
            operands.push_back(lowering.slot("weight"));
            operands.push_back(lowering.slot("bias"));
        }
        lowering.setOutput(lowering.add(batchNormOp(attributes.get<double>("eps"), attributes.get<double>("momentum")),
                                        std::move(operands)));
    }
};

} // namespace

const LayerType& batchNormLayer()
{
    static const BatchNorm type;
    return type;
}

} // namespace ligature
