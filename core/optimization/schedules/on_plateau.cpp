// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <limits>

#include "core/optimization/schedule.h"

namespace ligature {

namespace {

/// torch.optim.lr_scheduler.ReduceLROnPlateau with mode="min" and eps=0; min_factor is its min_lr over the learning
/// rate.
class OnPlateau final : public ScheduleType {
public:
    std::string name() const override { return "on_plateau"; }
    std::string title() const override { return "On plateau"; }
    std::string help() const override
    {
        return "The learning rate drops where the loss of the validation samples has not become lower for some epochs "
               "(ReduceLROnPlateau); without validation, the loss of the training samples. Each variant goes by its "
               "own loss, as it would alone, so that the learning rates of both may part.";
    }
    std::vector<AttributeSpec> attributes() const override
    {
        return {AttributeSpec{.name = "factor",
                              .label = "Drop to",
                              .kind = AttributeKind::Real,
                              .default_value = 0.1,
                              .minimum = 0,
                              .maximum = 0.999999,
                              .help = "What the learning rate is multiplied by at each drop."},
                AttributeSpec{.name = "patience",
                              .label = "Patience",
                              .kind = AttributeKind::Integer,
                              .default_value = std::int64_t{10},
                              .minimum = 0,
                              .maximum = 1e6,
                              .unit = "epochs",
                              .help = "How many epochs without improvement are let pass before a drop."},
                AttributeSpec{.name = "threshold",
                              .label = "Improvement",
                              .kind = AttributeKind::Real,
                              .default_value = 1e-4,
                              .minimum = 0,
                              .maximum = 1e9,
                              .help = "By how much the loss has to become lower to count as improved."},
                AttributeSpec{.name = "threshold_mode",
                              .label = "Measured",
                              .kind = AttributeKind::Choice,
                              .default_value = std::string("rel"),
                              .help = "Whether that is a part of the best loss, or a difference from it.",
                              .choices = {{"rel", "As a part of the loss"}, {"abs", "As a difference"}}},
                AttributeSpec{.name = "cooldown",
                              .label = "Cooldown",
                              .kind = AttributeKind::Integer,
                              .default_value = std::int64_t{0},
                              .minimum = 0,
                              .maximum = 1e6,
                              .unit = "epochs",
                              .help = "How many epochs after a drop do not count."},
                AttributeSpec{.name = "min_factor",
                              .label = "Not below",
                              .kind = AttributeKind::Real,
                              .default_value = 0.0,
                              .minimum = 0,
                              .maximum = 1,
                              .help = "The part of the learning rate that is always left."}};
    }
    std::vector<ScheduleNumber> state() const override
    {
        return {{"best", std::numeric_limits<double>::infinity()}, {"bad_epochs", 0}, {"cooldown", 0}, {"factor", 1}};
    }
    double factor(const Attributes&, const StepPlace&, std::span<const double> state) const override
    {
        return state[3];
    }
    void endEpoch(const Attributes& attributes, double loss, std::span<double> state) const override
    {
        double& best = state[0];
        double& bad_epochs = state[1];
        double& cooldown = state[2];
        double& factor = state[3];
        const auto threshold = attributes.get<double>("threshold");
        const bool relative = attributes.get<std::string>("threshold_mode") == "rel";
        if (loss < (relative ? best * (1.0 - threshold) : best - threshold)) {
            best = loss;
            bad_epochs = 0;
        } else {
            ++bad_epochs;
        }
        if (cooldown > 0) {
            --cooldown;
            bad_epochs = 0;
        }
        if (bad_epochs > static_cast<double>(attributes.get<std::int64_t>("patience"))) {
            factor = std::max(factor * attributes.get<double>("factor"), attributes.get<double>("min_factor"));
            cooldown = static_cast<double>(attributes.get<std::int64_t>("cooldown"));
            bad_epochs = 0;
        }
    }
};

} // namespace

const ScheduleType& onPlateauSchedule()
{
    static const OnPlateau type;
    return type;
}

} // namespace ligature
