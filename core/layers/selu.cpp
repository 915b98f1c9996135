// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/expression_layer.h"

namespace ligature {

namespace {

class SeluLayer final : public ExpressionLayer {
public:
    std::string name() const override { return "selu"; }
    std::string title() const override { return "SELU"; }
    LayerCategory category() const override { return LayerCategory::Activation; }
    std::string summary() const override { return "A self-normalising ELU, as torch.nn.SELU."; }
    std::string help() const override
    {
        return "y = 1.0507 x above 0 and 1.0507 · 1.6733 (exp(x) - 1) below (Klambauer et al. 2017).";
    }
    const Expression* formula() const override
    {
        static const Expression x = Expression::element();
        static const Expression alpha = 1.6732632423543772;
        static const Expression scale = 1.0507009873554805;
        static const Expression whole = scale * (maximum(x, 0.0) + alpha * (exp(minimum(x, 0.0)) - 1.0));
        return &whole;
    }
};

} // namespace

const LayerType& seluLayer()
{
    static const SeluLayer type;
    return type;
}

} // namespace ligature
