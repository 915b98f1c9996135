// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/layer_type.h"
#include "core/layers/lowering.h"
#include "core/ops/ops.h"

namespace ligature {

namespace {

class Reshape final : public LayerType {
public:
    std::string name() const override { return "reshape"; }
    std::string title() const override { return "Reshape"; }
    LayerCategory category() const override { return LayerCategory::Shape; }
    std::string summary() const override { return "Arranges the same elements in another shape."; }
    std::string help() const override
    {
        return "The same elements in row-major order under another shape of the same number of elements; the batch "
               "axis stays.";
    }
    std::vector<AttributeSpec> attributes() const override
    {
        return {AttributeSpec{.name = "shape",
                              .label = "Shape",
                              .kind = AttributeKind::Shape,
                              .default_value = Shape{8, 8},
                              .minimum = 1,
                              .maximum = 1e9,
                              .help = "The new shape of one sample, without the batch axis."}};
    }
    Result<Inference> infer(const Attributes& attributes, std::span<const Shape> inputs) const override
    {
        const auto& shape = attributes.get<Shape>("shape");
        if (shape.elementCount() != inputs[0].elementCount())
            return fail({},
                        inputs[0].toString() + " has " + std::to_string(inputs[0].elementCount()) + " elements and " +
                            shape.toString() + " has " + std::to_string(shape.elementCount()),
                        "choose a shape of " + std::to_string(inputs[0].elementCount()) + " elements");
        return Inference{.outputs = {shape}};
    }
    void lower(Lowering& lowering) const override
    {
        lowering.setOutput(lowering.add(reshapeOp(lowering.attributes().get<Shape>("shape")), {lowering.input(0)}));
    }
};

} // namespace

const LayerType& reshapeLayer()
{
    static const Reshape type;
    return type;
}

} // namespace ligature
