// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/expression_layer.h"

namespace ligature {

namespace {

class ReciprocalLayer final : public ExpressionLayer {
public:
    std::string name() const override { return "reciprocal"; }
    std::string title() const override { return "Reciprocal"; }
    LayerCategory category() const override { return LayerCategory::Elementwise; }
    std::string summary() const override { return "One divided by each element."; }
    std::string help() const override { return "y = 1 / x, elementwise. Multiplied by it, something is divided."; }
    const Expression* formula() const override
    {

        static const Expression whole = 1.0 / Expression::element();
        return &whole;
    }
};

} // namespace

const LayerType& reciprocalLayer()
{
    static const ReciprocalLayer type;
    return type;
}

} // namespace ligature
