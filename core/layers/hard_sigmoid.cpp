// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/expression_layer.h"

namespace ligature {

namespace {

class HardSigmoidLayer final : public ExpressionLayer {
public:
    std::string name() const override { return "hard_sigmoid"; }
    std::string title() const override { return "Hard sigmoid"; }
    LayerCategory category() const override { return LayerCategory::Activation; }
    std::string summary() const override { return "A sigmoid of three straight lines, as torch.nn.Hardsigmoid."; }
    std::string help() const override
    {
        return "y = a x + b, but 0 below and 1 above; PyTorch and Keras 3 have a = 1/6, older Keras and ONNX 0.2.";
    }
    std::vector<AttributeSpec> attributes() const override
    {
        return {AttributeSpec{.name = "slope",
                              .label = "Slope",
                              .kind = AttributeKind::Real,
                              .default_value = 1.0 / 6.0,
                              .minimum = 1e-6,
                              .maximum = 1e6,
                              .help = "How steep the middle is."},
                AttributeSpec{.name = "offset",
                              .label = "Offset",
                              .kind = AttributeKind::Real,
                              .default_value = 0.5,
                              .minimum = -1e6,
                              .maximum = 1e6,
                              .help = "What comes out for 0."}};
    }
    const Expression* formula() const override
    {

        static const Expression whole = minimum(
            maximum(Expression::named("slope") * Expression::element() + Expression::named("offset"), 0.0), 1.0);
        return &whole;
    }
};

} // namespace

const LayerType& hardSigmoidLayer()
{
    static const HardSigmoidLayer type;
    return type;
}

} // namespace ligature
