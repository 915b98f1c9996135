// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/layer_type.h"
#include "core/layers/lowering.h"
#include "core/ops/places.h"

namespace ligature {

namespace {

class Values final : public LayerType {
public:
    std::string name() const override { return "values"; }
    std::string title() const override { return "Values"; }
    LayerCategory category() const override { return LayerCategory::Elementwise; }
    std::string summary() const override { return "Gives out a parameter, the same for every sample."; }
    std::string help() const override
    {
        return "y = w for each sample, whatever comes in: the input says how many samples there are. Add, multiply or "
               "concatenate it: a learned token, an offset of each feature, queries that are no one's. Parameter "
               "values "
               "of the shape that is set, output of the same shape.";
    }
    std::vector<AttributeSpec> attributes() const override
    {
        return {AttributeSpec{.name = "shape",
                              .label = "Shape",
                              .kind = AttributeKind::Shape,
                              .default_value = Shape{16},
                              .minimum = 1,
                              .maximum = 1e9,
                              .help = "The shape of what is given out for each sample."},
                AttributeSpec{.name = "starts",
                              .label = "Starts as",
                              .kind = AttributeKind::Choice,
                              .default_value = std::string("random"),
                              .help = "What a training starts from, unless the parameter says it itself.",
                              .choices = {{"random", "small random numbers"},
                                          {"zeros", "zeros"},
                                          {"ones", "ones"},
                                          {"quarter", "0.25"}}}};
    }
    std::vector<SlotSpec> slots(const Attributes& attributes) const override
    {
        const auto& starts = attributes.get<std::string>("starts");
        Initializer initializer{"normal", {{"std", 0.02}}};
        if (starts == "quarter")
            initializer = {"constant", {{"value", 0.25}}};
        else if (starts != "random")
            initializer = {starts, {}};
        return {{"values", "What is given out.", initializer}};
    }
    Result<Inference> infer(const Attributes& attributes, std::span<const Shape>) const override
    {
        const auto& shape = attributes.get<Shape>("shape");
        return Inference{.outputs = {shape}, .slots = {{shape, Fans{1, 1}}}};
    }
    void lower(Lowering& lowering) const override
    {
        lowering.setOutput(lowering.add(forEachSampleOp(), {lowering.input(0), lowering.slot("values")}));
    }
};

} // namespace

const LayerType& valuesLayer()
{
    static const Values type;
    return type;
}

} // namespace ligature
