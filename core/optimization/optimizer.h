// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/attributes/attributes.h"
#include "core/tensor/shape.h"

namespace ligature {

/// What a vector of an optimizer's state is: how large, and how it follows its parameter through a view.
enum class StateKind {
    Gradient,        ///< an average of gradients, of the parameter's size
    SquaredGradient, ///< an average of their squares, of the parameter's size
    Value,           ///< values that the parameter had, such as their average; no optimizer's own
    Number,          ///< one number for the whole parameter
    RowSquares,      ///< means of the squared gradient over the last axis; only of a parameter that has two or more
    ColumnSquares,   ///< the same over the axis before it
};

/// One vector that an optimizer keeps for each parameter.
struct OptimizerVector {
    std::string name; ///< in checkpoints: "first" is the tensor PARAMETER/optimizer.first
    StateKind kind = StateKind::Gradient;
    bool operator==(const OptimizerVector&) const = default;
};

/// Whether it has the parameter's shape, and its order in memory. Others are row-major whatever the parameter's is.
[[nodiscard]] constexpr bool isOfParameterShape(StateKind kind)
{
    return kind == StateKind::Gradient || kind == StateKind::SquaredGradient || kind == StateKind::Value;
}

/// The shape of one such vector for a parameter of that shape.
[[nodiscard]] Shape shapeOf(StateKind kind, const Shape& parameter);

/// One parameter's storage as an optimizer steps it: once, however many uses it has. The spans of values, gradient and
/// of state that has its shape are of one size; all are aligned to bufferAlignment.
template <typename T>
struct ParameterState {
    std::span<T> values;
    std::span<const T> gradient;
    std::span<const std::span<T>> state; ///< by OptimizerType::state()
    double learning_rate_factor = 1.0;
    double weight_decay_factor = 1.0;
    Shape shape = {};
    /// Its memory has the axes of `shape` the other way round; only with two. What a step makes of rows and columns has
    /// the same bits either way.
    bool stored_transposed = false;
    std::span<T> scratch = {}; ///< by OptimizerType::scratchSize(); other parameters' steps write to it, too
};

/// An update rule: one file of core/optimization/optimizers/ and one line in its list. Formulas, names and defaults are
/// those of torch.optim where it has the rule. Attributes that come in have their defaults filled in and are valid.
class OptimizerType {
public:
    virtual ~OptimizerType() = default;
    [[nodiscard]] virtual std::string name() const = 0;  ///< "adamw"
    [[nodiscard]] virtual std::string title() const = 0; ///< "AdamW"
    [[nodiscard]] virtual std::string help() const = 0;
    [[nodiscard]] virtual std::vector<AttributeSpec> attributes() const = 0; ///< learning_rate is the first
    /// What it keeps for a parameter of that shape, beginning at 0: account, memory check and checkpoints read this.
    [[nodiscard]] virtual std::vector<OptimizerVector> state(const Attributes& attributes,
                                                             const Shape& parameter) const = 0;
    /// Elements of memory that a step of such a parameter needs beside its state, and that no step leaves for another.
    [[nodiscard]] virtual std::int64_t scratchSize(const Attributes& attributes, const Shape& parameter) const
    {
        (void)attributes, (void)parameter;
        return 0;
    }
    /// One step of every parameter, in place, with no allocation.
    /// @param learning_rate of this step: the attribute, times what the schedule makes of it
    /// @param step counts from 1
    virtual void step(const Attributes& attributes, double learning_rate, std::int64_t step,
                      std::span<const ParameterState<float>> parameters) const = 0;
    virtual void step(const Attributes& attributes, double learning_rate, std::int64_t step,
                      std::span<const ParameterState<double>> parameters) const = 0;
};

/// All of them, in the order in which people read them.
[[nodiscard]] std::span<const OptimizerType* const> optimizerTypes();
[[nodiscard]] const OptimizerType* findOptimizerType(std::string_view name);

} // namespace ligature
