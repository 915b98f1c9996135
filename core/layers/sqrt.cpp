// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/expression_layer.h"

namespace ligature {

namespace {

class SqrtLayer final : public ExpressionLayer {
public:
    std::string name() const override { return "sqrt"; }
    std::string title() const override { return "Square root"; }
    LayerCategory category() const override { return LayerCategory::Elementwise; }
    std::string summary() const override { return "The square root of each element."; }
    std::string help() const override
    {
        return "y = sqrt(x), elementwise; of what is below 1e-30, that of 1e-30, so that its derivative is finite.";
    }
    const Expression* formula() const override
    {

        static const Expression whole = sqrt(maximum(Expression::element(), 1e-30));
        return &whole;
    }
};

} // namespace

const LayerType& sqrtLayer()
{
    static const SqrtLayer type;
    return type;
}

} // namespace ligature
