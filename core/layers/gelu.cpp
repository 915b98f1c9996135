// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/layer_type.h"
#include "core/layers/lowering.h"
#include "core/ops/ops.h"

namespace ligature {

namespace {

class Gelu final : public LayerType {
public:
    std::string name() const override { return "gelu"; }
    std::string title() const override { return "GELU"; }
    LayerCategory category() const override { return LayerCategory::Activation; }
    std::string summary() const override { return "Weighs x by the chance that a normal number is smaller."; }
    std::string help() const override
    {
        return "y = x · Φ(x), elementwise, Φ being the standard normal distribution (Hendrycks and Gimpel 2016); or "
               "its tanh approximation.";
    }
    std::vector<AttributeSpec> attributes() const override
    {
        return {AttributeSpec{.name = "approximate",
                              .label = "Approximation",
                              .kind = AttributeKind::Choice,
                              .default_value = std::string("none"),
                              .help = "Exact, or by tanh as GPT-2 has it.",
                              .choices = {{"none", "exact"}, {"tanh", "by tanh"}}}};
    }
    Result<Inference> infer(const Attributes&, std::span<const Shape> inputs) const override
    {
        return Inference{.outputs = {inputs[0]}, .flops = inputs[0].elementCount()};
    }
    void lower(Lowering& lowering) const override
    {
        lowering.setOutput(lowering.add(activationOp(lowering.attributes().get<std::string>("approximate") == "tanh"
                                                         ? Activation::GELUTanh
                                                         : Activation::GELU),
                                        {lowering.input(0)}));
    }
};

} // namespace

const LayerType& geluLayer()
{
    static const Gelu type;
    return type;
}

} // namespace ligature
