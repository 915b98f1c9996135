// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "core/optimization/schedule.h"

namespace ligature {

namespace {

/// torch.optim.lr_scheduler.OneCycleLR, the learning rate being its max_lr; momentum is not cycled.
class OneCycle final : public ScheduleType {
public:
    std::string name() const override { return "one_cycle"; }
    std::string title() const override { return "One cycle"; }
    std::string help() const override
    {
        return "The learning rate rises to its full height and falls far below where it began, update by update "
               "(OneCycleLR with cycle_momentum=False; Smith and Topin 2018).";
    }
    std::vector<AttributeSpec> attributes() const override
    {
        return {AttributeSpec{.name = "pct_start",
                              .label = "Rises for",
                              .kind = AttributeKind::Real,
                              .default_value = 0.3,
                              .minimum = 0,
                              .maximum = 1,
                              .help = "The part of all updates in which the learning rate rises."},
                AttributeSpec{.name = "anneal_strategy",
                              .label = "Shape",
                              .kind = AttributeKind::Choice,
                              .default_value = std::string("cos"),
                              .help = "How it goes from one height to the next.",
                              .choices = {{"cos", "Half a cosine"}, {"linear", "A straight line"}}},
                AttributeSpec{.name = "div_factor",
                              .label = "Begins at 1 over",
                              .kind = AttributeKind::Real,
                              .default_value = 25.0,
                              .minimum = 1,
                              .maximum = 1e12,
                              .help = "What the learning rate is divided by at the beginning."},
                AttributeSpec{.name = "final_div_factor",
                              .label = "Ends at 1 over",
                              .kind = AttributeKind::Real,
                              .default_value = 1e4,
                              .minimum = 1,
                              .maximum = 1e12,
                              .help = "What the learning rate of the beginning is divided by at the end."},
                AttributeSpec{.name = "three_phase",
                              .label = "Three phases",
                              .kind = AttributeKind::Boolean,
                              .default_value = false,
                              .help = "Whether it falls to where it began as fast as it rose, and to the end then."}};
    }
    double factor(const Attributes& attributes, const StepPlace& place, std::span<const double>) const override
    {
        static const std::string final_name = "final_div_factor"; // too long to be made without an allocation
        const double begin = 1.0 / attributes.get<double>("div_factor");
        const double end = begin / attributes.get<double>(final_name);
        const bool cosine = attributes.get<std::string>("anneal_strategy") == "cos";
        const auto total = static_cast<double>(place.total_steps);
        const double rise = attributes.get<double>("pct_start") * total;
        const double last = total - 1;
        // Where each phase ends, and from which height to which it goes.
        using Phase = std::array<double, 3>;
        const std::array<Phase, 3> phases =
            attributes.get<bool>("three_phase")
                ? std::array{Phase{rise - 1, begin, 1.0}, Phase{2 * rise - 2, 1.0, begin}, Phase{last, begin, end}}
                : std::array{Phase{rise - 1, begin, 1.0}, Phase{last, 1.0, end}, Phase{last, 1.0, end}};
        const double step = std::min(static_cast<double>(place.step), last);
        double from = 0;
        for (const auto& [to, high, low] : phases) {
            if (step > to && to < last) {
                from = to;
                continue;
            }
            const double done = to > from ? std::min(1.0, (step - from) / (to - from)) : 1.0;
            return cosine ? low + (high - low) / 2 * (1.0 + std::cos(std::numbers::pi * done))
                          : high + (low - high) * done;
        }
        return end;
    }
};

} // namespace

const ScheduleType& oneCycleSchedule()
{
    static const OneCycle type;
    return type;
}

} // namespace ligature
