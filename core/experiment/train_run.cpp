// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/train_run.h"

#include <algorithm>
#include <cerrno>

#include "core/files/atomic_file.h"
#include "core/files/replacement.h"
#include "core/memory/within_memory.h"
#include "core/training/curve.h"

namespace ligature {

namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds slice = 50ms;
constexpr std::uintmax_t largestProgress = std::uintmax_t{1} << 28;
constexpr std::size_t mostSpeeds = 4096;
constexpr const char* progressName = "progress.json";

/// How far an earlier call came; nothing where there is none, or it is of no use.
std::optional<RunResult> readProgress(const RunClaim& claim)
{
    std::error_code none;
    if (!claim.hasFolder() || !std::filesystem::exists(claim.folder() / progressName, none))
        return std::nullopt;
    const auto bytes = readFile(claim.folder() / progressName, largestProgress);
    if (!bytes)
        return std::nullopt;
    const auto result = decodeRunResult(*bytes, progressName);
    return result ? std::optional(*result) : std::nullopt;
}

double setRateOf(const TrainingSettings& settings)
{
    const auto rate = settings.optimizer_attributes.values().find("learning_rate");
    return rate == settings.optimizer_attributes.values().end() ? notMeasured : std::get<double>(rate->second);
}

} // namespace

Result<std::unique_ptr<RunInTraining>> RunInTraining::begin(RunToTrain run, RunClaim claim, const std::stop_token& stop)
{
    std::optional<RunResult> earlier = readProgress(claim);
    Result<std::unique_ptr<Trainer>> trainer = fail({}, {});
    if (earlier)
        trainer = Trainer::resume(run.project, run.dataset, claim.folder(), 1, stop);
    if (!trainer) { // What cannot be gone on from is trained anew.
        earlier.reset();
        trainer = Trainer::create(run.project, run.dataset, 1, stop);
    }
    if (!trainer && stop.stop_requested())
        return nullptr;
    if (!trainer)
        return tl::unexpected(trainer.error());
    return std::unique_ptr<RunInTraining>(
        new RunInTraining(std::move(run), std::move(claim), std::move(*trainer), earlier));
}

RunInTraining::RunInTraining(RunToTrain run, RunClaim claim, std::unique_ptr<Trainer> trainer,
                             const std::optional<RunResult>& earlier)
    : m_run(std::move(run)), m_claim(std::move(claim)), m_trainer(std::move(trainer))
{
    const TrainingSettings& settings = m_run.project.training;
    m_result.key = m_run.key;
    m_result.arm = settings.arms.front();
    m_result.seed = settings.seed;
    m_result.fold = settings.folds > 1 ? settings.fold : 0;
    m_result.fraction = settings.training_fraction;
    m_result.learning_rate = setRateOf(settings);
    m_result.total_steps = m_trainer->totalSteps();
    m_result.training_samples = m_trainer->trainingSampleCount();
    m_result.validation_samples = m_trainer->validationSampleCount();
    if (!earlier)
        return;
    m_seconds_before = earlier->seconds;
    m_history.epochs = earlier->epochs;
    m_speeds.push_back(earlier->seconds_per_step);
    tell(m_trainer->step(), true);
}

Result<void> RunInTraining::advance(std::int64_t steps, const std::stop_token& stop)
{
    if (!m_has_begun) {
        (void)m_trainer->measureStart(stop, {});
        m_trainer->advance(0, slice, stop); // The measuring of an epoch that a stop left out.
        m_has_begun = true;
    }
    const std::int64_t before = m_trainer->step();
    const double seconds = m_trainer->seconds();
    m_trainer->advance(std::min(steps, m_trainer->totalSteps() - before), slice, stop);
    collect();
    noteSpeed(m_trainer->seconds() - seconds, m_trainer->step() - before);
    tell(m_trainer->step() - before, false);
    if (Clock::now() - m_written < m_run.checkpoint_interval || isThrough())
        return {};
    const auto left = leave();
    m_written = Clock::now();
    return left;
}

