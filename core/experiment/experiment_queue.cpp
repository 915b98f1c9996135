// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/experiment_queue.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <deque>
#include <limits>
#include <set>
#include <thread>

#include "core/experiment/train_run.h"
#include "core/memory/within_memory.h"
#include "core/training/losses.h"

namespace ligature {

namespace {

using Clock = std::chrono::steady_clock;

} // namespace

/// What the threads of one phase share, under the queue's mutex.
struct ExperimentQueue::Phase {
    /// A run with its key, which takes the whole network to find.
    struct Waiting {
        PlannedRun planned;
        std::string key;
    };
    ExperimentProgress::Phase name = ExperimentProgress::Phase::Comparing;
    std::deque<Waiting> waiting;
    std::function<void(const ExperimentProgress&)> told;
    std::mutex telling;
    std::size_t workers = 0;
    std::int64_t steps_left = 0;
    std::int64_t steps_done = 0; ///< by this call
    Clock::time_point began = Clock::now();
    Clock::duration paused{}; ///< summed over the workers
    std::optional<Error> error;
    std::stop_source stop; ///< asked for from outside, or by a worker that failed
};

ExperimentQueue::ExperimentQueue(const Experiment& experiment, RunStore& store, int threads, Shard shard,
                                 std::chrono::milliseconds checkpoint_interval)
    : m_experiment(experiment), m_store(store), m_threads(std::max(1, threads)), m_shard(shard),
      m_checkpoint_interval(checkpoint_interval)
{
}

void ExperimentQueue::pause()
{
    const std::scoped_lock lock(m_mutex);
    m_is_paused = true;
}

void ExperimentQueue::resume()
{
    {
        const std::scoped_lock lock(m_mutex);
        m_is_paused = false;
    }
    m_changed.notify_all();
}

bool ExperimentQueue::isPaused() const
{
    const std::scoped_lock lock(m_mutex);
    return m_is_paused;
}

void ExperimentQueue::prefer(const ExperimentGroup& group)
{
    const std::scoped_lock lock(m_mutex);
    m_preferred = group;
}

ExperimentProgress ExperimentQueue::progress() const
{
    const std::scoped_lock lock(m_mutex);
    return m_progress;
}

void ExperimentQueue::waitWhilePaused(Phase& phase)
{
    std::unique_lock lock(m_mutex);
    if (!m_is_paused)
        return;
    const Clock::time_point began = Clock::now();
    m_changed.wait(lock, phase.stop.get_token(), [this] { return !m_is_paused; });
    phase.paused += Clock::now() - began;
}

void ExperimentQueue::tell(Phase& phase)
{
    if (!phase.told)
        return;
    const std::scoped_lock one_at_a_time(phase.telling);
    phase.told(progress());
}

/// What this part compares, without tuned rates.
std::vector<PlannedRun> ExperimentQueue::ownRuns() const
{
    const std::vector<PlannedRun> all = m_experiment.comparedRuns({});
    const std::size_t arms = m_experiment.arms().size();
    const auto parts = static_cast<std::size_t>(m_shard.of);
    const std::size_t block = all.size() / arms >= parts ? arms : 1;
    std::vector<PlannedRun> own;
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (i / block % parts == static_cast<std::size_t>(m_shard.part - 1))
            own.push_back(all[i]);
    }
    return own;
}

/// Tuning belongs to what is compared: each part tunes what its own runs need, and finds what others have tuned.
std::vector<PlannedRun> ExperimentQueue::ownTuningRuns(const std::vector<PlannedRun>& own) const
{
    std::set<std::pair<ExperimentGroup, ArmId>> compared;
    for (const PlannedRun& run : own)
        compared.emplace(run.group, run.arm);
    std::vector<PlannedRun> tuning = m_experiment.tuningRuns();
    std::erase_if(tuning, [&](const PlannedRun& run) { return !compared.contains({run.group, run.arm}); });
    // Each part begins elsewhere, so that those that share a folder share the work.
    const auto first = static_cast<std::ptrdiff_t>(
        static_cast<double>(tuning.size()) * static_cast<double>(m_shard.part - 1) / static_cast<double>(m_shard.of));
    std::ranges::rotate(tuning, tuning.begin() + first);
    return tuning;
}

