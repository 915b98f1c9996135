// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ops/recurrent_kernel.h"

namespace ligature {

namespace {

/// c = f c' + i g, h = o tanh(c), with i, f, o = σ and g = tanh of their sums (Hochreiter and Schmidhuber 1997, with
/// the forget gate of Gers et al. 2000). Gates are in the order i, f, g, o.
template <typename T>
struct MemoryCell {
    static constexpr Eigen::Index gates = 4;
    static constexpr bool adds = true;
    static constexpr bool memory = true;

    void forward(const CellStep<T>& step) const
    {
        const Eigen::Index width = step.hidden;
        for (Eigen::Index row = 0; row < step.rows; ++row) {
            T* const a = step.gates + row * 4 * width;
            RowMap<T> both(a, 2 * width);
            both = both.logistic();
            RowMap<T> g(a + 2 * width, width);
            g = g.tanh();
            RowMap<T> o(a + 3 * width, width);
            o = o.logistic();
            const RowMap<T> i(a, width);
            RowMap<T> c(step.cell_after + row * width, width);
            c = i * g;
            if (step.cell_before != nullptr)
                c += RowMap<T>(a + width, width) * ConstRowMap<T>(step.cell_before + row * width, width);
            RowMap<T>(step.after + row * width, width) = o * c.tanh();
        }
    }

    void backward(const CellStep<T>& step) const
    {
        const Eigen::Index width = step.hidden;
        for (Eigen::Index row = 0; row < step.rows; ++row) {
            T* const a = step.gates + row * 4 * width;
            RowMap<T> i(a, width);
            RowMap<T> f(a + width, width);
            RowMap<T> g(a + 2 * width, width);
            RowMap<T> o(a + 3 * width, width);
            RowMap<T> h(step.after + row * width, width);
            RowMap<T> by_h(step.gradient + row * width, width);
            RowMap<T> by_c(step.cell_gradient + row * width, width);
            // h = o tanh(c): what is needed of tanh(c) is in h, but where o is 0.
            const ConstRowMap<T> c(step.cell_after + row * width, width);
            by_c += by_h * o * (T(1) - c.tanh().square());
            o = by_h * h * (T(1) - o);
            by_h = i;
            i = by_c * g * i * (T(1) - i);
            g = by_c * by_h * (T(1) - g.square());
            if (step.cell_before == nullptr) {
                f.setZero();
            } else {
                by_h = f;
                f = by_c * ConstRowMap<T>(step.cell_before + row * width, width) * f * (T(1) - f);
                by_c *= by_h;
            }
            by_h.setZero();
        }
    }
};

class LstmOp final : public RecurrentOp<LstmOp, MemoryCell> {
public:
    using RecurrentOp::RecurrentOp;
    std::string_view name() const override { return "lstm"; }
    template <typename T>
    MemoryCell<T> cell() const
    {
        return {};
    }
};

} // namespace

std::shared_ptr<const Op> lstmOp(SequenceOutput output)
{
    return std::make_shared<LstmOp>(output);
}

} // namespace ligature
