// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/recorder.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace ligature {

namespace {

using Clock = std::chrono::steady_clock;

/// How long steps are counted before their speed is told anew, in seconds.
constexpr double speedInterval = 0.5;

History* historyOf(RunRecord& record, const ArmId& arm)
{
    const auto found = std::ranges::find(record.histories, arm, &History::variant);
    return found == record.histories.end() ? nullptr : &*found;
}

} // namespace

Recorder::Recorder(Trainer& trainer, const std::vector<std::string>& loss_names)
    : m_trainer(trainer), m_measured_from(trainer.step())
{
    for (const ArmId& arm : trainer.variants())
        m_record.histories.push_back({arm, {}, {}, loss_names});
    m_record.watched_uses = trainer.watchedUses();
}

void Recorder::continueFrom(RunRecord earlier)
{
    double seconds = earlier.seconds;
    for (History& history : earlier.histories) {
        for (const auto* const part : {&history.steps, &history.epochs}) {
            if (!part->empty())
                seconds = std::max(seconds, part->back().seconds);
        }
        if (History* const own = historyOf(m_record, history.variant)) {
            own->steps = std::move(history.steps);
            own->epochs = std::move(history.epochs);
        }
    }
    m_record.use_gradients = std::move(earlier.use_gradients);
    m_record.twin_check = earlier.twin_check;
    // A trainer that goes on from a state in memory knows them.
    m_seconds_before = std::max(0.0, seconds - m_trainer.seconds());
    m_record.seconds = m_seconds_before + m_trainer.seconds();
}

Recorder::News Recorder::advance(std::int64_t steps, std::chrono::milliseconds budget, const std::stop_token& stop)
{
    const auto start = Clock::now();
    m_trainer.advance(steps, budget, stop);
    measureSpeed(std::chrono::duration<double>(Clock::now() - start).count());
    return collect();
}

Recorder::News Recorder::collect()
{
    News news{m_trainer.takeEvents(), m_trainer.takeUseGradients()};
    if (m_trainer.twinCheck())
        m_record.twin_check = m_trainer.twinCheck();
    m_record.divergence = m_trainer.divergence();
    m_record.seconds = m_seconds_before + m_trainer.seconds();
    for (MetricEvent& event : news.events) {
        event.seconds += m_seconds_before;
        if (event.kind == MetricEvent::Kind::End)
            event = endOf(event.variant);
        if (History* const history = historyOf(m_record, event.variant))
            addToHistory(*history, event);
    }
    for (const UseGradients& figures : news.uses)
        addToUses(m_record.use_gradients, figures);
    return news;
}

void Recorder::measureSpeed(double seconds)
{
    m_measured_for += seconds;
    const std::int64_t steps = m_trainer.step() - m_measured_from;
    if (steps <= 0 || (m_measured_for < speedInterval && m_steps_per_second > 0))
        return;
    m_steps_per_second = static_cast<double>(steps) / std::max(m_measured_for, 1e-9);
    m_measured_from = m_trainer.step();
    m_measured_for = 0;
}

double Recorder::samplesPerSecond() const
{
    return m_steps_per_second * static_cast<double>(m_trainer.trainingSampleCount()) *
           static_cast<double>(m_trainer.variants().size()) /
           static_cast<double>(std::max<std::int64_t>(1, m_trainer.stepsPerEpoch()));
}

std::vector<MetricEvent> Recorder::ends() const
{
    std::vector<MetricEvent> ends;
    for (const History& history : m_record.histories)
        ends.push_back(endOf(history.variant));
    return ends;
}

MetricEvent Recorder::endOf(const ArmId& arm) const
{
    MetricEvent end;
    const History& history = *std::ranges::find(m_record.histories, arm, &History::variant);
    if (!history.epochs.empty())
        end = keptEpochOf(history.epochs, m_trainer.keptEpoch(arm));
    end.kind = MetricEvent::Kind::End;
    end.variant = arm;
    end.step = m_trainer.step();
    end.seconds = m_record.seconds;
    return end;
}

} // namespace ligature
