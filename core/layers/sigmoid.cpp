// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/layer_type.h"
#include "core/layers/lowering.h"
#include "core/ops/ops.h"

namespace ligature {

namespace {

class Sigmoid final : public LayerType {
public:
    std::string name() const override { return "sigmoid"; }
    std::string title() const override { return "Sigmoid"; }
    LayerCategory category() const override { return LayerCategory::Activation; }
    std::string summary() const override { return "Squeezes into 0 to 1."; }
    std::string help() const override { return "y = 1 / (1 + exp(-x)), elementwise."; }
    Result<Inference> infer(const Attributes&, std::span<const Shape> inputs) const override
    {
        return Inference{.outputs = {inputs[0]}, .flops = inputs[0].elementCount()};
    }
    void lower(Lowering& lowering) const override
    {
        lowering.setOutput(lowering.add(activationOp(Activation::Sigmoid), {lowering.input(0)}));
    }
};

} // namespace

const LayerType& sigmoidLayer()
{
    static const Sigmoid type;
    return type;
}

} // namespace ligature
