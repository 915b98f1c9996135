// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/expression_layer.h"

namespace ligature {

namespace {

class MishLayer final : public ExpressionLayer {
public:
    std::string name() const override { return "mish"; }
    std::string title() const override { return "Mish"; }
    LayerCategory category() const override { return LayerCategory::Activation; }
    std::string summary() const override { return "A smooth, self-gated activation, as torch.nn.Mish."; }
    std::string help() const override
    {
        return "y = x tanh(log(1 + exp(x))) (Misra 2019). The logarithm is computed as Softplus does it, so that no x "
               "overflows.";
    }
    const Expression* formula() const override
    {
        static const Expression x = Expression::element();
        static const Expression whole = x * tanh(maximum(x, 0.0) + log1p(exp(-abs(x))));
        return &whole;
    }
};

} // namespace

const LayerType& mishLayer()
{
    static const MishLayer type;
    return type;
}

} // namespace ligature
