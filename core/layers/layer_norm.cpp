// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/layer_type.h"
#include "core/layers/lowering.h"
#include "core/ops/ops.h"

namespace ligature {

namespace {

class LayerNorm final : public LayerType {
public:
    std::string name() const override { return "layer_norm"; }
    std::string title() const override { return "Layer norm"; }
    LayerCategory category() const override { return LayerCategory::Normalization; }
    std::string summary() const override { return "Gives each row mean 0 and variance 1, as torch.nn.LayerNorm."; }
    std::string help() const override
    {
        return "y = (x - mean) / sqrt(variance + eps) · weight + bias along the last axis (Ba, Kiros and Hinton 2016): "
               "input and output (…, D), weight and bias (D). The variance is divided by D.";
    }
    std::vector<AttributeSpec> attributes() const override
    {
        return {
            AttributeSpec{.name = "eps",
                          .label = "Epsilon",
                          .kind = AttributeKind::Real,
                          .default_value = 1e-5,
                          .minimum = 0,
                          .maximum = 1,
                          .help = "Is added to the variance, so that a constant row divides by more than 0."},
            AttributeSpec{.name = "affine",
                          .label = "Scale",
                          .kind = AttributeKind::Boolean,
                          .default_value = true,
                          .help = "Whether each feature has a trained factor."},
            AttributeSpec{.name = "bias",
                          .label = "Bias",
                          .kind = AttributeKind::Boolean,
                          .default_value = true,
                          .help = "Whether each feature has a trained constant too; only together with the scale."}};
    }
    std::vector<SlotSpec> slots(const Attributes& attributes) const override
    {
        std::vector<SlotSpec> slots;
        if (attributes.get<bool>("affine")) {
            slots.push_back({"weight", "The factors (D).", Initializer{"ones", {}}});
            if (attributes.get<bool>("bias"))
                slots.push_back({"bias", "The constants (D).", Initializer{"zeros", {}}});
        }
        return slots;
    }
    Result<Inference> infer(const Attributes& attributes, std::span<const Shape> inputs) const override
    {
        const Shape& input = inputs[0];
        if (input.rank() == 0)
            return fail({}, "a layer norm needs an axis of features, and its input is a scalar",
                        "put a Reshape before it");
        const std::int64_t width = input[input.rank() - 1];
        Inference inference{.outputs = {input}, .flops = Shape{8, input.elementCount()}.elementCount()};
        inference.slots.assign(slots(attributes).size(), {Shape{width}, Fans{width, width}});
        return inference;
    }
    void lower(Lowering& lowering) const override
    {
        std::vector<ValueIndex> operands = {lowering.input(0)};
        for (const SlotSpec& slot : slots(lowering.attributes()))
            operands.push_back(lowering.slot(slot.name));
        lowering.setOutput(lowering.add(normalizeRowsOp(RowNorm::Layer, lowering.attributes().get<double>("eps")),
                                        std::move(operands)));
    }
};

} // namespace

const LayerType& layerNormLayer()
{
    static const LayerNorm type;
    return type;
}

} // namespace ligature
