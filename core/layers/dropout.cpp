// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/layer_type.h"
#include "core/layers/lowering.h"
#include "core/ops/ops.h"

namespace ligature {

namespace {

class Dropout final : public LayerType {
public:
    std::string name() const override { return "dropout"; }
    std::string title() const override { return "Dropout"; }
    LayerCategory category() const override { return LayerCategory::Regularization; }
    std::string summary() const override { return "Drops random elements while training."; }
    std::string help() const override
    {
        return "While training, each element is 0 with the given probability and divided by (1 - probability) "
               "otherwise (Srivastava et al. 2014); nothing happens when the network is evaluated. The tied network "
               "and its twin drop the same elements.";
    }
    std::vector<AttributeSpec> attributes() const override
    {
        return {AttributeSpec{.name = "probability",
                              .label = "Probability",
                              .kind = AttributeKind::Real,
                              .default_value = 0.5,
                              .minimum = 0,
                              .maximum = 0.99,
                              .help = "The share of elements that is dropped."}};
    }
    Result<Inference> infer(const Attributes&, std::span<const Shape> inputs) const override
    {
        return Inference{.outputs = {inputs[0]}, .flops = inputs[0].elementCount()};
    }
    void lower(Lowering& lowering) const override
    {
        lowering.setOutput(
            lowering.add(dropoutOp(lowering.attributes().get<double>("probability")), {lowering.input(0)}));
    }
};

} // namespace

const LayerType& dropoutLayer()
{
    static const Dropout type;
    return type;
}

} // namespace ligature
