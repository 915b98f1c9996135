// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/optimization/schedules/rising.h"

namespace ligature {

std::vector<AttributeSpec> warmupSpecs(std::int64_t warmup_steps)
{
    return {AttributeSpec{.name = "warmup_steps",
                          .label = "Warm-up",
                          .kind = AttributeKind::Integer,
                          .default_value = warmup_steps,
                          .minimum = 0,
                          .maximum = 1e9,
                          .unit = "updates",
                          .help = "In how many updates the learning rate rises to its full height; 0 for none."},
            AttributeSpec{.name = "start_factor",
                          .label = "Warm-up from",
                          .kind = AttributeKind::Real,
                          .default_value = 1.0 / 3,
                          .minimum = 0,
                          .maximum = 1,
                          .help = "The part of the learning rate that the warm-up begins with."}};
}

double warmupFactor(const Attributes& attributes, std::int64_t step)
{
    const auto rises = attributes.get<std::int64_t>("warmup_steps");
    if (step >= rises)
        return 1.0;
    const auto start = attributes.get<double>("start_factor");
    return start + (1.0 - start) * static_cast<double>(step) / static_cast<double>(rises);
}

} // namespace ligature
