// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/composite_layer.h"

namespace ligature {

namespace {

class MaximumLayer final : public CompositeLayer {
public:
    std::string name() const override { return "maximum"; }
    std::string title() const override { return "Maximum"; }
    LayerCategory category() const override { return LayerCategory::Elementwise; }
    std::string summary() const override { return "The larger of two inputs, element by element."; }
    std::string help() const override
    {
        return "y = the larger of a and b; both have the same shape. Made of Subtract, ReLU and Add: b + max(a - b, "
               "0).";
    }
    std::vector<PortSpec> inputs(const Attributes&) const override
    {
        return {{"a", "The first."}, {"b", "The second, of the same shape."}};
    }
    std::vector<LayerPart> parts(const Attributes&, std::span<const Shape>) const override
    {
        return {
            {"more", "subtract", {}, {"a", "b"}}, {"above", "relu", {}, {"more"}}, {"sum", "add", {}, {"b", "above"}}};
    }
};

} // namespace

const LayerType& maximumLayer()
{
    static const MaximumLayer type;
    return type;
}

} // namespace ligature
