// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/optimization/schedules/rising.h"

namespace ligature {

namespace {

/// torch.optim.lr_scheduler.LinearLR with an end_factor of 1, stepped per update; warmup_steps is its total_iters.
class WarmUp final : public ScheduleType {
public:
    std::string name() const override { return "warm_up"; }
    std::string title() const override { return "Warm-up"; }
    std::string help() const override
    {
        return "The learning rate rises in a straight line, update by update, and then stays (LinearLR).";
    }
    std::vector<AttributeSpec> attributes() const override { return warmupSpecs(100); }
    double factor(const Attributes& attributes, const StepPlace& place, std::span<const double>) const override
    {
        return warmupFactor(attributes, place.step);
    }
};

} // namespace

const ScheduleType& warmUpSchedule()
{
    static const WarmUp type;
    return type;
}

} // namespace ligature
