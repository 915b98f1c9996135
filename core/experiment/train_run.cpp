// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/train_run.h"

#include <algorithm>
#include <cerrno>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

#include "core/files/atomic_file.h"
#include "core/files/file_descriptor.h"
#include "core/files/replacement.h"
#include "core/memory/within_memory.h"
#include "core/training/curve.h"
#include "core/training/trainer.h"

namespace ligature {

namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds slice = 50ms;
constexpr std::uintmax_t largestProgress = std::uintmax_t{1} << 28;
constexpr std::size_t mostSpeeds = 4096;
constexpr const char* progressName = "progress.json";
constexpr const char* lockName = "lock";

/// What a run leaves on the way, so that a kill takes no more than an interval. One process has the folder at a time: a
/// run that another one is training has none.
class Progress {
public:
    explicit Progress(std::filesystem::path folder) : m_folder(std::move(folder))
    {
        std::error_code none;
        if (m_folder.empty() || (std::filesystem::create_directories(m_folder, none), none))
            return;
        const std::filesystem::path lock = m_folder / lockName;
        m_lock = std::make_unique<FileDescriptor>(::open(lock.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666));
        struct stat held = {};
        struct stat there = {};
        // Whoever had it before may have taken the folder away since it was opened.
        m_is_ours = m_lock->isOpen() && ::flock(m_lock->number(), LOCK_EX | LOCK_NB) == 0 &&
                    ::fstat(m_lock->number(), &held) == 0 && ::stat(lock.c_str(), &there) == 0 &&
                    held.st_dev == there.st_dev && held.st_ino == there.st_ino;
    }

    /// Nothing: there is none, or it is of no use.
    [[nodiscard]] std::optional<RunResult> read() const
    {
        std::error_code none;
        if (!m_is_ours || !std::filesystem::exists(m_folder / progressName, none))
            return std::nullopt;
        const auto bytes = readFile(m_folder / progressName, largestProgress);
        if (!bytes)
            return std::nullopt;
        const auto result = decodeRunResult(*bytes, progressName);
        return result ? std::optional(*result) : std::nullopt;
    }

    [[nodiscard]] Result<void> write(const Trainer& trainer, const RunResult& result) const
    {
        if (!m_is_ours)
            return {};
        Replacement files(m_folder);
        Result<void> written = files.write(m_folder / checkpointFileName(result.arm), trainer.checkpoint(result.arm));
        if (written)
            written = files.write(m_folder / progressName, encodeRunResult(result));
        return written ? files.commit() : written;
    }

    /// The run is through.
    void remove() const
    {
        std::error_code none;
        if (m_is_ours)
            std::filesystem::remove_all(m_folder, none);
    }

