// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/layer_type.h"
#include "core/layers/lowering.h"
#include "core/ops/ops.h"

namespace ligature {

namespace {

class Scale final : public LayerType {
public:
    std::string name() const override { return "scale"; }
    std::string title() const override { return "Scale"; }
    LayerCategory category() const override { return LayerCategory::Elementwise; }
    std::string summary() const override { return "Multiplies by a trained vector or number."; }
    std::string help() const override
    {
        return "y = x · s, elementwise, along the last axis: input (…, F), scale (F), output (…, F); or one number for "
               "all.";
    }
    std::vector<AttributeSpec> attributes() const override
    {
        return {AttributeSpec{.name = "per",
                              .label = "One factor for",
                              .kind = AttributeKind::Choice,
                              .default_value = std::string("feature"),
                              .help = "Whether each place of the last axis has a factor of its own.",
                              .choices = {{"feature", "each feature"}, {"layer", "the whole layer"}}}};
    }
    std::vector<SlotSpec> slots(const Attributes&) const override
    {
        return {{"scale", "The factors s (F), or one number.", Initializer{"ones"}}};
    }
    Result<Inference> infer(const Attributes& attributes, std::span<const Shape> inputs) const override
    {
        const Shape& input = inputs[0];
        const bool per_feature = attributes.get<std::string>("per") == "feature" && input.rank() > 0;
        return Inference{.outputs = {input},
                         .slots = {{per_feature ? Shape{input[input.rank() - 1]} : Shape{}, Fans{1, 1}}},
                         .flops = input.elementCount()};
    }
    void lower(Lowering& lowering) const override
    {
        lowering.setOutput(lowering.add(scaleOp(), {lowering.input(0), lowering.slot("scale")}));
    }
};

} // namespace

const LayerType& scaleLayer()
{
    static const Scale type;
    return type;
}

} // namespace ligature
