// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/expression_layer.h"

namespace ligature {

namespace {

class HardSwishLayer final : public ExpressionLayer {
public:
    std::string name() const override { return "hard_swish"; }
    std::string title() const override { return "Hard swish"; }
    LayerCategory category() const override { return LayerCategory::Activation; }
    std::string summary() const override { return "A SiLU of straight lines, as torch.nn.Hardswish."; }
    std::string help() const override { return "y = x min(max(x + 3, 0), 6) / 6 (Howard et al. 2019)."; }
    const Expression* formula() const override
    {
        static const Expression x = Expression::element();
        static const Expression whole = x * minimum(maximum(x + 3.0, 0.0), 6.0) / 6.0;
        return &whole;
    }
};

} // namespace

const LayerType& hardSwishLayer()
{
    static const HardSwishLayer type;
    return type;
}

} // namespace ligature
