// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/expression_layer.h"

namespace ligature {

namespace {

class AbsoluteLayer final : public ExpressionLayer {
public:
    std::string name() const override { return "absolute"; }
    std::string title() const override { return "Absolute value"; }
    LayerCategory category() const override { return LayerCategory::Elementwise; }
    std::string summary() const override { return "The absolute value of each element."; }
    std::string help() const override { return "y = |x|, elementwise; its derivative at 0 is 0."; }
    const Expression* formula() const override
    {

        static const Expression whole = abs(Expression::element());
        return &whole;
    }
};

} // namespace

const LayerType& absoluteLayer()
{
    static const AbsoluteLayer type;
    return type;
}

} // namespace ligature
