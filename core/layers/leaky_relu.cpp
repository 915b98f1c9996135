// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/layer_type.h"
#include "core/layers/lowering.h"
#include "core/ops/ops.h"

namespace ligature {

namespace {

class LeakyRelu final : public LayerType {
public:
    std::string name() const override { return "leaky_relu"; }
    std::string title() const override { return "Leaky ReLU"; }
    LayerCategory category() const override { return LayerCategory::Activation; }
    std::string summary() const override { return "Scales down what is negative."; }
    std::string help() const override { return "y = x where x > 0 and negative_slope · x elsewhere, elementwise."; }
    std::vector<AttributeSpec> attributes() const override
    {
        return {AttributeSpec{.name = "negative_slope",
                              .label = "Negative slope",
                              .kind = AttributeKind::Real,
                              .default_value = 0.01,
                              .help = "The slope below zero."}};
    }
    Result<Inference> infer(const Attributes&, std::span<const Shape> inputs) const override
    {
        return Inference{.outputs = {inputs[0]}, .flops = inputs[0].elementCount()};
    }
    void lower(Lowering& lowering) const override
    {
        lowering.setOutput(
            lowering.add(activationOp(Activation::LeakyReLU, lowering.attributes().get<double>("negative_slope")),
                         {lowering.input(0)}));
    }
};

} // namespace

const LayerType& leakyReluLayer()
{
    static const LeakyRelu type;
    return type;
}

} // namespace ligature
