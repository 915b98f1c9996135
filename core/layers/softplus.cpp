// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/expression_layer.h"

namespace ligature {

namespace {

class Softplus final : public ExpressionLayer {
public:
    std::string name() const override { return "softplus"; }
    std::string title() const override { return "Softplus"; }
    LayerCategory category() const override { return LayerCategory::Activation; }
    std::string summary() const override { return "A smooth ReLU, as torch.nn.Softplus."; }
    std::string help() const override
    {
        return "y = log(1 + exp(β x)) / β, elementwise: always above 0. Computed as the larger of β x and 0 plus log(1 "
               "+ "
               "exp(-|β x|)), which no x overflows.";
    }
    std::vector<AttributeSpec> attributes() const override
    {
        return {AttributeSpec{.name = "beta",
                              .label = "Beta",
                              .kind = AttributeKind::Real,
                              .default_value = 1.0,
                              .minimum = 1e-3,
                              .maximum = 1e3,
                              .help = "How sharp the bend is: the larger, the nearer it is to ReLU."}};
    }
    const Expression* formula() const override
    {
        // (z + |z|) / 2 is the larger of z and 0, and has the slope 1/2 at 0 wherever it is differentiated.
        static const Expression beta = Expression::named("beta");
        static const Expression z = beta * Expression::element();
        static const Expression whole = (0.5 * (z + abs(z)) + log1p(exp(-abs(z)))) / beta;
        return &whole;
    }
};

} // namespace

const LayerType& softplusLayer()
{
    static const Softplus type;
    return type;
}

} // namespace ligature