Result<bool> ExperimentQueue::run(const std::stop_token& stop, std::function<void(const ExperimentProgress&)> told)
{
    std::vector<PlannedRun> own = ownRuns();
    std::vector<PlannedRun> tuning = ownTuningRuns(own);
    if (!tuning.empty()) {
        const auto tuned = runAll(std::move(tuning), ExperimentProgress::Phase::Tuning, stop, told);
        if (!tuned || !*tuned)
            return tuned;
        const auto rates = tunedRates(m_experiment, m_store);
        if (!rates)
            return tl::unexpected(rates.error());
        for (PlannedRun& run : own)
            run.learning_rate = (*rates).value_or(TunedRates()).at({run.group, run.arm});
    }
    return runAll(std::move(own), ExperimentProgress::Phase::Comparing, stop, told);
}

Result<bool> ExperimentQueue::runAll(std::vector<PlannedRun> runs, ExperimentProgress::Phase name,
                                     const std::stop_token& stop,
                                     const std::function<void(const ExperimentProgress&)>& told)
{
    Phase phase;
    phase.name = name;
    phase.told = told;
    {
        const std::scoped_lock lock(m_mutex);
        m_progress = {.phase = name, .runs = static_cast<std::int64_t>(runs.size())};
    }
    for (PlannedRun& run : runs) {
        const std::string key = m_experiment.keyOf(run);
        const auto found = m_store.find(key);
        if (!found)
            return tl::unexpected(found.error());
        if (*found) {
            removeWhatRunGoesOnFrom(m_store.runningFolder(key));
            const std::scoped_lock lock(m_mutex);
            ++m_progress.done;
            m_progress.diverged += (*found)->divergence ? 1 : 0;
            continue;
        }
        phase.steps_left += m_experiment.stepsOf(run);
        phase.waiting.push_back({std::move(run), key});
    }
    tell(phase);
    phase.began = Clock::now();
    {
        const std::stop_callback forwarded(stop, [&phase] { phase.stop.request_stop(); });
        const auto labour = [&] {
            while (true) {
                const auto worked = withinMemory(m_experiment.project().name, [&] { return work(phase); });
                if (worked && *worked)
                    continue;
                if (!worked) {
                    {
                        const std::scoped_lock lock(m_mutex);
                        if (!phase.error)
                            phase.error = worked.error();
                    }
                    // The others leave what they go on from.
                    phase.stop.request_stop();
                }
                return;
            }
        };
        phase.workers = std::min<std::size_t>(static_cast<std::size_t>(m_threads), phase.waiting.size());
        std::vector<std::jthread> workers;
        for (std::size_t i = 0; i < phase.workers; ++i)
            workers.emplace_back(labour);
    }
    if (phase.error)
        return tl::unexpected(*phase.error);
    if (stop.stop_requested())
        return false;
    if (name == ExperimentProgress::Phase::Comparing) {
        {
            const std::scoped_lock lock(m_mutex);
            m_progress.phase = ExperimentProgress::Phase::Done;
            m_progress.seconds_left = 0;
        }
        tell(phase);
    }
    return true;
}

/// One run; false where there is none left.
Result<bool> ExperimentQueue::work(Phase& phase)
{
    waitWhilePaused(phase);
    Phase::Waiting next_run;
    {
        const std::scoped_lock lock(m_mutex);
        if (phase.waiting.empty() || phase.stop.stop_requested())
            return false;
        auto next = phase.waiting.begin();
        if (m_preferred) {
            const auto preferred = std::ranges::find(phase.waiting, *m_preferred,
                                                     [](const Phase::Waiting& run) { return run.planned.group; });
            next = preferred == phase.waiting.end() ? next : preferred;
        }
        next_run = std::move(*next);
        phase.waiting.erase(next);
    }
    const auto& [planned, key] = next_run;
    // Another process that fills the same folder may have been faster.
    auto result = m_store.find(key);
    if (result && !*result) {
        if (const auto trained = train(phase, planned, key); !trained)
            return tl::unexpected(trained.error());
        result = m_store.find(key);
    }
    if (!result)
        return tl::unexpected(result.error());
    if (!*result) // It was stopped.
        return false;
    {
        const std::scoped_lock lock(m_mutex);
        ++m_progress.done;
        m_progress.diverged += (*result)->divergence ? 1 : 0;
    }
    tell(phase);
    return true;
}

