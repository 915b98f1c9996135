// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <limits>

#include "core/ops/maps.h"
#include "core/ops/ops.h"
#include "core/ops/product.h"
#include "core/tensor/aligned_array.h"

/// What an Elman network, a GRU and an LSTM have in common; each is an op of its own beside it.
namespace ligature {

/// Where a cell finds one step: a row a sample, `hidden` wide each or `gates` times that.
template <typename T>
struct CellStep {
    Eigen::Index rows = 0;
    Eigen::Index hidden = 0;
    T* gates = nullptr;             ///< of the input: W_ih x + b_ih; back: the gradient by that
    T* hidden_gates = nullptr;      ///< of the hidden state: W_hh h + b_hh; back: the gradient by that. Where the cell
                                    ///< adds the two up, it is `gates`, which then is their sum
    const T* before = nullptr;      ///< h of the step before; null at the first, where it is 0
    T* after = nullptr;             ///< h of this step
    const T* cell_before = nullptr; ///< the cell's own memory, likewise
    T* cell_after = nullptr;
    T* gradient = nullptr; ///< back: by h of this step; the cell leaves there what goes straight to the step before
    T* cell_gradient = nullptr; ///< back: the same by its own memory
};

/// Runs a cell over the time axis: x (N, T, F) to the hidden states (N, T, H), or the last alone (N, H), from a hidden
/// state of 0. Inside, everything lies step by step, so that the input's product is one for all steps.
///
/// A Cell has: `gates`, how many there are; `adds`, whether it only needs the sum of both products; `memory`, whether
/// it has a memory of its own beside h; and forward(step), backward(step), which may keep what they like in `gates`.
template <typename T, typename Cell>
class RecurrentKernel final : public Kernel<T> {
public:
    RecurrentKernel(Binding<T> binding, Cell cell)
        : m_cell(cell), m_x(binding.inputs[0]), m_w_ih(binding.inputs[1]), m_w_hh(binding.inputs[2]),
          m_y(binding.output), m_steps(m_x.spec.shape[0]), m_features(m_x.spec.shape[1]), m_hidden(lastExtent(m_y)),
          m_gates(Cell::gates * m_hidden), m_inputs(size(binding, m_features)), m_input_gates(size(binding, m_gates)),
          m_hidden_gates(Cell::adds ? 0 : size(binding, m_gates)), m_states(size(binding, m_hidden)),
          m_memory(Cell::memory ? size(binding, m_hidden) : 0),
          m_gradient(static_cast<std::size_t>(binding.max_batch * m_hidden)),
          m_memory_gradient(Cell::memory ? m_gradient.size() : 0),
          m_from_input(binding.max_batch * m_steps, m_gates, m_features, binding.workspace),
          m_from_hidden(binding.max_batch, m_gates, m_hidden, binding.workspace),
          m_to_input(binding.max_batch * m_steps, m_features, m_gates, binding.workspace),
          m_to_hidden(binding.max_batch, m_hidden, m_gates, binding.workspace),
          m_to_w_ih(m_gates, m_features, binding.max_batch * m_steps, binding.workspace),
          m_to_w_hh(m_gates, m_hidden, binding.max_batch * m_steps, binding.workspace)
    {
        if (binding.inputs.size() > 3) {
            m_b_ih = binding.inputs[3];
            m_b_hh = binding.inputs[4];
        }
    }

    /// What the constructor allocates; see Op::scratchElements.
    static std::int64_t scratchElements(std::span<const ValueSpec> inputs, std::int64_t max_batch)
    {
        const Shape& x = inputs[0].shape;
        const std::int64_t hidden = inputs[2].shape[1];
        const std::int64_t width = x[1] + hidden * (Cell::gates * (Cell::adds ? 1 : 2) + (Cell::memory ? 2 : 1));
        // The one step's gradients count as another step.
        return Shape{max_batch, x[0] + 1, width}.elementCount();
    }

