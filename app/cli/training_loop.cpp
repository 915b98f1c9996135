// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/training_loop.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <ctime>

#include "core/files/replacement.h"
#include "core/report/training_folder.h"
#include "core/training/divergence.h"

namespace ligature::cli {

namespace {

using namespace std::chrono_literals;

constexpr std::chrono::milliseconds displayInterval = 100ms;

std::string today()
{
    const std::time_t now = std::time(nullptr);
    std::tm local{};
    localtime_r(&now, &local);
    std::array<char, 32> text{};
    return {text.data(), std::strftime(text.data(), text.size(), "%Y-%m-%d %H:%M", &local)};
}

/// Infinite where it is of no epoch's end, or not finite.
double lossToBeat(const MetricEvent& event)
{
    const double loss = std::isnan(event.val_loss) ? event.train_loss : event.val_loss;
    return event.epoch > 0 && std::isfinite(loss) ? loss : std::numeric_limits<double>::infinity();
}

} // namespace

TrainingLoop::TrainingLoop(const Project& project, std::string data_name, Trainer& trainer, int threads,
                           std::filesystem::path folder)
    : m_trainer(trainer), m_folder(std::move(folder)), m_recorder(trainer, namesOfSeveralLosses(project.network))
{
    m_report.project = project;
    m_report.data_name = std::move(data_name);
    m_report.training_samples = trainer.trainingSampleCount();
    m_report.validation_samples = trainer.validationSampleCount();
    m_report.total_steps = trainer.totalSteps();
    m_report.threads = threads;
    m_report.date = today();
}

Result<void> TrainingLoop::continueHistory(const std::filesystem::path& folder)
{
    m_goes_on = true;
    if (m_trainer.step() == 0) // the start is measured again
        return {};
    Result<std::vector<History>> histories = readHistoryUntil(folder, m_trainer.step());
    if (!histories)
        return tl::unexpected<Error>(histories.error());
    Result<std::vector<UseGradients>> seen = readUsesUntil(folder, m_recorder.record().watched_uses, m_trainer.step());
    if (!seen)
        return tl::unexpected<Error>(seen.error());
    for (const History& history : *histories) {
        Best& best = m_best[history.variant];
        for (const MetricEvent& event : history.epochs)
            best.loss = std::min(best.loss, lossToBeat(event));
    }
    m_recorder.continueFrom({.histories = std::move(*histories), .use_gradients = std::move(*seen)});
    return {};
}

void TrainingLoop::setCheckpointInterval(double seconds)
{
    m_checkpoint_interval = std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds));
}

void TrainingLoop::writeEventFiles()
{
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    m_report.event_files_began = std::chrono::duration<double>(now).count() - m_recorder.record().seconds;
}

Result<void> TrainingLoop::logSteps()
{
    auto log =
        StepLog::open(m_folder / stepLogFileName, m_trainer.step(), namesOfSeveralLosses(m_report.project.network));
    if (!log)
        return tl::unexpected<Error>(log.error());
    m_step_log = std::move(*log);
    m_report.has_step_log = true;
    return {};
}

