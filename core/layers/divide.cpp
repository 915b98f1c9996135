// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/composite_layer.h"

namespace ligature {

namespace {

class DivideLayer final : public CompositeLayer {
public:
    std::string name() const override { return "divide"; }
    std::string title() const override { return "Divide"; }
    LayerCategory category() const override { return LayerCategory::Elementwise; }
    std::string summary() const override { return "Divides one input by another."; }
    std::string help() const override
    {
        return "y = a / b, elementwise; both have the same shape. Made of Reciprocal and Multiply.";
    }
    std::vector<PortSpec> inputs(const Attributes&) const override
    {
        return {{"a", "The first."}, {"b", "The second, of the same shape."}};
    }
    std::vector<LayerPart> parts(const Attributes&, std::span<const Shape>) const override
    {
        return {{"reciprocal", "reciprocal", {}, {"b"}}, {"product", "multiply", {}, {"a", "reciprocal"}}};
    }
};

} // namespace

const LayerType& divideLayer()
{
    static const DivideLayer type;
    return type;
}

} // namespace ligature
