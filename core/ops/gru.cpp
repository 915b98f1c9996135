// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ops/recurrent_kernel.h"

namespace ligature {

namespace {

/// r = σ(a_r + b_r), z = σ(a_z + b_z), n = tanh(a_n + r b_n), h = (1 - z) n + z h', a being the input's product and b
/// the hidden state's (Cho et al. 2014, in PyTorch's form). Gates are in the order r, z, n.
template <typename T>
struct GatedCell {
    static constexpr Eigen::Index gates = 3;
    static constexpr bool adds = false;
    static constexpr bool memory = false;

    void forward(const CellStep<T>& step) const
    {
        const Eigen::Index width = step.hidden;
        for (Eigen::Index row = 0; row < step.rows; ++row) {
            T* const a = step.gates + row * 3 * width;
            const T* const b = step.hidden_gates + row * 3 * width;
            RowMap<T> both(a, 2 * width);
            both = (both + ConstRowMap<T>(b, 2 * width)).logistic();
            const ConstRowMap<T> r(a, width);
            const ConstRowMap<T> z(a + width, width);
            RowMap<T> n(a + 2 * width, width);
            n = (n + r * ConstRowMap<T>(b + 2 * width, width)).tanh();
            RowMap<T> h(step.after + row * width, width);
            if (step.before == nullptr)
                h = (T(1) - z) * n;
            else
                h = (T(1) - z) * n + z * ConstRowMap<T>(step.before + row * width, width);
        }
    }

    void backward(const CellStep<T>& step) const
    {
        const Eigen::Index width = step.hidden;
        for (Eigen::Index row = 0; row < step.rows; ++row) {
            T* const a = step.gates + row * 3 * width;
            T* const b = step.hidden_gates + row * 3 * width;
            RowMap<T> r(a, width);
            RowMap<T> z(a + width, width);
            RowMap<T> n(a + 2 * width, width);
            RowMap<T> by_r(b, width);
            RowMap<T> by_z(b + width, width);
            RowMap<T> b_n(b + 2 * width, width);
            RowMap<T> g(step.gradient + row * width, width);
            // By z: h' - n, h' being 0 at the first step.
            if (step.before == nullptr)
                by_z = -g * n * z * (T(1) - z);
            else
                by_z = g * (ConstRowMap<T>(step.before + row * width, width) - n) * z * (T(1) - z);
            n = g * (T(1) - z) * (T(1) - n.square());
            by_r = n * b_n * r * (T(1) - r);
            b_n = n * r;
            g *= z;
            r = by_r;
            z = by_z;
        }
    }
};

class GruOp final : public RecurrentOp<GruOp, GatedCell> {
public:
    using RecurrentOp::RecurrentOp;
    std::string_view name() const override { return "gru"; }
    template <typename T>
    GatedCell<T> cell() const
    {
        return {};
    }
};

} // namespace

std::shared_ptr<const Op> gruOp(SequenceOutput output)
{
    return std::make_shared<GruOp>(output);
}

} // namespace ligature