Result<TrainingEnd> TrainingLoop::run(std::optional<std::int64_t> steps, const std::stop_token& stop,
                                      TrainingDisplay& display)
{
    m_last_step = m_trainer.totalSteps();
    if (steps)
        m_last_step = m_trainer.step() + std::min(*steps, m_last_step - m_trainer.step());
    m_written = Clock::now();
    m_written_epoch = epoch();
    display.prepare("Measuring the start");
    (void)m_trainer.measureStart(stop, [&display, shown = Clock::now()](double share) mutable {
        if (Clock::now() - shown < displayInterval)
            return;
        shown = Clock::now();
        display.prepare("Measuring the start: " + std::to_string(static_cast<int>(100 * share)) + " %");
    });
    // Where the last call was stopped while it measured an epoch, that is done first.
    if (const auto shown = show(m_recorder.advance(0, displayInterval, stop), display); !shown)
        return tl::unexpected<Error>(shown.error());
    while (m_trainer.step() < m_last_step && !m_trainer.finished() && !m_trainer.divergence() &&
           !stop.stop_requested()) {
        const auto slice =
            std::min(displayInterval, std::chrono::ceil<std::chrono::milliseconds>(m_checkpoint_interval));
        std::int64_t most = m_last_step - m_trainer.step();
        if (m_keeps_best || m_checkpoint_epochs > 0) // Nothing of the next epoch belongs to this one's.
            most = std::min(most, m_trainer.stepsPerEpoch() - m_trainer.step() % m_trainer.stepsPerEpoch());
        const auto news = m_recorder.advance(most, slice, stop);
        if (m_keeps_best)
            takeBest();
        if (const auto shown = show(news, display); !shown)
            return tl::unexpected<Error>(shown.error());
        const bool is_due = m_checkpoint_epochs > 0 && epoch() - m_written_epoch >= m_checkpoint_epochs;
        if (is_due || Clock::now() - m_written > m_checkpoint_interval) {
            if (const auto written = write(); !written)
                return tl::unexpected<Error>(written.error());
        }
    }
    // Also where this call stops before the end: its last measure is the last word on what it leaves.
    m_report.divergence = m_trainer.divergence() ? m_trainer.divergence() : m_trainer.nonFiniteMeasure();
    if (!m_report.divergence)
        m_report.divergence = divergenceOfEnds(m_recorder.ends());
    const TrainingEnd end = m_report.divergence    ? TrainingEnd::Diverged
                            : m_trainer.finished() ? TrainingEnd::Finished
                                                   : TrainingEnd::Stopped;
    display.end(end, m_recorder.ends(), report());
    if (const auto written = write(); !written)
        return tl::unexpected<Error>(written.error());
    return end;
}

Result<void> TrainingLoop::show(const Recorder::News& news, TrainingDisplay& display)
{
    std::vector<MetricEvent> events = news.events;
    std::erase_if(events, [](const MetricEvent& event) { return event.kind == MetricEvent::Kind::End; });
    display.update(events, progress());
    if (!news.uses.empty())
        display.showUses(m_recorder.record().watched_uses, news.uses);
    return m_step_log ? m_step_log->append(events) : Result<void>();
}

TrainingProgress TrainingLoop::progress() const
{
    TrainingProgress progress;
    progress.step = m_trainer.step();
    progress.total_steps = m_last_step;
    progress.steps_per_epoch = m_trainer.stepsPerEpoch();
    progress.epochs = m_report.project.training.epochs;
    progress.samples_per_second = m_recorder.samplesPerSecond();
    if (m_recorder.stepsPerSecond() > 0)
        progress.seconds_left = static_cast<double>(m_last_step - progress.step) / m_recorder.stepsPerSecond();
    return progress;
}

TrainingReport TrainingLoop::report() const
{
    TrainingReport report = m_report;
    static_cast<RunRecord&>(report) = m_recorder.record();
    if (!report.divergence)
        report.divergence = m_report.divergence;
    return report;
}

Result<void> TrainingLoop::write()
{
    m_written = Clock::now();
    m_written_epoch = epoch();
    if (m_folder.empty())
        return {};
    // Before the state: what goes on from it finds all steps up to it.
    if (const auto flushed = m_step_log ? m_step_log->flush() : Result<void>(); !flushed)
        return flushed;
    Replacement files(m_folder);
    if (const auto written = writeTrainingFiles(files, m_folder, m_trainer, report()); !written)
        return written;
    for (const ArmId& arm : m_trainer.variants()) {
        const std::filesystem::path file = m_folder / bestCheckpointFileName(arm);
        const std::string& bytes = m_best[arm].checkpoint;
        // What is there may be of an earlier training, or of an earlier best.
        const bool is_stale = !m_goes_on && bytes.empty() && !std::isfinite(m_best[arm].loss);
        if (bytes.empty() && !is_stale)
            continue;
        if (const auto put = is_stale ? files.remove(file) : files.write(file, bytes); !put)
            return put;
    }
    const auto committed = files.commit();
    for (auto& [arm, best] : m_best)
        best.checkpoint.clear();
    return committed;
}

void TrainingLoop::takeBest()
{
    if (m_trainer.step() % m_trainer.stepsPerEpoch() != 0 || m_trainer.divergence())
        return;
    for (const History& history : m_recorder.record().histories) {
        const bool has_ended = !history.epochs.empty() && history.epochs.back().step == m_trainer.step();
        Best& best = m_best[history.variant];
        if (!has_ended || !(lossToBeat(history.epochs.back()) < best.loss))
            continue;
        best.loss = lossToBeat(history.epochs.back());
        best.checkpoint = m_trainer.checkpoint(history.variant);
    }
}

} // namespace ligature::cli
