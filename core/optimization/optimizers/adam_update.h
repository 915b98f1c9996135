// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>

#include "core/optimization/optimizers/typed_optimizer.h"

namespace ligature {

/// Where the decay acts: on the gradient (Adam) or on the weight itself (AdamW).
enum class AdamDecay { Gradient, Weight };

[[nodiscard]] std::vector<AttributeSpec> adamAttributes(double weight_decay, std::string decay_help);

/// Running means of the gradient and of its square.
[[nodiscard]] std::vector<OptimizerVector> adamState();

/// What the attributes make of one step.
struct AdamRule {
    double learning_rate;
    double weight_decay;
    double beta1;
    double beta2;
    double eps;
    double first_correction;  ///< 1 - beta1^step
    double second_correction; ///< 1 - beta2^step
};
[[nodiscard]] AdamRule adamRule(const Attributes& attributes, double learning_rate, std::int64_t step);

/// One step of Adam (Kingma and Ba 2015, algorithm 1) as torch.optim computes it.
template <typename T>
void adamUpdate(const AdamRule& rule, const ParameterState<T>& parameter, AdamDecay where)
{
    const double rate = rule.learning_rate * parameter.learning_rate_factor;
    const double decay = rule.weight_decay * parameter.weight_decay_factor;
    const T b1 = static_cast<T>(rule.beta1);
    const T b2 = static_cast<T>(rule.beta2);
    const T eps = static_cast<T>(rule.eps);
    const T step_size = static_cast<T>(rate / rule.first_correction);
    const T inverse_correction = static_cast<T>(1.0 / std::sqrt(rule.second_correction));
    const T gradient_decay = where == AdamDecay::Gradient ? static_cast<T>(decay) : T(0);
    const T kept = where == AdamDecay::Weight ? static_cast<T>(1.0 - rate * decay) : T(1);
    for (std::size_t from = 0; from < parameter.values.size(); from += updateChunk) {
        auto w = chunkOf(parameter.values, from);
        const auto g = chunkOf(parameter.gradient, from);
        auto m = chunkOf(parameter.state[0], from);
        auto v = chunkOf(parameter.state[1], from);
        if (gradient_decay == T(0)) {
            m = b1 * m + (T(1) - b1) * g;
            v = b2 * v + (T(1) - b2) * g.square();
        } else {
            m = b1 * m + (T(1) - b1) * (g + gradient_decay * w);
            v = b2 * v + (T(1) - b2) * (g + gradient_decay * w).square();
        }
        w = kept * w - step_size * m / (v.sqrt() * inverse_correction + eps);
    }
}

} // namespace ligature
