// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/layer_type.h"
#include "core/layers/lowering.h"
#include "core/layers/numbered_inputs.h"
#include "core/ops/ops.h"

namespace ligature {

namespace {

class Add final : public LayerType {
public:
    std::string name() const override { return "add"; }
    std::string title() const override { return "Add"; }
    LayerCategory category() const override { return LayerCategory::Elementwise; }
    std::string summary() const override { return "Adds its inputs."; }
    std::string help() const override { return "y = x1 + x2 + …, elementwise; all inputs have the same shape."; }
    std::vector<AttributeSpec> attributes() const override { return {numberedInputsSpec()}; }
    std::vector<PortSpec> inputs(const Attributes& attributes) const override { return numberedInputs(attributes); }
    Result<Inference> infer(const Attributes&, std::span<const Shape> inputs) const override
    {
        return inferAlike(inputs, "cannot be added");
    }
    void lower(Lowering& lowering) const override { lowering.setOutput(lowering.add(addOp(), allInputs(lowering))); }
};

} // namespace

const LayerType& addLayer()
{
    static const Add type;
    return type;
}

} // namespace ligature