/// Into the store; not where it is stopped.
Result<void> ExperimentQueue::train(Phase& phase, const PlannedRun& planned, const std::string& key)
{
    RunToTrain run{m_experiment.projectOf(planned), key, m_experiment.dataset(), m_store.runningFolder(key)};
    run.checkpoint_interval = m_checkpoint_interval;
    // What only chooses learning rates leaves the test to what is compared.
    run.measures_test = phase.name == ExperimentProgress::Phase::Comparing;
    Clock::time_point told = Clock::now();
    std::int64_t noted = 0;
    run.progress = [&](std::int64_t steps, bool is_earlier) {
        noted += steps;
        noteSteps(phase, steps, is_earlier);
        if (Clock::now() - told > std::chrono::milliseconds(200)) {
            told = Clock::now();
            tell(phase);
        }
    };
    run.between_slices = [&] { waitWhilePaused(phase); };
    run.keep = [&](RunResult& result) {
        m_experiment.describe(planned, result);
        result.is_tuning = phase.name == ExperimentProgress::Phase::Tuning;
        return m_store.add(result);
    };
    const auto trained = trainRun(run, phase.stop.get_token());
    if (!trained)
        return tl::unexpected(trained.error());
    if (*trained) // One that diverged leaves steps undone.
        noteSteps(phase, m_experiment.stepsOf(planned) - noted, true);
    return {};
}

/// @param is_earlier they took this call no time
void ExperimentQueue::noteSteps(Phase& phase, std::int64_t steps, bool is_earlier)
{
    const std::scoped_lock lock(m_mutex);
    phase.steps_left -= steps;
    phase.steps_done += is_earlier ? 0 : steps;
    const Clock::duration paused = phase.paused / static_cast<std::int64_t>(std::max<std::size_t>(1, phase.workers));
    const double seconds = std::chrono::duration<double>(Clock::now() - phase.began - paused).count();
    if (seconds > 1 && phase.steps_done > 0)
        m_progress.seconds_left = seconds / static_cast<double>(phase.steps_done) *
                                  static_cast<double>(std::max<std::int64_t>(0, phase.steps_left));
}

Result<std::optional<TunedRates>> tunedRates(const Experiment& experiment, const RunStore& store)
{
    const bool by_metric = experiment.settings().measure == ExperimentMeasure::Metric;
    const MetricSpec metric = metricOf(lossesOf(experiment.project().network));
    const bool higher = by_metric && metric.direction == MetricSpec::Direction::HigherIsBetter;
    struct Tried {
        double cost = 0; ///< summed over the seeds; infinite where one diverged
        int runs = 0;
    };
    std::map<std::pair<ExperimentGroup, ArmId>, std::map<double, Tried>> tried;
    for (const PlannedRun& run : experiment.tuningRuns()) {
        const auto found = store.find(experiment.keyOf(run));
        if (!found)
            return tl::unexpected(found.error());
        if (!*found)
            continue;
        const double figure = by_metric ? (*found)->metric() : (*found)->valLoss();
        Tried& rate = tried[{run.group, run.arm}][*run.learning_rate];
        rate.cost += std::isfinite(figure) ? (higher ? -figure : figure) : std::numeric_limits<double>::infinity();
        ++rate.runs;
    }
    TunedRates rates;
    for (const auto& [place, of_rates] : tried) {
        const double set = experiment.setRate(place.first);
        const auto distance = [set](double rate) { return std::abs(std::log(rate / set)); };
        if (static_cast<std::int64_t>(of_rates.size()) < experiment.settings().tuning_trials ||
            std::ranges::any_of(of_rates, [](const auto& rate) { return rate.second.runs < tuningSeeds; }))
            continue;
        const auto best = std::ranges::min_element(of_rates, [&](const auto& a, const auto& b) {
            return std::pair(a.second.cost, distance(a.first)) < std::pair(b.second.cost, distance(b.first));
        });
        rates[place] = best->first;
    }
    if (rates.empty())
        return std::nullopt;
    return rates;
}

} // namespace ligature
