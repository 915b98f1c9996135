// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "core/optimization/schedule.h"
#include "core/optimization/training_settings.h"

namespace ligature {

/// A change that was made while it was trained: from an update on, the learning rate is so many times what settings and
/// schedule say.
struct RateChange {
    std::int64_t step = 0; ///< counts from 0
    double factor = 1;
    bool operator==(const RateChange&) const = default;
};

/// Of the last change up to an update; 1 without one.
/// @param changes by step
[[nodiscard]] double factorAt(std::span<const RateChange> changes, std::int64_t step);
/// Takes the place of those of the same update and later ones.
void addChange(std::vector<RateChange>& changes, const RateChange& change);

/// The learning rate of one training as its schedule has it: the settings' own, times the schedule's factor and that of
/// the last change before it, in double. at() and endEpoch() allocate nothing.
class LearningRate {
public:
    /// @param settings valid ones, of a schedule and an optimizer that there are
    LearningRate(const TrainingSettings& settings, std::int64_t total_steps, std::int64_t steps_per_epoch);

    /// @param step counts from 0
    [[nodiscard]] double at(std::int64_t step) const;
    /// @param loss of the validation samples; of the training samples where there are none
    void endEpoch(double loss);

    /// Whether an epoch's end may change it, beside the step.
    [[nodiscard]] bool hasState() const { return !m_state.empty(); }
    /// By ScheduleType::state(), for checkpoints.
    [[nodiscard]] const std::vector<double>& state() const { return m_state; }
    /// One that is not of this schedule is as none: it begins anew.
    void setState(const std::vector<double>& state);

    void change(const RateChange& change) { addChange(m_changes, change); }
    [[nodiscard]] const std::vector<RateChange>& changes() const { return m_changes; }
    /// Forgets those of later updates.
    void goBack(std::int64_t step);
    void setChanges(std::vector<RateChange> changes) { m_changes = std::move(changes); }
    /// Whether every update's is that of the settings.
    [[nodiscard]] bool isConstant() const;

private:
    const ScheduleType* m_type;
    Attributes m_attributes;
    double m_base;
    StepPlace m_place;
    std::vector<double> m_state;
    std::vector<RateChange> m_changes; ///< by step
};

} // namespace ligature
