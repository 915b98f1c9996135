// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/layer_type.h"
#include "core/layers/lowering.h"
#include "core/layers/reduced_axis.h"
#include "core/ops/arithmetic.h"

namespace ligature {

namespace {

class Mean final : public LayerType {
public:
    std::string name() const override { return "mean"; }
    std::string title() const override { return "Mean"; }
    LayerCategory category() const override { return LayerCategory::Shape; }
    std::string summary() const override { return "Averages an axis, or everything."; }
    std::string help() const override
    {
        return "y = the mean of x over one axis, which is gone afterwards, or over all elements of a sample, to one "
               "number.";
    }
    std::vector<AttributeSpec> attributes() const override { return {reducedAxisSpec()}; }
    Result<Inference> infer(const Attributes& attributes, std::span<const Shape> inputs) const override
    {
        return inferReduced(attributes, inputs);
    }
    void lower(Lowering& lowering) const override
    {
        lowering.setOutput(
            lowering.add(reduceOp(Reduction::Mean, reducedAxis(lowering.attributes())), {lowering.input(0)}));
    }
};

} // namespace

const LayerType& meanLayer()
{
    static const Mean type;
    return type;
}

} // namespace ligature
