// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/layer_type.h"
#include "core/layers/lowering.h"
#include "core/ops/ops.h"

namespace ligature {

namespace {

class Elu final : public LayerType {
public:
    std::string name() const override { return "elu"; }
    std::string title() const override { return "ELU"; }
    LayerCategory category() const override { return LayerCategory::Activation; }
    std::string summary() const override { return "Smoothly bounds what is negative."; }
    std::string help() const override { return "y = x where x > 0 and alpha · (exp(x) - 1) elsewhere, elementwise."; }
    std::vector<AttributeSpec> attributes() const override
    {
        return {AttributeSpec{.name = "alpha",
                              .label = "Alpha",
                              .kind = AttributeKind::Real,
                              .default_value = 1.0,
                              .help = "Minus the value far below zero."}};
    }
    Result<Inference> infer(const Attributes&, std::span<const Shape> inputs) const override
    {
        return Inference{.outputs = {inputs[0]}, .flops = inputs[0].elementCount()};
    }
    void lower(Lowering& lowering) const override
    {
        lowering.setOutput(lowering.add(activationOp(Activation::ELU, lowering.attributes().get<double>("alpha")),
                                        {lowering.input(0)}));
    }
};

} // namespace

const LayerType& eluLayer()
{
    static const Elu type;
    return type;
}

} // namespace ligature
