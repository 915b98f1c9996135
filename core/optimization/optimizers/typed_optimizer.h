// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>

#include <Eigen/Core>

#include "core/optimization/optimizer.h"
#include "core/tensor/aligned_array.h"

namespace ligature {

/// Elements of one parameter that an update works on at a time: all of its vectors stay in the first-level cache, so
/// an update of several Eigen expressions reads the memory once.
inline constexpr std::size_t updateChunk = 1024;

template <typename T>
using UpdateMap = Eigen::Map<Eigen::Array<T, Eigen::Dynamic, 1>, Eigen::Aligned64>;
template <typename T>
using ConstUpdateMap = Eigen::Map<const Eigen::Array<T, Eigen::Dynamic, 1>, Eigen::Aligned64>;

/// The part of a state vector that begins at `from`.
template <typename T>
UpdateMap<T> chunkOf(std::span<T> values, std::size_t from)
{
    return UpdateMap<T>(values.data() + from, static_cast<Eigen::Index>(std::min(updateChunk, values.size() - from)));
}
template <typename T>
ConstUpdateMap<T> chunkOf(std::span<const T> values, std::size_t from)
{
    return ConstUpdateMap<T>(values.data() + from,
                             static_cast<Eigen::Index>(std::min(updateChunk, values.size() - from)));
}

/// Runs both precisions through `Derived::update<T>(rule, parameter)`, the rule being what `Derived::rule(attributes,
/// learning_rate, step)` makes of the attributes once a step.
template <typename Derived>
class TypedOptimizer : public OptimizerType {
public:
    void step(const Attributes& attributes, double learning_rate, std::int64_t step,
              std::span<const ParameterState<float>> parameters) const final
    {
        stepAll(attributes, learning_rate, step, parameters);
    }
    void step(const Attributes& attributes, double learning_rate, std::int64_t step,
              std::span<const ParameterState<double>> parameters) const final
    {
        stepAll(attributes, learning_rate, step, parameters);
    }

private:
    template <typename T>
    void stepAll(const Attributes& attributes, double learning_rate, std::int64_t step,
                 std::span<const ParameterState<T>> parameters) const
    {
        const auto rule = Derived::rule(attributes, learning_rate, step);
        for (const ParameterState<T>& parameter : parameters)
            Derived::update(rule, parameter);
    }
};

/// The specs that several optimizers share.
[[nodiscard]] AttributeSpec learningRateSpec(double default_value);
[[nodiscard]] AttributeSpec epsilonSpec(double default_value);
[[nodiscard]] AttributeSpec weightDecaySpec(double default_value, std::string help);

} // namespace ligature