Result<void> RunInTraining::leave() const
{
    if (!m_claim.hasFolder() || m_trainer->step() == 0)
        return {};
    const RunResult now = result();
    Replacement files(m_claim.folder());
    Result<void> written = files.write(m_claim.folder() / checkpointFileName(now.arm), m_trainer->checkpoint(now.arm));
    if (written)
        written = files.write(m_claim.folder() / progressName, encodeRunResult(now));
    return written ? files.commit() : written;
}

Result<RunResult> RunInTraining::end()
{
    RunResult through = result();
    if (const auto& divergence = m_trainer->divergence())
        through.divergence = RunResult::Divergence{divergence->step, divergence->layer, divergence->message};
    else if (m_run.measures_test)
        through.test = m_trainer->measureTest(m_result.arm);
    if (const auto kept = m_run.keep ? m_run.keep(through) : Result<void>(); !kept)
        return tl::unexpected(kept.error());
    m_claim.removeFolder();
    return through;
}

void RunInTraining::collect()
{
    for (MetricEvent& event : m_trainer->takeEvents()) {
        if (event.kind != MetricEvent::Kind::Epoch)
            continue;
        event.seconds = 0; // Times are no figure that is the same each time.
        addToHistory(m_history, event);
    }
}

void RunInTraining::noteSpeed(double seconds, std::int64_t steps)
{
    if (steps <= 0)
        return;
    if (m_speeds.size() == mostSpeeds) {
        std::size_t kept = 0;
        std::erase_if(m_speeds, [&kept](double) { return kept++ % 2 == 1; });
    }
    m_speeds.push_back(seconds / static_cast<double>(steps));
}

void RunInTraining::tell(std::int64_t steps, bool is_earlier) const
{
    if (m_run.progress && steps != 0)
        m_run.progress(steps, is_earlier);
}

RunResult RunInTraining::result() const
{
    RunResult now = m_result;
    now.epochs = m_history.epochs;
    now.kept_epoch = m_trainer->keptEpoch(m_result.arm);
    now.steps = m_trainer->step();
    now.seconds = m_seconds_before + m_trainer->seconds();
    std::vector<double> speeds = m_speeds;
    if (!speeds.empty()) {
        const auto middle = speeds.begin() + static_cast<std::ptrdiff_t>(speeds.size() / 2);
        std::ranges::nth_element(speeds, middle);
        now.seconds_per_step = *middle;
    }
    return now;
}

Result<std::optional<RunResult>> trainRun(const RunToTrain& run, const std::stop_token& stop)
{
    return withinMemory(run.project.name, [&]() -> Result<std::optional<RunResult>> {
        auto training = RunInTraining::begin(run, RunClaim(run.running), stop);
        if (!training)
            return tl::unexpected(training.error());
        if (*training == nullptr)
            return std::nullopt;
        while (!(*training)->isThrough() && !stop.stop_requested()) {
            if (const auto advanced = (*training)->advance((*training)->totalSteps(), stop); !advanced)
                return tl::unexpected(advanced.error());
            if (run.between_slices)
                run.between_slices();
        }
        if (!(*training)->isThrough()) {
            if (const auto left = (*training)->leave(); !left)
                return tl::unexpected(left.error());
            return std::nullopt;
        }
        auto through = (*training)->end();
        if (!through)
            return tl::unexpected(through.error());
        return std::optional(std::move(*through));
    });
}

void removeWhatRunGoesOnFrom(const std::filesystem::path& running)
{
    std::error_code none;
    if (!running.empty() && std::filesystem::exists(running, none))
        RunClaim(running).removeFolder();
}

bool isInTraining(const std::filesystem::path& running)
{
    const std::filesystem::path lock = running / lockName;
    const FileDescriptor file(::open(lock.c_str(), O_RDWR | O_CLOEXEC));
    return file.isOpen() && ::flock(file.number(), LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK;
}

} // namespace ligature
