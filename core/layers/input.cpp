// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/layer_type.h"
#include "core/layers/lowering.h"
#include "core/ops/ops.h"

namespace ligature {

namespace {

class Input final : public LayerType {
public:
    std::string name() const override { return "input"; }
    std::string title() const override { return "Input"; }
    LayerCategory category() const override { return LayerCategory::Data; }
    std::string summary() const override { return "The features of each sample."; }
    std::string help() const override
    {
        return "Gives the features of each sample of the data, in the shape that you set: it must hold as many values "
               "as a sample has, 64 for the 8 × 8 digits. Several inputs all give the same features.";
    }
    std::vector<AttributeSpec> attributes() const override
    {
        return {AttributeSpec{.name = "shape",
                              .label = "Shape",
                              .kind = AttributeKind::Shape,
                              .default_value = Shape{64},
                              .minimum = 1,
                              .maximum = 1e9,
                              .help = "The shape of one sample, without the batch axis."}};
    }
    std::vector<PortSpec> inputs(const Attributes&) const override { return {}; }
    std::vector<PortSpec> outputs(const Attributes&) const override
    {
        return {{"output", "The features of the batch."}};
    }
    Result<Inference> infer(const Attributes& attributes, std::span<const Shape>) const override
    {
        return Inference{.outputs = {attributes.get<Shape>("shape")}};
    }
    void lower(Lowering& lowering) const override
    {
        lowering.setOutput(lowering.addInput(InputRole::Features, lowering.attributes().get<Shape>("shape")));
    }
};

} // namespace

const LayerType& inputLayer()
{
    static const Input type;
    return type;
}

} // namespace ligature
