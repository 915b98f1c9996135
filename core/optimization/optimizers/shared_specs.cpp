// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/optimization/optimizers/typed_optimizer.h"

namespace ligature {

AttributeSpec learningRateSpec(double default_value)
{
    return {.name = "learning_rate",
            .label = "Learning rate",
            .kind = AttributeKind::Real,
            .default_value = default_value,
            .minimum = 0,
            .maximum = 1e6,
            .help = "How far a step goes."};
}

AttributeSpec epsilonSpec(double default_value)
{
    return {.name = "eps",
            .label = "Epsilon",
            .kind = AttributeKind::Real,
            .default_value = default_value,
            .minimum = 0,
            .maximum = 1,
            .help = "Keeps the division from blowing up where gradients vanish."};
}

AttributeSpec weightDecaySpec(double default_value, std::string help)
{
    return {.name = "weight_decay",
            .label = "Weight decay",
            .kind = AttributeKind::Real,
            .default_value = default_value,
            .minimum = 0,
            .maximum = 1e6,
            .help = std::move(help)};
}

} // namespace ligature
