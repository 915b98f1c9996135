// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/optimization/learning_rate.h"

#include <algorithm>

#include "core/optimization/optimizer.h"

namespace ligature {

namespace {

double baseRate(const TrainingSettings& settings)
{
    const OptimizerType* const type = findOptimizerType(settings.optimizer);
    return withDefaults(type->attributes(), settings.optimizer_attributes).get<double>("learning_rate");
}

} // namespace

double factorAt(std::span<const RateChange> changes, std::int64_t step)
{
    for (auto change = changes.rbegin(); change != changes.rend(); ++change) {
        if (change->step <= step)
            return change->factor;
    }
    return 1;
}

void addChange(std::vector<RateChange>& changes, const RateChange& change)
{
    std::erase_if(changes, [&](const RateChange& other) { return other.step >= change.step; });
    changes.push_back(change);
}

LearningRate::LearningRate(const TrainingSettings& settings, std::int64_t total_steps, std::int64_t steps_per_epoch)
    : m_type(findScheduleType(settings.schedule)),
      m_attributes(withDefaults(m_type->attributes(), settings.schedule_attributes)),
      m_base(baseRate(settings)), m_place{0, total_steps, steps_per_epoch}
{
    setState({});
}

double LearningRate::at(std::int64_t step) const
{
    return m_base * m_type->factor(m_attributes, {step, m_place.total_steps, m_place.steps_per_epoch}, m_state) *
           factorAt(m_changes, step);
}

void LearningRate::goBack(std::int64_t step)
{
    std::erase_if(m_changes, [&](const RateChange& change) { return change.step > step; });
}

bool LearningRate::isConstant() const
{
    return m_changes.empty() && m_type->name() == constantSchedule;
}

void LearningRate::endEpoch(double loss)
{
    m_type->endEpoch(m_attributes, loss, m_state);
}

void LearningRate::setState(const std::vector<double>& state)
{
    const std::vector<ScheduleNumber> numbers = m_type->state();
    if (state.size() == numbers.size()) {
        m_state = state;
        return;
    }
    m_state.clear();
    std::ranges::transform(numbers, std::back_inserter(m_state), &ScheduleNumber::first);
}

} // namespace ligature
