// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/expression_layer.h"

namespace ligature {

namespace {

class PowerLayer final : public ExpressionLayer {
public:
    std::string name() const override { return "power"; }
    std::string title() const override { return "Power"; }
    LayerCategory category() const override { return LayerCategory::Elementwise; }
    std::string summary() const override { return "A whole power of each element."; }
    std::string help() const override { return "y = x to the power n, elementwise; n = 2 is the square."; }
    std::vector<AttributeSpec> attributes() const override
    {
        return {AttributeSpec{.name = "exponent",
                              .label = "Exponent",
                              .kind = AttributeKind::Integer,
                              .default_value = std::int64_t{2},
                              .minimum = 1,
                              .maximum = 16,
                              .help = "The power n."}};
    }
    const Expression* formula() const override
    {

        static const Expression whole = power(Expression::element(), Expression::named("exponent"));
        return &whole;
    }
};

} // namespace

const LayerType& powerLayer()
{
    static const PowerLayer type;
    return type;
}

} // namespace ligature