    void forward(const StepContext& context) override
    {
        const Eigen::Index rows = context.batch;
        eachStepRow(rows, [this](Eigen::Index outside, Eigen::Index inside) {
            std::copy_n(m_x.data + outside * m_features, m_features, m_inputs.data() + inside * m_features);
        });
        fill(m_input_gates.data(), rows * m_steps, m_b_ih.data, Cell::adds ? m_b_hh.data : nullptr);
        m_from_input.add(rows * m_steps, m_features, {m_inputs.data(), m_features, false},
                         {m_w_ih.data, m_features, true}, m_input_gates.data());
        for (Eigen::Index step = 0; step < m_steps; ++step) {
            const CellStep<T> at = cellStep(step, rows);
            if constexpr (!Cell::adds)
                fill(at.hidden_gates, rows, m_b_hh.data, nullptr);
            if (step > 0)
                m_from_hidden.add(rows, m_hidden, {at.before, m_hidden, false}, {m_w_hh.data, m_hidden, true},
                                  at.hidden_gates);
            m_cell.forward(at);
        }
        eachOutputRow(rows, [this](Eigen::Index outside, Eigen::Index inside) {
            std::copy_n(m_states.data() + inside * m_hidden, m_hidden, m_y.data + outside * m_hidden);
        });
    }

    /// Leaves the gradients by the gates where the gates were.
    void backward(const StepContext& context) override
    {
        const Eigen::Index rows = context.batch;
        backThroughTime(rows);
        const T* const input_gates = m_input_gates.data();
        const T* const hidden_gates = Cell::adds ? input_gates : m_hidden_gates.data();
        const Eigen::Index all = rows * m_steps;
        if (m_w_ih.gradient != nullptr) {
            clear(m_w_ih);
            m_to_w_ih.add(m_gates, all, {input_gates, m_gates, true}, {m_inputs.data(), m_features, false},
                          m_w_ih.gradient);
        }
        if (m_w_hh.gradient != nullptr) {
            clear(m_w_hh);
            if (m_steps > 1)
                m_to_w_hh.add(m_gates, all - rows, {hidden_gates + rows * m_gates, m_gates, true},
                              {m_states.data(), m_hidden, false}, m_w_hh.gradient);
        }
        addUp(m_b_ih, input_gates, all);
        addUp(m_b_hh, hidden_gates, all);
        if (m_x.gradient != nullptr)
            toInput(rows);
    }

private:
    std::size_t size(const Binding<T>& binding, Eigen::Index width) const
    {
        return static_cast<std::size_t>(binding.max_batch * m_steps * width);
    }

    CellStep<T> cellStep(Eigen::Index step, Eigen::Index rows)
    {
        const Eigen::Index at = step * rows;
        CellStep<T> result{.rows = rows, .hidden = m_hidden, .gates = m_input_gates.data() + at * m_gates};
        result.hidden_gates = Cell::adds ? result.gates : m_hidden_gates.data() + at * m_gates;
        result.after = m_states.data() + at * m_hidden;
        result.before = step > 0 ? result.after - rows * m_hidden : nullptr;
        if constexpr (Cell::memory) {
            result.cell_after = m_memory.data() + at * m_hidden;
            result.cell_before = step > 0 ? result.cell_after - rows * m_hidden : nullptr;
        }
        result.gradient = m_gradient.data();
        result.cell_gradient = m_memory_gradient.data();
        return result;
    }

    void backThroughTime(Eigen::Index rows)
    {
        ArrayMap<T> gradient(m_gradient.data(), rows * m_hidden);
        gradient.setZero();
        std::fill_n(m_memory_gradient.data(), m_memory_gradient.size(), T(0));
        const bool sequence = m_y.spec.shape.rank() == 2;
        for (Eigen::Index step = m_steps; step-- > 0;) {
            if (sequence || step == m_steps - 1) {
                for (Eigen::Index row = 0; row < rows; ++row) {
                    const Eigen::Index outside = sequence ? row * m_steps + step : row;
                    RowMap<T>(m_gradient.data() + row * m_hidden, m_hidden) +=
                        RowMap<T>(m_y.gradient + outside * m_hidden, m_hidden);
                }
            }
            const CellStep<T> at = cellStep(step, rows);
            m_cell.backward(at);
            if (step > 0)
                m_to_hidden.add(rows, m_gates, {at.hidden_gates, m_gates, false}, {m_w_hh.data, m_hidden, false},
                                m_gradient.data());
        }
    }

    /// What came in is not needed any more: its gradient takes its place.
    void toInput(Eigen::Index rows)
    {
        ArrayMap<T>(m_inputs.data(), rows * m_steps * m_features).setZero();
        m_to_input.add(rows * m_steps, m_gates, {m_input_gates.data(), m_gates, false},
                       {m_w_ih.data, m_features, false}, m_inputs.data());
        eachStepRow(rows, [this](Eigen::Index outside, Eigen::Index inside) {
            const RowMap<T> from(m_inputs.data() + inside * m_features, m_features);
            RowMap<T> to(m_x.gradient + outside * m_features, m_features);
            if (m_x.accumulate)
                to += from;
            else
                to = from;
        });
    }

