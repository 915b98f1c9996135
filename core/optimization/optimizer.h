// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/attributes/attributes.h"

namespace ligature {

/// One parameter's storage as an optimizer steps it: once, however many uses it has. All spans have its size and are
/// aligned to bufferAlignment.
template <typename T>
struct ParameterState {
    std::span<T> values;
    std::span<const T> gradient;
    std::span<T> first;  ///< the optimizer's first state vector (momentum); empty when it keeps none
    std::span<T> second; ///< its second one
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
    /// How many state vectors of a parameter's size it keeps: 0, 1 or 2.
    [[nodiscard]] virtual int stateCount(const Attributes& attributes) const = 0;
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
