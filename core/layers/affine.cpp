// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/expression_layer.h"

namespace ligature {

namespace {

class AffineLayer final : public ExpressionLayer {
public:
    std::string name() const override { return "affine"; }
    std::string title() const override { return "Affine"; }
    LayerCategory category() const override { return LayerCategory::Elementwise; }
    std::string summary() const override { return "Multiplies by one number and adds another."; }
    std::string help() const override
    {
        return "y = a x + b, elementwise; neither number is trained. Scale and Values have numbers that are.";
    }
    std::vector<AttributeSpec> attributes() const override
    {
        return {AttributeSpec{.name = "factor",
                              .label = "Factor",
                              .kind = AttributeKind::Real,
                              .default_value = 1.0,
                              .minimum = -1e30,
                              .maximum = 1e30,
                              .help = "What each element is multiplied by."},
                AttributeSpec{.name = "offset",
                              .label = "Offset",
                              .kind = AttributeKind::Real,
                              .default_value = 0.0,
                              .minimum = -1e30,
                              .maximum = 1e30,
                              .help = "What is added."}};
    }
    const Expression* formula() const override
    {

        static const Expression whole =
            Expression::named("factor") * Expression::element() + Expression::named("offset");
        return &whole;
    }
};

} // namespace

const LayerType& affineLayer()
{
    static const AffineLayer type;
    return type;
}

} // namespace ligature
