// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include "core/optimization/schedule.h"

namespace ligature {

namespace {

/// torch.optim.lr_scheduler.StepLR: gamma to the power of floor(epoch / step_size).
class Step final : public ScheduleType {
public:
    std::string name() const override { return "step"; }
    std::string title() const override { return "Step"; }
    std::string help() const override
    {
        return "The learning rate drops by a factor every few epochs (StepLR); it counts epochs, not updates.";
    }
    std::vector<AttributeSpec> attributes() const override
    {
        return {AttributeSpec{.name = "step_size",
                              .label = "Drops every",
                              .kind = AttributeKind::Integer,
                              .default_value = std::int64_t{10},
                              .minimum = 1,
                              .maximum = 1e6,
                              .unit = "epochs",
                              .help = "How many epochs lie between two drops."},
                AttributeSpec{.name = "gamma",
                              .label = "Drop to",
                              .kind = AttributeKind::Real,
                              .default_value = 0.1,
                              .minimum = 0,
                              .maximum = 1,
                              .help = "What the learning rate is multiplied by at each drop."}};
    }
    double factor(const Attributes& attributes, const StepPlace& place, std::span<const double>) const override
    {
        const std::int64_t epoch = place.step / place.steps_per_epoch;
        return std::pow(attributes.get<double>("gamma"),
                        static_cast<double>(epoch / attributes.get<std::int64_t>("step_size")));
    }
};

} // namespace

const ScheduleType& stepSchedule()
{
    static const Step type;
    return type;
}

} // namespace ligature