    /// Every row the sum of the biases that are there.
    void fill(T* gates, Eigen::Index rows, const T* bias, const T* other_bias) const
    {
        RowMap<T> first(gates, m_gates);
        first.setZero();
        for (const T* one : {bias, other_bias}) {
            if (one != nullptr)
                first += ConstRowMap<T>(one, m_gates);
        }
        for (Eigen::Index row = 1; row < rows; ++row)
            std::copy_n(gates, m_gates, gates + row * m_gates);
    }

    static void clear(const Operand<T>& parameter)
    {
        if (!parameter.accumulate)
            ArrayMap<T>(parameter.gradient, parameter.elements()).setZero();
    }

    void addUp(const Operand<T>& bias, const T* gates, Eigen::Index rows) const
    {
        if (bias.gradient == nullptr)
            return;
        clear(bias);
        RowMap<T> sum(bias.gradient, m_gates);
        for (Eigen::Index row = 0; row < rows; ++row)
            sum += ConstRowMap<T>(gates + row * m_gates, m_gates);
    }

    /// Calls f(row among (N, T), row among (T, N)) for each.
    template <typename F>
    void eachStepRow(Eigen::Index rows, F f) const
    {
        for (Eigen::Index step = 0; step < m_steps; ++step) {
            for (Eigen::Index row = 0; row < rows; ++row)
                f(row * m_steps + step, step * rows + row);
        }
    }

    template <typename F>
    void eachOutputRow(Eigen::Index rows, F f) const
    {
        if (m_y.spec.shape.rank() == 2)
            return eachStepRow(rows, f);
        for (Eigen::Index row = 0; row < rows; ++row)
            f(row, (m_steps - 1) * rows + row);
    }

    Cell m_cell;
    Operand<T> m_x;
    Operand<T> m_w_ih;
    Operand<T> m_w_hh;
    Operand<T> m_b_ih;
    Operand<T> m_b_hh;
    Operand<T> m_y;
    Eigen::Index m_steps;
    Eigen::Index m_features;
    Eigen::Index m_hidden;
    Eigen::Index m_gates;
    AlignedArray<T> m_inputs;       ///< (T, N, F)
    AlignedArray<T> m_input_gates;  ///< (T, N, gates)
    AlignedArray<T> m_hidden_gates; ///< (T, N, gates), unless the cell adds the two up
    AlignedArray<T> m_states;       ///< (T, N, H)
    AlignedArray<T> m_memory;       ///< (T, N, H)
    AlignedArray<T> m_gradient;     ///< (N, H)
    AlignedArray<T> m_memory_gradient;
    Product<T> m_from_input;
    Product<T> m_from_hidden;
    Product<T> m_to_input;
    Product<T> m_to_hidden;
    Product<T> m_to_w_ih;
    Product<T> m_to_w_hh;
};

/// The op of a cell: inputs x (T, F), weight_ih (gates H, F), weight_hh (gates H, H), and both biases (gates H) or
/// none.
/// @tparam Derived has name() and cell<T>()
template <typename Derived, template <typename> typename Cell>
class RecurrentOp : public TypedOp<Derived> {
public:
    explicit RecurrentOp(SequenceOutput output) : m_output(output) {}
    ValueSpec output(std::span<const ValueSpec> inputs) const override
    {
        const std::int64_t steps = inputs[0].shape[0];
        const std::int64_t hidden = inputs[2].shape[1];
        return {m_output == SequenceOutput::Sequence ? Shape{steps, hidden} : Shape{hidden}, true};
    }
    std::int64_t scratchElements(std::span<const ValueSpec> inputs, std::int64_t max_batch) const override
    {
        return RecurrentKernel<float, Cell<float>>::scratchElements(inputs, max_batch);
    }
    template <typename T>
    std::unique_ptr<Kernel<T>> makeKernel(Binding<T> binding) const
    {
        return std::make_unique<RecurrentKernel<T, Cell<T>>>(std::move(binding),
                                                             static_cast<const Derived*>(this)->template cell<T>());
    }

private:
    SequenceOutput m_output;
};

} // namespace ligature
