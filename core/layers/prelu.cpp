// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/composite_layer.h"

namespace ligature {

namespace {

class PreluLayer final : public CompositeLayer {
public:
    std::string name() const override { return "prelu"; }
    std::string title() const override { return "PReLU"; }
    LayerCategory category() const override { return LayerCategory::Activation; }
    std::string summary() const override { return "A leaky ReLU whose slope is trained, as torch.nn.PReLU."; }
    std::string help() const override
    {
        return "y = x above 0, and a x below (He et al. 2015), a being slope.values: one for each channel of an input "
               "(C, …), or one for all. Made of ReLU, Values and Expand.";
    }
    std::vector<AttributeSpec> attributes() const override
    {
        return {AttributeSpec{.name = "per",
                              .label = "One slope for",
                              .kind = AttributeKind::Choice,
                              .default_value = std::string("layer"),
                              .help = "Whether each channel has a slope of its own.",
                              .choices = {{"channel", "each channel"}, {"layer", "the whole layer"}}}};
    }
    std::vector<LayerPart> parts(const Attributes& attributes, std::span<const Shape> inputs) const override
    {
        const Shape input = inputs.empty() ? Shape{} : inputs[0];
        std::vector<std::int64_t> extents(input.rank(), 1);
        if (!extents.empty() && attributes.get<std::string>("per") == "channel")
            extents.front() = input[0];
        return {{"positive", "relu"},
                {"negated", "affine", {{"factor", -1.0}}},
                {"negative", "relu", {}, {"negated"}},
                {"slope", "values", {{"shape", Shape(extents)}, {"starts", std::string("quarter")}}},
                {"slopes", "expand", {{"shape", input}}, {"slope"}},
                {"below", "multiply", {}, {"negative", "slopes"}},
                {"both", "subtract", {}, {"positive", "below"}}};
    }
};

} // namespace

const LayerType& preluLayer()
{
    static const PreluLayer type;
    return type;
}

} // namespace ligature
