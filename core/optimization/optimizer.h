// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/attributes/attributes.h"

namespace ligature {

/// What a vector of an optimizer's state is: how large, and how it follows its parameter through a view.
enum class StateKind {
    Gradient,        ///< an average of gradients, of the parameter's size
    SquaredGradient, ///< an average of their squares, of the parameter's size
    Number,          ///< one number for the whole parameter
};

/// One vector that an optimizer keeps for each parameter.
struct OptimizerVector {
    std::string name; ///< in checkpoints: "first" is the tensor PARAMETER/optimizer.first
    StateKind kind = StateKind::Gradient;
    bool operator==(const OptimizerVector&) const = default;
};

/// The elements of one such vector for a parameter of so many values.
[[nodiscard]] constexpr std::int64_t sizeOf(const OptimizerVector& vector, std::int64_t values)
{
    return vector.kind == StateKind::Number ? 1 : values;
}

/// One parameter's storage as an optimizer steps it: once, however many uses it has. All spans have its size and are
/// aligned to bufferAlignment.
template <typename T>
struct ParameterState {
    std::span<T> values;
    std::span<const T> gradient;
    std::span<const std::span<T>> state; ///< by OptimizerType::state()
    double learning_rate_factor = 1.0;
    double weight_decay_factor = 1.0;
};

/// An update rule: one file of core/optimization/optimizers/ and one line in its list. Formulas, names and defaults are
/// those of torch.optim. Attributes that come in have their defaults filled in and are valid.
class OptimizerType {
public:
    virtual ~OptimizerType() = default;
    [[nodiscard]] virtual std::string name() const = 0;  ///< "adamw"
    [[nodiscard]] virtual std::string title() const = 0; ///< "AdamW"
    [[nodiscard]] virtual std::string help() const = 0;
    [[nodiscard]] virtual std::vector<AttributeSpec> attributes() const = 0; ///< learning_rate is the first
    /// What it keeps for each parameter, beginning at 0: account, memory check and checkpoints read this.
    [[nodiscard]] virtual std::vector<OptimizerVector> state(const Attributes& attributes) const = 0;
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
