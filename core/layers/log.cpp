// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/expression_layer.h"

namespace ligature {

namespace {

class LogLayer final : public ExpressionLayer {
public:
    std::string name() const override { return "log"; }
    std::string title() const override { return "Logarithm"; }
    LayerCategory category() const override { return LayerCategory::Elementwise; }
    std::string summary() const override { return "The natural logarithm of each element."; }
    std::string help() const override
    {
        return "y = log(x), elementwise; of what is below 1e-30, that of 1e-30, so that nothing becomes infinite.";
    }
    const Expression* formula() const override
    {

        static const Expression whole = log(maximum(Expression::element(), 1e-30));
        return &whole;
    }
};

} // namespace

const LayerType& logLayer()
{
    static const LogLayer type;
    return type;
}

} // namespace ligature
