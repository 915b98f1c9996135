// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/attributes/attributes.h"

namespace ligature {

/// Where in a training an update is.
struct StepPlace {
    std::int64_t step = 0; ///< counts from 0: the updates before it
    std::int64_t total_steps = 1;
    std::int64_t steps_per_epoch = 1;
};

/// A number that a schedule keeps from epoch to epoch.
struct ScheduleNumber {
    std::string name; ///< in checkpoints: "best"
    double first = 0; ///< before the first epoch's end
};

/// How the learning rate changes over a training: one file of core/optimization/schedules/ and one line in its list.
/// Formulas, names and defaults are those of torch.optim.lr_scheduler where it has them, but rates are told as parts of
/// the learning rate, so that one number scales the whole schedule, and parameters with factors of their own follow it.
/// Attributes that come in have their defaults filled in and are valid. Nothing here allocates once training steps: an
/// attribute's name of more than 15 characters is looked up by a string that is kept.
class ScheduleType {
public:
    virtual ~ScheduleType() = default;
    [[nodiscard]] virtual std::string name() const = 0;  ///< "cosine"
    [[nodiscard]] virtual std::string title() const = 0; ///< "Cosine"
    [[nodiscard]] virtual std::string help() const = 0;
    [[nodiscard]] virtual std::vector<AttributeSpec> attributes() const { return {}; }
    /// What it remembers; empty for one that is a function of the step alone.
    [[nodiscard]] virtual std::vector<ScheduleNumber> state() const { return {}; }
    /// What the learning rate is multiplied by in an update.
    /// @param state a value for each number of state()
    [[nodiscard]] virtual double factor(const Attributes& attributes, const StepPlace& place,
                                        std::span<const double> state) const = 0;
    /// Takes note of an epoch's loss.
    virtual void endEpoch(const Attributes& /*attributes*/, double /*loss*/, std::span<double> /*state*/) const {}
};

/// All of them, in the order in which people read them: the first is the one that changes nothing.
[[nodiscard]] std::span<const ScheduleType* const> scheduleTypes();
[[nodiscard]] const ScheduleType* findScheduleType(std::string_view name);

} // namespace ligature
