// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/layer_type.h"
#include "core/layers/lowering.h"
#include "core/ops/ops.h"

namespace ligature {

namespace {

class Flatten final : public LayerType {
public:
    std::string name() const override { return "flatten"; }
    std::string title() const override { return "Flatten"; }
    LayerCategory category() const override { return LayerCategory::Shape; }
    std::string summary() const override { return "Makes one axis of all."; }
    std::string help() const override
    {
        return "The same elements along a single axis: (A, B, C) becomes (A · B · C).";
    }
    Result<Inference> infer(const Attributes&, std::span<const Shape> inputs) const override
    {
        return Inference{.outputs = {Shape{inputs[0].elementCount()}}};
    }
    void lower(Lowering& lowering) const override
    {
        const ValueIndex input = lowering.input(0);
        lowering.setOutput(lowering.add(reshapeOp(Shape{lowering.spec(input).shape.elementCount()}), {input}));
    }
};

} // namespace

const LayerType& flattenLayer()
{
    static const Flatten type;
    return type;
}

} // namespace ligature
