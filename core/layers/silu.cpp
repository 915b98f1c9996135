// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/layer_type.h"
#include "core/layers/lowering.h"
#include "core/ops/ops.h"

namespace ligature {

namespace {

class Silu final : public LayerType {
public:
    std::string name() const override { return "silu"; }
    std::string title() const override { return "SiLU"; }
    LayerCategory category() const override { return LayerCategory::Activation; }
    std::string summary() const override { return "Weighs x by its sigmoid."; }
    std::string help() const override { return "y = x · sigmoid(x), elementwise; also known as Swish."; }
    Result<Inference> infer(const Attributes&, std::span<const Shape> inputs) const override
    {
        return Inference{.outputs = {inputs[0]}, .flops = inputs[0].elementCount()};
    }
    void lower(Lowering& lowering) const override
    {
        lowering.setOutput(lowering.add(activationOp(Activation::SiLU), {lowering.input(0)}));
    }
};

} // namespace

const LayerType& siluLayer()
{
    static const Silu type;
    return type;
}

} // namespace ligature
