// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ops/recurrent_kernel.h"

namespace ligature {

namespace {

/// h = f(W_ih x + b_ih + W_hh h' + b_hh), f being tanh or max(0, .) (Elman 1990).
template <typename T>
struct ElmanCell {
    static constexpr Eigen::Index gates = 1;
    static constexpr bool adds = true;
    static constexpr bool memory = false;
    Activation function = Activation::Tanh;

    void forward(const CellStep<T>& step) const
    {
        const Eigen::Index size = step.rows * step.hidden;
        const RowMap<T> sum(step.gates, size);
        RowMap<T> h(step.after, size);
        if (function == Activation::Tanh)
            h = sum.tanh();
        else
            h = sum.max(T(0));
    }

    void backward(const CellStep<T>& step) const
    {
        const Eigen::Index size = step.rows * step.hidden;
        const RowMap<T> h(step.after, size);
        RowMap<T> g(step.gradient, size);
        RowMap<T> to(step.gates, size);
        if (function == Activation::Tanh)
            to = g * (T(1) - h.square());
        else
            to = (h > T(0)).select(g, T(0));
        g.setZero();
    }
};

class RnnOp final : public RecurrentOp<RnnOp, ElmanCell> {
public:
    RnnOp(SequenceOutput output, Activation function) : RecurrentOp(output), m_function(function) {}
    std::string_view name() const override { return "rnn"; }
    template <typename T>
    ElmanCell<T> cell() const
    {
        return {m_function};
    }

private:
    Activation m_function;
};

} // namespace

std::shared_ptr<const Op> rnnOp(SequenceOutput output, Activation function)
{
    return std::make_shared<RnnOp>(output, function);
}

} // namespace ligature
