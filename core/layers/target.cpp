// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/layer_type.h"
#include "core/layers/lowering.h"
#include "core/ops/ops.h"

namespace ligature {

namespace {

class Target final : public LayerType {
public:
    std::string name() const override { return "target"; }
    std::string title() const override { return "Target"; }
    LayerCategory category() const override { return LayerCategory::Data; }
    std::string summary() const override { return "What the network is to learn to predict."; }
    std::string help() const override
    {
        return "Gives the targets of each sample of the data: a class index for a classifier, one at each step for a "
               "language model, or values for a regression. An autoencoder needs none; link its loss to the input "
               "itself.";
    }
    std::vector<AttributeSpec> attributes() const override
    {
        return {
            AttributeSpec{
                .name = "kind",
                .label = "Kind",
                .kind = AttributeKind::Choice,
                .default_value = std::string("class"),
                .help =
                    "What the data's target is: the index of a class, one for each of several steps, or one or more "
                    "numbers.",
                .choices = {{"class", "a class"}, {"classes", "a class a step"}, {"values", "values"}}},
            AttributeSpec{
                .name = "shape",
                .label = "Shape",
                .kind = AttributeKind::Shape,
                .default_value = Shape{1},
                .minimum = 1,
                .maximum = 1e9,
                .help = "The shape of one sample's values, or its number of steps; a class is a single number and "
                        "ignores it."}};
    }
    std::vector<PortSpec> inputs(const Attributes&) const override { return {}; }
    std::vector<PortSpec> outputs(const Attributes&) const override
    {
        return {{"output", "The targets of the batch."}};
    }
    Result<Inference> infer(const Attributes& attributes, std::span<const Shape>) const override
    {
        return Inference{.outputs = {shape(attributes)}};
    }
    void lower(Lowering& lowering) const override
    {
        lowering.setOutput(lowering.addInput(InputRole::Targets, shape(lowering.attributes())));
    }

private:
    static Shape shape(const Attributes& attributes)
    {
        return attributes.get<std::string>("kind") == "class" ? Shape{} : attributes.get<Shape>("shape");
    }
};

} // namespace

const LayerType& targetLayer()
{
    static const Target type;
    return type;
}

} // namespace ligature
