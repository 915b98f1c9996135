// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/optimization/schedules/rising.h"

namespace ligature {

namespace {

/// torch.optim.lr_scheduler.CosineAnnealingLR over all updates after the warm-up, stepped per update: T_max is their
/// number, end_factor its eta_min over the learning rate.
class Cosine final : public ScheduleType {
public:
    std::string name() const override { return "cosine"; }
    std::string title() const override { return "Cosine"; }
    std::string help() const override
    {
        return "The learning rate falls along half a cosine, update by update, to the end of the last epoch "
               "(CosineAnnealingLR; Loshchilov and Hutter 2017), after a linear warm-up where it has one.";
    }
    std::vector<AttributeSpec> attributes() const override
    {
        std::vector<AttributeSpec> specs = warmupSpecs(0);
        specs.push_back(AttributeSpec{.name = "end_factor",
                                      .label = "Falls to",
                                      .kind = AttributeKind::Real,
                                      .default_value = 0.0,
                                      .minimum = 0,
                                      .maximum = 1,
                                      .help = "The part of the learning rate that is left at the end."});
        return specs;
    }
    double factor(const Attributes& attributes, const StepPlace& place, std::span<const double>) const override
    {
        const auto rises = attributes.get<std::int64_t>("warmup_steps");
        if (place.step < rises)
            return warmupFactor(attributes, place.step);
        const auto falls = static_cast<double>(std::max<std::int64_t>(1, place.total_steps - rises));
        const double done = std::min(1.0, static_cast<double>(place.step - rises) / falls);
        const auto end = attributes.get<double>("end_factor");
        return end + (1.0 - end) * (1.0 + std::cos(std::numbers::pi * done)) / 2;
    }
};

} // namespace

const ScheduleType& cosineSchedule()
{
    static const Cosine type;
    return type;
}

} // namespace ligature
