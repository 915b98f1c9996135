// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/layer_type.h"
#include "core/layers/lowering.h"
#include "core/ops/ops.h"

namespace ligature {

namespace {

class Relu final : public LayerType {
public:
    std::string name() const override { return "relu"; }
    std::string title() const override { return "ReLU"; }
    LayerCategory category() const override { return LayerCategory::Activation; }
    std::string summary() const override { return "Cuts off what is negative."; }
    std::string help() const override { return "y = max(x, 0), elementwise."; }
    Result<Inference> infer(const Attributes&, std::span<const Shape> inputs) const override
    {
        return Inference{.outputs = {inputs[0]}, .flops = inputs[0].elementCount()};
    }
    void lower(Lowering& lowering) const override
    {
        lowering.setOutput(lowering.add(activationOp(Activation::ReLU), {lowering.input(0)}));
    }
};

} // namespace

const LayerType& reluLayer()
{
    static const Relu type;
    return type;
}

} // namespace ligature
