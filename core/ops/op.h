// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "core/tensor/shape.h"

namespace ligature {

/// The shape of a value in a program. A batched value is an activation: `shape` is of one sample, and its buffer holds
/// one row a sample. Another is a parameter or a scalar loss.
struct ValueSpec {
    Shape shape;
    bool batched = true;
    bool operator==(const ValueSpec&) const = default;
};

/// A value as a kernel sees it: memory that is laid out for good, aligned to bufferAlignment.
template <typename T>
struct Operand {
    ValueSpec spec;
    T* data = nullptr;
    /// Where the loss's derivative by it goes; null where nobody needs it. Nobody reads or writes it from the forward
    /// pass to this operation's backward(), unless it is to accumulate: a loss may keep there what it will need.
    T* gradient = nullptr;
    bool accumulate = false; ///< backward adds to `gradient`, for another reader has written there before
    bool transposed = false; ///< a matrix whose memory has the axes the other way round; see Op::readsTransposed
    [[nodiscard]] std::int64_t elements() const { return spec.shape.elementCount(); } ///< of one sample, if batched
};

template <typename T>
class ProductWorkspace;

/// What differs from step to step.
struct StepContext {
    std::int64_t batch = 0; ///< samples in the buffers now
    bool training = false;  ///< dropout drops
    std::uint64_t step = 0; ///< for random streams
};

/// What a kernel is bound to when the program is compiled.
template <typename T>
struct Binding {
    std::vector<Operand<T>> inputs;
    Operand<T> output;
    std::int64_t max_batch = 0;
    std::shared_ptr<ProductWorkspace<T>> workspace;
    std::uint64_t seed = 0;
    std::uint64_t layer = 0; ///< the id of the layer it was lowered from: names its random stream
    std::uint64_t part = 0;  ///< and which part of it, where it is made of layers: from 1
};

/// One operation over its buffers. Its constructor may allocate scratch memory; forward() and backward() do not, and
/// take no lock. One virtual call an operation and step, none an element.
template <typename T>
class Kernel {
public:
    virtual ~Kernel() = default;
    virtual void forward(const StepContext& context) = 0;
    /// From the output's gradient to those of the inputs that have one: a vector-Jacobian product.
    virtual void backward(const StepContext& context) = 0;
    /// After forward() of a training step that counts: moves the running statistics that the kernel keeps in an input
    /// (SlotSpec::state). Apart from forward(), so that a loss can be looked at, or found not finite, without a trace.
    virtual void updateState(const StepContext&) {}
    /// Losses only: the measure beside the loss, the mean over the batch, after forward().
    [[nodiscard]] virtual double metric(const StepContext&) const { return std::numeric_limits<double>::quiet_NaN(); }
    /// What people read, from the mean of metric() over all samples: a perplexity is the exponential of a mean, and no
    /// mean of exponentials.
    [[nodiscard]] virtual double shownMetric(double mean) const { return mean; }
};

/// A primitive that layers are lowered to: one file of core/ops/. Immutable and shared between programs.
class Op {
public:
    virtual ~Op() = default;
    [[nodiscard]] virtual std::string_view name() const = 0;
    /// Inputs fit: the layer's inference has seen to it.
    [[nodiscard]] virtual ValueSpec output(std::span<const ValueSpec> inputs) const = 0;
    /// Whether this input may be a matrix that is transposed in memory; others get it copied into order first.
    [[nodiscard]] virtual bool readsTransposed(std::size_t) const { return false; }
    /// Where an input holds indices (a class): they are whole numbers from 0 up to below this.
    [[nodiscard]] virtual std::optional<std::int64_t> indexLimit(std::size_t, std::span<const ValueSpec>) const
    {
        return std::nullopt;
    }
    /// Whether each value it gives out is one that came in: then what holds indices still does afterwards.
    [[nodiscard]] virtual bool keepsValues() const { return false; }
    /// How many elements of scratch memory its kernel allocates, for counting before anything is allocated. Saturates.
    [[nodiscard]] virtual std::int64_t scratchElements(std::span<const ValueSpec>, std::int64_t /*max_batch*/) const
    {
        return 0;
    }
    [[nodiscard]] virtual std::unique_ptr<Kernel<float>> bind(Binding<float> binding) const = 0;
    [[nodiscard]] virtual std::unique_ptr<Kernel<double>> bind(Binding<double> binding) const = 0;
};

/// Binds both precisions to the kernels that an op's `makeKernel<T>(Binding<T>)` gives.
template <typename Derived>
class TypedOp : public Op {
public:
    std::unique_ptr<Kernel<float>> bind(Binding<float> binding) const final
    {
        return static_cast<const Derived*>(this)->makeKernel(std::move(binding));
    }
    std::unique_ptr<Kernel<double>> bind(Binding<double> binding) const final
    {
        return static_cast<const Derived*>(this)->makeKernel(std::move(binding));
    }
};

} // namespace ligature
