// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/expression_layer.h"

namespace ligature {

namespace {

class ClampLayer final : public ExpressionLayer {
public:
    std::string name() const override { return "clamp"; }
    std::string title() const override { return "Clamp"; }
    LayerCategory category() const override { return LayerCategory::Elementwise; }
    std::string summary() const override { return "Cuts off what is below or above, as torch.clamp."; }
    std::string help() const override
    {
        return "y = the nearest number to x from the lower bound to the upper one; 0 and 6 are ReLU6, -1 and 1 "
               "Hardtanh.";
    }
    std::vector<AttributeSpec> attributes() const override
    {
        return {AttributeSpec{.name = "lower",
                              .label = "From",
                              .kind = AttributeKind::Real,
                              .default_value = 0.0,
                              .minimum = -1e30,
                              .maximum = 1e30,
                              .help = "The least that comes out."},
                AttributeSpec{.name = "upper",
                              .label = "To",
                              .kind = AttributeKind::Real,
                              .default_value = 6.0,
                              .minimum = -1e30,
                              .maximum = 1e30,
                              .help = "The most that comes out."}};
    }
    const Expression* formula() const override
    {

        static const Expression whole =
            minimum(maximum(Expression::element(), Expression::named("lower")), Expression::named("upper"));
        return &whole;
    }
};

} // namespace

const LayerType& clampLayer()
{
    static const ClampLayer type;
    return type;
}

} // namespace ligature
