// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/recurrent_layer.h"

namespace ligature {

namespace {

class Gru final : public RecurrentLayer {
public:
    std::string name() const override { return "gru"; }
    std::string title() const override { return "GRU"; }
    std::string summary() const override { return "A recurrent network with two gates, as torch.nn.GRU."; }
    std::string help() const override
    {
        return "r = σ(W_ir x + b_ir + W_hr h + b_hr), z likewise, n = tanh(W_in x + b_in + r (W_hn h + b_hn)), h[t] = "
               "(1 - z) n + z h[t-1], from h = 0 (Cho et al. 2014): input (T, F), output (T, hidden_size) or that of "
               "the last step, weight_ih (3 hidden_size, F) and weight_hh (3 hidden_size, hidden_size) in the order r, "
               "z, n.";
    }

protected:
    std::int64_t gates() const override { return 3; }
    std::string gateOrder() const override { return "r, z, n"; }
    std::shared_ptr<const Op> op(const Attributes&, SequenceOutput output) const override { return gruOp(output); }
};

} // namespace

const LayerType& gruLayer()
{
    static const Gru type;
    return type;
}

} // namespace ligature
