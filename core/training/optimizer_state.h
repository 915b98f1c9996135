// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

#include "core/optimization/optimizer.h"
#include "core/optimization/training_settings.h"
#include "core/program/program.h"
#include "core/tensor/aligned_array.h"

namespace ligature {

/// An optimizer with the state that it keeps for a program's parameters: one for each storage that has a gradient.
template <typename T>
class OptimizerState {
public:
    /// The program must outlive it.
    OptimizerState(Program<T>& program, const TrainingSettings& settings);

    /// One update from the program's gradients, which it clips first where the settings say so. Allocates nothing.
    void step(double learning_rate);
    /// At the settings' learning rate, whatever their schedule.
    void step() { step(m_learning_rate); }
    /// What the last step's clipping multiplied the gradients by, up to 1; 1 where it did not clip.
    [[nodiscard]] double clipFactor() const { return m_clip_factor; }

    [[nodiscard]] std::int64_t stepCount() const { return m_step_count; }
    void setStepCount(std::int64_t count) { m_step_count = count; }
    /// The state vectors as one block, for a copy.
    [[nodiscard]] std::span<T> memory() { return m_memory.span(); }
    [[nodiscard]] std::span<const T> memory() const { return m_memory.span(); }
    /// What is kept for the parameter of one of states().
    [[nodiscard]] std::span<const OptimizerVector> vectorsOf(const ParameterState<T>& state) const
    {
        return m_vectors[static_cast<std::size_t>(&state - m_states.data())];
    }
    /// One entry for each parameter that is stepped.
    [[nodiscard]] std::span<const ParameterState<T>> states() const { return m_states; }

    /// What the state of a graph's parameters and a step's scratch memory take. Saturates.
    [[nodiscard]] static std::int64_t bytesNeeded(const OperationGraph& graph, const TrainingSettings& settings);

private:
    const OptimizerType* m_type;
    Attributes m_attributes;
    double m_learning_rate;
    std::vector<std::vector<OptimizerVector>> m_vectors; ///< of each of m_states
    AlignedArray<T> m_memory;
    AlignedArray<T> m_scratch;         ///< as much as the parameter needs that needs most
    std::vector<std::span<T>> m_spans; ///< of the memory: m_vectors of each parameter in turn
    std::vector<ParameterState<T>> m_states;
    double m_largest_norm; ///< of all gradients together; 0: they are not clipped
    double m_clip_factor = 1;
    std::vector<std::span<T>> m_gradients; ///< of the parameters that are stepped
    std::int64_t m_step_count = 0;
};

} // namespace ligature