    [[nodiscard]] const std::filesystem::path& folder() const { return m_folder; }

private:
    std::filesystem::path m_folder;
    std::unique_ptr<FileDescriptor> m_lock;
    bool m_is_ours = false;
};

double setRateOf(const TrainingSettings& settings)
{
    const auto rate = settings.optimizer_attributes.values().find("learning_rate");
    return rate == settings.optimizer_attributes.values().end() ? notMeasured : std::get<double>(rate->second);
}

/// A run on its way.
class RunInTraining {
public:
    RunInTraining(const RunToTrain& run, Progress& progress, std::unique_ptr<Trainer> trainer,
                  const std::optional<RunResult>& earlier)
        : m_run(run), m_progress(progress), m_trainer(std::move(trainer))
    {
        m_result.key = run.key;
        m_result.arm = run.project.training.arms.front();
        m_result.seed = run.project.training.seed;
        m_result.fraction = run.project.training.training_fraction;
        m_result.learning_rate = setRateOf(run.project.training);
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

    [[nodiscard]] Result<std::optional<RunResult>> run(const std::stop_token& stop)
    {
        (void)m_trainer->measureStart(stop, {});
        m_trainer->advance(0, slice, stop); // The measuring of an epoch that a stop left out.
        collect();
        Clock::time_point written = Clock::now();
        while (!isThrough() && !stop.stop_requested()) {
            const std::int64_t before = m_trainer->step();
            const double seconds = m_trainer->seconds();
            m_trainer->advance(m_trainer->totalSteps() - before, slice, stop);
            collect();
            noteSpeed(m_trainer->seconds() - seconds, m_trainer->step() - before);
            tell(m_trainer->step() - before, false);
            if (m_run.between_slices)
                m_run.between_slices();
            if (Clock::now() - written < m_run.checkpoint_interval || isThrough())
                continue;
            if (const auto kept = m_progress.write(*m_trainer, result()); !kept)
                return tl::unexpected(kept.error());
            written = Clock::now();
        }
        if (!isThrough()) {
            if (const auto kept = m_trainer->step() > 0 ? m_progress.write(*m_trainer, result()) : Result<void>();
                !kept)
                return tl::unexpected(kept.error());
            return std::nullopt;
        }
        RunResult through = result();
        if (const auto& divergence = m_trainer->divergence())
            through.divergence = RunResult::Divergence{divergence->step, divergence->layer, divergence->message};
        else if (m_run.measures_test)
            through.test = m_trainer->measureTest(m_result.arm);
        return through;
    }

private:
    [[nodiscard]] bool isThrough() const { return m_trainer->finished() || m_trainer->divergence(); }

    void collect()
    {
        for (MetricEvent& event : m_trainer->takeEvents()) {
            if (event.kind != MetricEvent::Kind::Epoch)
                continue;
            event.seconds = 0; // Times are no figure that is the same each time.
            addToHistory(m_history, event);
        }
    }

    void noteSpeed(double seconds, std::int64_t steps)
    {
        if (steps <= 0)
            return;
        if (m_speeds.size() == mostSpeeds) {
            std::size_t kept = 0;
            std::erase_if(m_speeds, [&kept](double) { return kept++ % 2 == 1; });
        }
        m_speeds.push_back(seconds / static_cast<double>(steps));
    }

    void tell(std::int64_t steps, bool is_earlier) const
    {
        if (m_run.progress && steps != 0)
            m_run.progress(steps, is_earlier);
    }

    [[nodiscard]] RunResult result() const
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

    const RunToTrain& m_run;
    Progress& m_progress;
    std::unique_ptr<Trainer> m_trainer;
    RunResult m_result;
    History m_history;
    std::vector<double> m_speeds;
    double m_seconds_before = 0;
};

} // namespace

Result<std::optional<RunResult>> trainRun(const RunToTrain& run, const std::stop_token& stop)
{
    return withinMemory(run.project.name, [&]() -> Result<std::optional<RunResult>> {
        Progress progress(run.running);
        std::optional<RunResult> earlier = progress.read();
        Result<std::unique_ptr<Trainer>> trainer = fail({}, {});
        if (earlier)
            trainer = Trainer::resume(run.project, run.dataset, progress.folder(), 1, stop);
        if (!trainer) { // What cannot be gone on from is trained anew.
            earlier.reset();
            trainer = Trainer::create(run.project, run.dataset, 1, stop);
        }
        if (!trainer && stop.stop_requested())
            return std::nullopt;
        if (!trainer)
            return tl::unexpected(trainer.error());
        RunInTraining training(run, progress, std::move(*trainer), earlier);
        auto result = training.run(stop);
        if (!result || !*result)
            return result;
        if (const auto kept = run.keep ? run.keep(**result) : Result<void>(); !kept)
            return tl::unexpected(kept.error());
        progress.remove();
        return result;
    });
}

void removeWhatRunGoesOnFrom(const std::filesystem::path& running)
{
    std::error_code none;
    if (!running.empty() && std::filesystem::exists(running, none))
        Progress(running).remove();
}

bool isInTraining(const std::filesystem::path& running)
{
    const std::filesystem::path lock = running / lockName;
    const FileDescriptor file(::open(lock.c_str(), O_RDWR | O_CLOEXEC));
    return file.isOpen() && ::flock(file.number(), LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK;
}

} // namespace ligature
