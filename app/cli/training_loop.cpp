// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/training_loop.h"

#include <algorithm>
#include <array>
#include <ctime>
#include <iterator>

#include "core/report/training_folder.h"

namespace ligature::cli {

namespace {

using namespace std::chrono_literals;

constexpr auto displayInterval = 100ms;
constexpr auto speedInterval = 500ms;
constexpr auto checkpointInterval = 30s;

std::string today()
{
    const std::time_t now = std::time(nullptr);
    std::tm local{};
    localtime_r(&now, &local);
    std::array<char, 32> text{};
    return {text.data(), std::strftime(text.data(), text.size(), "%Y-%m-%d %H:%M", &local)};
}

} // namespace

TrainingLoop::TrainingLoop(const Project& project, std::string data_name, Trainer& trainer, int threads,
                           std::filesystem::path folder)
    : m_trainer(trainer), m_folder(std::move(folder))
{
    m_report.project = project;
    m_report.data_name = std::move(data_name);
    m_report.training_samples = trainer.trainingSampleCount();
    m_report.validation_samples = trainer.validationSampleCount();
    m_report.total_steps = trainer.totalSteps();
    m_report.threads = threads;
    m_report.date = today();
    for (const Variant variant : trainer.variants())
        m_report.histories.push_back({variant, {}, {}, namesOfSeveralLosses(project.network)});
    m_report.watched_uses = trainer.watchedUses();
}

Result<void> TrainingLoop::continueHistory(const std::filesystem::path& folder)
{
    if (m_trainer.step() == 0) // the start is measured again
        return {};
    const Result<std::vector<History>> earlier = readHistoryUntil(folder, m_trainer.step());
    if (!earlier)
        return tl::unexpected<Error>(earlier.error());
    for (History& history : m_report.histories) {
        const auto same = std::ranges::find(*earlier, history.variant, &History::variant);
        if (same != earlier->end()) {
            history.steps = same->steps;
            history.epochs = same->epochs;
        }
        if (!history.steps.empty())
            m_seconds_before = std::max(m_seconds_before, history.steps.back().seconds);
    }
    Result<std::vector<UseGradients>> seen = readUsesUntil(folder, m_report.watched_uses, m_trainer.step());
    if (!seen)
        return tl::unexpected<Error>(seen.error());
    m_report.use_gradients = std::move(*seen);
    return {};
}

Result<TrainingEnd> TrainingLoop::run(std::optional<std::int64_t> steps, const Interruption& interruption,
                                      TrainingDisplay& display)
{
    m_last_step = m_trainer.totalSteps();
    if (steps)
        m_last_step = m_trainer.step() + std::min(*steps, m_last_step - m_trainer.step());
    m_written = m_measured = Clock::now();
    m_measured_step = m_trainer.step();
    m_trainer.advance(0, displayInterval);
    collect(display);
    while (m_trainer.step() < m_last_step && !m_trainer.divergence() && interruption.signal() == 0) {
        m_trainer.advance(m_last_step - m_trainer.step(), displayInterval);
        measureSpeed();
        collect(display);
        if (Clock::now() - m_written > checkpointInterval) {
            if (const auto written = write(); !written)
                return tl::unexpected<Error>(written.error());
        }
    }
    m_report.divergence = m_trainer.divergence();
    const TrainingEnd end = m_trainer.divergence() ? TrainingEnd::Diverged
                            : m_trainer.finished() ? TrainingEnd::Finished
                                                   : TrainingEnd::Stopped;
    display.end(end, endEvents(), m_report);
    if (const auto written = write(); !written)
        return tl::unexpected<Error>(written.error());
    return end;
}

void TrainingLoop::collect(TrainingDisplay& display)
{
    m_report.twin_check = m_trainer.twinCheck();
    std::vector<MetricEvent> events = m_trainer.takeEvents();
    for (MetricEvent& event : events)
        event.seconds += m_seconds_before;
    const auto ends = std::ranges::stable_partition(
        events, [](const MetricEvent& event) { return event.kind != MetricEvent::Kind::End; });
    m_ends.insert(m_ends.end(), ends.begin(), ends.end());
    events.erase(ends.begin(), ends.end());
    for (const MetricEvent& event : events) {
        const auto history = std::ranges::find(m_report.histories, event.variant, &History::variant);
        (event.kind == MetricEvent::Kind::Step ? history->steps : history->epochs).push_back(event);
    }
    display.update(events, progress());
    std::vector<UseGradients> seen = m_trainer.takeUseGradients();
    if (seen.empty())
        return;
    display.showUses(m_report.watched_uses, seen);
    std::ranges::move(seen, std::back_inserter(m_report.use_gradients));
}

void TrainingLoop::measureSpeed()
{
    const Clock::time_point now = Clock::now();
    const std::chrono::duration<double> passed = now - m_measured;
    if (passed < speedInterval && m_steps_per_second > 0)
        return;
    m_steps_per_second = static_cast<double>(m_trainer.step() - m_measured_step) / std::max(passed.count(), 1e-9);
    m_measured = now;
    m_measured_step = m_trainer.step();
}

TrainingProgress TrainingLoop::progress() const
{
    TrainingProgress progress;
    progress.step = m_trainer.step();
    progress.total_steps = m_last_step;
    progress.steps_per_epoch = m_trainer.stepsPerEpoch();
    progress.epochs = m_report.project.training.epochs;
    progress.samples_per_second = m_steps_per_second * samplesPerStep();
    if (m_steps_per_second > 0)
        progress.seconds_left = static_cast<double>(m_last_step - progress.step) / m_steps_per_second;
    return progress;
}

/// Of all variants together, on the average of an epoch (its last batch may be smaller).
double TrainingLoop::samplesPerStep() const
{
    return static_cast<double>(m_trainer.trainingSampleCount()) * static_cast<double>(m_trainer.variants().size()) /
           static_cast<double>(std::max<std::int64_t>(1, m_trainer.stepsPerEpoch()));
}

/// Where each variant is, with the losses of its last finished epoch; also when the training was stopped before its
/// end.
std::vector<MetricEvent> TrainingLoop::endEvents() const
{
    if (!m_ends.empty())
        return m_ends;
    std::vector<MetricEvent> ends;
    for (const History& history : m_report.histories) {
        MetricEvent end;
        if (!history.epochs.empty())
            end = history.epochs.back();
        end.kind = MetricEvent::Kind::End;
        end.variant = history.variant;
        end.step = m_trainer.step();
        if (!history.steps.empty())
            end.seconds = std::max(end.seconds, history.steps.back().seconds);
        ends.push_back(end);
    }
    return ends;
}

Result<void> TrainingLoop::write()
{
    m_written = Clock::now();
    return m_folder.empty() ? Result<void>() : writeTrainingFolder(m_folder, m_trainer, m_report);
}

} // namespace ligature::cli
