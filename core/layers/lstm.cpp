// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/recurrent_layer.h"

namespace ligature {

namespace {

class Lstm final : public RecurrentLayer {
public:
    std::string name() const override { return "lstm"; }
    std::string title() const override { return "LSTM"; }
    std::string summary() const override { return "A recurrent network with a memory, as torch.nn.LSTM."; }
    std::string help() const override
    {
        return "i, f, o = σ(W_ih x + b_ih + W_hh h + b_hh) and g = tanh of the same, each with its own rows; c[t] = f "
               "c[t-1] + i g, h[t] = o tanh(c[t]), from h = c = 0 (Hochreiter and Schmidhuber 1997): input (T, F), "
               "output (T, hidden_size) or that of the last step, weight_ih (4 hidden_size, F) and weight_hh (4 "
               "hidden_size, hidden_size) in the order i, f, g, o.";
    }

protected:
    std::int64_t gates() const override { return 4; }
    std::string gateOrder() const override { return "i, f, g, o"; }
    std::shared_ptr<const Op> op(const Attributes&, SequenceOutput output) const override { return lstmOp(output); }
};

} // namespace

const LayerType& lstmLayer()
{
    static const Lstm type;
    return type;
}

} // namespace ligature
