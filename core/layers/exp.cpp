// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/expression_layer.h"

namespace ligature {

namespace {

class ExpLayer final : public ExpressionLayer {
public:
    std::string name() const override { return "exp"; }
    std::string title() const override { return "Exponential"; }
    LayerCategory category() const override { return LayerCategory::Elementwise; }
    std::string summary() const override { return "e to the power of each element."; }
    std::string help() const override { return "y = exp(x), elementwise."; }
    const Expression* formula() const override
    {

        static const Expression whole = exp(Expression::element());
        return &whole;
    }
};

} // namespace

const LayerType& expLayer()
{
    static const ExpLayer type;
    return type;
}

} // namespace ligature
