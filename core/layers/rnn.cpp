// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/recurrent_layer.h"

namespace ligature {

namespace {

class Rnn final : public RecurrentLayer {
public:
    std::string name() const override { return "rnn"; }
    std::string title() const override { return "RNN"; }
    std::string summary() const override { return "The plain recurrent network, as torch.nn.RNN."; }
    std::string help() const override
    {
        return "h[t] = tanh(W_ih x[t] + b_ih + W_hh h[t-1] + b_hh), from h = 0 (Elman 1990): input (T, F), output (T, "
               "hidden_size) or that of the last step, weight_ih (hidden_size, F), weight_hh (hidden_size, "
               "hidden_size). One cell, used at every step: the oldest tie of all.";
    }
    std::vector<AttributeSpec> attributes() const override
    {
        std::vector<AttributeSpec> specs = RecurrentLayer::attributes();
        specs.insert(specs.begin() + 1, AttributeSpec{.name = "nonlinearity",
                                                      .label = "Activation",
                                                      .kind = AttributeKind::Choice,
                                                      .default_value = std::string("tanh"),
                                                      .help = "What bends the sum.",
                                                      .choices = {{"tanh", "tanh"}, {"relu", "ReLU"}}});
        return specs;
    }

protected:
    std::int64_t gates() const override { return 1; }
    std::string gateOrder() const override { return {}; }
    std::shared_ptr<const Op> op(const Attributes& attributes, SequenceOutput output) const override
    {
        const bool tanh = attributes.get<std::string>("nonlinearity") == "tanh";
        return rnnOp(output, tanh ? Activation::Tanh : Activation::ReLU);
    }
};

} // namespace

const LayerType& rnnLayer()
{
    static const Rnn type;
    return type;
}

} // namespace ligature
