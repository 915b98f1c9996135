// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/layer_type.h"
#include "core/layers/lowering.h"
#include "core/layers/numbered_inputs.h"
#include "core/ops/arithmetic.h"

namespace ligature {

namespace {

class Multiply final : public LayerType {
public:
    std::string name() const override { return "multiply"; }
    std::string title() const override { return "Multiply"; }
    LayerCategory category() const override { return LayerCategory::Elementwise; }
    std::string summary() const override { return "Multiplies its inputs element by element."; }
    std::string help() const override
    {
        return "y = x1 · x2 · …, elementwise; all inputs have the same shape. With a Sigmoid before one of them it is "
               "a "
               "gate.";
    }
    std::vector<AttributeSpec> attributes() const override { return {numberedInputsSpec()}; }
    std::vector<PortSpec> inputs(const Attributes& attributes) const override { return numberedInputs(attributes); }
    Result<Inference> infer(const Attributes&, std::span<const Shape> inputs) const override
    {
        return inferAlike(inputs, "cannot be multiplied element by element");
    }
    void lower(Lowering& lowering) const override
    {
        lowering.setOutput(lowering.add(multiplyOp(), allInputs(lowering)));
    }
};

} // namespace

const LayerType& multiplyLayer()
{
    static const Multiply type;
    return type;
}

} // namespace ligature
