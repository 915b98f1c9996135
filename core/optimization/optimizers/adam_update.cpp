// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/optimization/optimizers/adam_update.h"

namespace ligature {

std::vector<AttributeSpec> adamAttributes(double weight_decay, std::string decay_help)
{
    return {learningRateSpec(0.001),
            AttributeSpec{.name = "beta1",
                          .label = "Beta 1",
                          .kind = AttributeKind::Real,
                          .default_value = 0.9,
                          .minimum = 0,
                          .maximum = 0.999999,
                          .help = "How much of the mean gradient is kept from step to step."},
            AttributeSpec{.name = "beta2",
                          .label = "Beta 2",
                          .kind = AttributeKind::Real,
                          .default_value = 0.999,
                          .minimum = 0,
                          .maximum = 0.999999,
                          .help = "How much of the mean squared gradient is kept from step to step."},
            epsilonSpec(1e-8), weightDecaySpec(weight_decay, std::move(decay_help))};
}

std::vector<OptimizerVector> adamState()
{
    return {{"first", StateKind::Gradient}, {"second", StateKind::SquaredGradient}};
}

AdamRule adamRule(const Attributes& attributes, double learning_rate, std::int64_t step)
{
    const double beta1 = attributes.get<double>("beta1");
    const double beta2 = attributes.get<double>("beta2");
    const auto count = static_cast<double>(step);
    return {learning_rate,
            attributes.get<double>("weight_decay"),
            beta1,
            beta2,
            attributes.get<double>("eps"),
            1.0 - std::pow(beta1, count),
            1.0 - std::pow(beta2, count)};
}

} // namespace ligature
