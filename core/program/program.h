// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "core/program/operation_graph.h"
#include "core/tensor/aligned_array.h"

namespace ligature {

/// One parameter's memory in a program, in the order in which it is stored.
template <typename T>
struct ProgramParameter {
    GraphParameter description;
    std::span<T> values;
    std::span<T> gradient; ///< empty: frozen, or no use leads to a loss
};

template <typename T>
class UseWatch;

/// A graph compiled for a largest batch: every buffer laid out once in one block, 64-byte aligned, and a kernel for
/// each operation bound to its buffers. A step allocates nothing and takes no lock. One thread at a time.
/// T is float for training and double for checks.
template <typename T>
class Program {
public:
    /// @param seed of the random streams inside the network (dropout)
    Program(const OperationGraph& graph, std::int64_t max_batch, std::uint64_t seed);
    ~Program();
    Program(const Program&) = delete;
    Program& operator=(const Program&) = delete;

    /// What a program of this graph would allocate, without the optimizer's state. Saturates.
    [[nodiscard]] static std::int64_t bytesNeeded(const OperationGraph& graph, std::int64_t max_batch);

    [[nodiscard]] std::int64_t maxBatch() const { return m_max_batch; }
    [[nodiscard]] std::span<const GraphInput> inputs() const { return m_inputs; }
    /// The buffer of an input: max_batch rows of one sample each.
    [[nodiscard]] std::span<T> inputBuffer(const GraphInput& input);
    /// Any value's buffer: for tests and for looking into a step.
    [[nodiscard]] std::span<const T> valueBuffer(ValueIndex value) const;
    /// The derivative of the loss by a value, after backward(); empty where none was needed.
    [[nodiscard]] std::span<const T> gradientBuffer(ValueIndex value) const;

    /// The loss of the batch in the input buffers: the sum of all losses, each times its weight.
    T forward(const StepContext& context);
    /// After forward() with the same context: the gradient of every trainable parameter, written anew.
    void backward(const StepContext& context);
    /// The same, to the bit, looking at what each use of a shared parameter adds (use_watch.h).
    void backward(const StepContext& context, UseWatch<T>& watch);
    /// After forward() of a training step that counts: moves the running statistics of layers that keep some.
    void updateState(const StepContext& context);
    [[nodiscard]] std::size_t lossCount() const { return m_losses.size(); }
    /// After forward(): one loss alone, before its weight.
    [[nodiscard]] T loss(std::size_t index) const;
    /// After forward(): the measure beside one loss, a mean over the batch's samples that may be averaged over batches;
    /// and what people read of such a mean (see Kernel::shownMetric).
    [[nodiscard]] double metric(const StepContext& context, std::size_t loss = 0) const;
    [[nodiscard]] double shownMetric(double mean, std::size_t loss = 0) const;

    /// In the order of the ids, each storage once.
    [[nodiscard]] std::span<ProgramParameter<T>> parameters() { return m_parameters; }
    [[nodiscard]] std::span<const ProgramParameter<T>> parameters() const { return m_parameters; }

    /// After forward(): the layer of the first operation whose output is not finite.
    [[nodiscard]] std::optional<LayerId> firstNonFinite(const StepContext& context) const;

private:
    struct Step;
    void seedLosses();
    void backwardFrom(std::size_t end, std::size_t begin, const StepContext& context);

    std::int64_t m_max_batch;
    AlignedArray<T> m_memory;
    std::vector<GraphInput> m_inputs;
    std::vector<Operand<T>> m_operands; ///< by value index
    std::vector<GraphLoss> m_losses;
    std::vector<ProgramParameter<T>> m_parameters;
    std::vector<Step> m_steps;
    std::vector<std::size_t> m_loss_steps; ///< which step computes each loss
    std::vector<std::span<T>> m_cleared;   ///< gradients that begin the way back as 0
};

} // namespace ligature
