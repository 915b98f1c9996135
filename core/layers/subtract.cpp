// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/layer_type.h"
#include "core/layers/lowering.h"
#include "core/ops/arithmetic.h"

namespace ligature {

namespace {

class Subtract final : public LayerType {
public:
    std::string name() const override { return "subtract"; }
    std::string title() const override { return "Subtract"; }
    LayerCategory category() const override { return LayerCategory::Elementwise; }
    std::string summary() const override { return "Takes one input from another."; }
    std::string help() const override { return "y = x1 - x2, elementwise; both inputs have the same shape."; }
    std::vector<PortSpec> inputs(const Attributes&) const override
    {
        return {{"input1", "What is taken from."}, {"input2", "What is taken away."}};
    }
    Result<Inference> infer(const Attributes&, std::span<const Shape> inputs) const override
    {
        if (inputs[0] != inputs[1])
            return fail({}, inputs[1].toString() + " cannot be taken from " + inputs[0].toString(),
                        "give both inputs the same shape");
        return Inference{.outputs = {inputs[0]}, .flops = inputs[0].elementCount()};
    }
    void lower(Lowering& lowering) const override
    {
        lowering.setOutput(lowering.add(subtractOp(), {lowering.input(0), lowering.input(1)}));
    }
};

} // namespace

const LayerType& subtractLayer()
{
    static const Subtract type;
    return type;
}

} // namespace ligature
