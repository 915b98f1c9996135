// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/layer_type.h"
#include "core/layers/lowering.h"
#include "core/ops/ops.h"

namespace ligature {

namespace {

class RmsNorm final : public LayerType {
public:
    std::string name() const override { return "rms_norm"; }
    std::string title() const override { return "RMS norm"; }
    LayerCategory category() const override { return LayerCategory::Normalization; }
    std::string summary() const override { return "Gives each row a mean square of 1, as torch.nn.RMSNorm."; }
    std::string help() const override
    {
        return "y = x / sqrt(mean of x² + eps) · weight along the last axis (Zhang and Sennrich 2019): input and "
               "output "
               "(…, D), weight (D). A layer norm without the mean and the bias.";
    }
    std::vector<AttributeSpec> attributes() const override
    {
        return {AttributeSpec{.name = "eps",
                              .label = "Epsilon",
                              .kind = AttributeKind::Real,
                              // What PyTorch takes where none is given: the epsilon of a float.
                              .default_value = 1.1920928955078125e-07,
                              .minimum = 0,
                              .maximum = 1,
                              .help = "Is added to the mean square, so that a row of zeros divides by more than 0."},
                AttributeSpec{.name = "affine",
                              .label = "Scale",
                              .kind = AttributeKind::Boolean,
                              .default_value = true,
                              .help = "Whether each feature has a trained factor."}};
    }
    std::vector<SlotSpec> slots(const Attributes& attributes) const override
    {
        if (!attributes.get<bool>("affine"))
            return {};
        return {{"weight", "The factors (D).", Initializer{"ones", {}}}};
    }
    Result<Inference> infer(const Attributes& attributes, std::span<const Shape> inputs) const override
    {
        const Shape& input = inputs[0];
        if (input.rank() == 0)
            return fail({}, "an RMS norm needs an axis of features, and its input is a scalar",
                        "put a Reshape before it");
        const std::int64_t width = input[input.rank() - 1];
        Inference inference{.outputs = {input}, .flops = Shape{4, input.elementCount()}.elementCount()};
        inference.slots.assign(slots(attributes).size(), {Shape{width}, Fans{width, width}});
        return inference;
    }
    void lower(Lowering& lowering) const override
    {
        std::vector<ValueIndex> operands = {lowering.input(0)};
        if (lowering.attributes().get<bool>("affine"))
            operands.push_back(lowering.slot("weight"));
        lowering.setOutput(
            lowering.add(normalizeRowsOp(RowNorm::RMS, lowering.attributes().get<double>("eps")), std::move(operands)));
    }
};

} // namespace

const LayerType& rmsNormLayer()
{
    static const RmsNorm type;
    return type;
}

} // namespace ligature
