// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/expression_layer.h"

namespace ligature {

namespace {

class SoftsignLayer final : public ExpressionLayer {
public:
    std::string name() const override { return "softsign"; }
    std::string title() const override { return "Softsign"; }
    LayerCategory category() const override { return LayerCategory::Activation; }
    std::string summary() const override { return "A sigmoid that flattens slowly, as torch.nn.Softsign."; }
    std::string help() const override { return "y = x / (1 + |x|), elementwise."; }
    const Expression* formula() const override
    {

        static const Expression whole = Expression::element() / (1.0 + abs(Expression::element()));
        return &whole;
    }
};

} // namespace

const LayerType& softsignLayer()
{
    static const SoftsignLayer type;
    return type;
}

} // namespace ligature
