// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>
#include <vector>

#include "core/training/history.h"

namespace ligature::test {

inline MetricEvent stepEvent(ArmId variant, std::int64_t step, double loss, std::int64_t steps_per_epoch = 50)
{
    return {.kind = MetricEvent::Kind::Step,
            .variant = variant,
            .step = step,
            .epoch = (step + steps_per_epoch - 1) / steps_per_epoch,
            .train_loss = loss,
            .seconds = 0.001 * static_cast<double>(step)};
}

inline MetricEvent epochEvent(ArmId variant, std::int64_t epoch, double loss, double metric,
                              std::int64_t steps_per_epoch = 50)
{
    return {.kind = MetricEvent::Kind::Epoch,
            .variant = variant,
            .step = epoch * steps_per_epoch,
            .epoch = epoch,
            .train_loss = loss,
            .val_loss = loss * 1.1,
            .metric = metric,
            .seconds = 0.001 * static_cast<double>(epoch * steps_per_epoch)};
}

/// Steps first + 1 to last of both variants in lockstep, an epoch event after every 50, and one at the start.
inline std::vector<MetricEvent> trainingEvents(std::int64_t last, std::int64_t first = 0)
{
    std::vector<MetricEvent> events;
    for (std::int64_t step = first; step <= last; ++step) {
        for (const ArmId variant : {tiedArm, untiedArm}) {
            const double loss = 0.05 + std::exp(-static_cast<double>(step) / 300) * (variant == tiedArm ? 1 : 0.9);
            if (step > first || step == last)
                events.push_back(stepEvent(variant, step, loss * (1 + 0.1 * std::sin(static_cast<double>(step)))));
            if (step % 50 == 0 && (step > first || first == 0))
                events.push_back(epochEvent(variant, step / 50, loss, 1 - loss / 2));
        }
    }
    return events;
}

} // namespace ligature::test
