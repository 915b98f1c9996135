// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/experiment_queue.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <deque>
#include <thread>

#include "core/experiment/train_run.h"
#include "core/training/losses.h"

namespace ligature {

namespace {

using Clock = std::chrono::steady_clock;

} // namespace

/// What the threads of one phase share, under the queue's mutex.
struct ExperimentQueue::Phase {
    std::deque<PlannedRun> waiting;
    std::function<void(const ExperimentProgress&)> told;
    std::mutex telling;
    std::int64_t steps_left = 0;
    std::int64_t steps_done = 0; ///< by this call
    Clock::time_point began = Clock::now();
    Clock::duration paused{};
    std::optional<Error> error;
    bool is_stopped = false;
};

ExperimentQueue::ExperimentQueue(const Experiment& experiment, RunStore& store, int threads, Shard shard)
    : m_experiment(experiment), m_store(store), m_threads(std::max(1, threads)), m_shard(shard)
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

void ExperimentQueue::waitWhilePaused(const std::stop_token& stop)
{
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, stop, [this] { return !m_is_paused; });
}

void ExperimentQueue::tell(Phase& phase)
{
    if (!phase.told)
        return;
    const std::scoped_lock one_at_a_time(phase.telling);
    phase.told(progress());
}

Result<bool> ExperimentQueue::run(const std::stop_token& stop, std::function<void(const ExperimentProgress&)> told)
{
    // Tuning belongs to what is compared: each shard tunes what its own runs need, and finds what others have tuned.
    std::vector<PlannedRun> own;
    std::vector<PlannedRun> all = m_experiment.comparedRuns({});
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (static_cast<std::int64_t>(i) % m_shard.of == m_shard.part - 1)
            own.push_back(all[i]);
    }
    std::vector<PlannedRun> tuning = m_experiment.tuningRuns();
    std::erase_if(tuning, [&own](const PlannedRun& run) {
        return std::ranges::none_of(
            own, [&run](const PlannedRun& one) { return one.group == run.group && one.arm == run.arm; });
    });
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
    phase.told = told;
    {
        const std::scoped_lock lock(m_mutex);
        m_progress = {.phase = name, .runs = static_cast<std::int64_t>(runs.size())};
    }
    for (PlannedRun& run : runs) {
        const auto found = m_store.find(m_experiment.keyOf(run));
        if (!found)
            return tl::unexpected(found.error());
        if (*found) {
            const std::scoped_lock lock(m_mutex);
            ++m_progress.done;
            m_progress.diverged += (*found)->divergence ? 1 : 0;
            continue;
        }
        phase.steps_left += m_experiment.stepsOf(run);
        phase.waiting.push_back(std::move(run));
    }
    tell(phase);
    {
        std::vector<std::jthread> workers;
        const auto count = std::min<std::size_t>(static_cast<std::size_t>(m_threads), phase.waiting.size());
        const auto labour = [&] {
            while (true) {
                const auto worked = work(phase, stop);
                if (worked && *worked)
                    continue;
                if (!worked) {
                    const std::scoped_lock lock(m_mutex);
                    if (!phase.error)
                        phase.error = worked.error();
                }
                return;
            }
        };
        for (std::size_t i = 0; i < count; ++i)
            workers.emplace_back(labour);
    }
    if (phase.error)
        return tl::unexpected(*phase.error);
    if (stop.stop_requested())
        return false;
    {
        const std::scoped_lock lock(m_mutex);
        if (name == ExperimentProgress::Phase::Comparing)
            m_progress.phase = ExperimentProgress::Phase::Done;
    }
    tell(phase);
    return true;
}

/// One run; false where there is none left.
Result<bool> ExperimentQueue::work(Phase& phase, const std::stop_token& stop)
{
    waitWhilePaused(stop);
    PlannedRun planned;
    {
        const std::scoped_lock lock(m_mutex);
        if (phase.waiting.empty() || phase.error || stop.stop_requested())
            return false;
        auto next = phase.waiting.begin();
        if (m_preferred) {
            const auto preferred = std::ranges::find(phase.waiting, *m_preferred, &PlannedRun::group);
            next = preferred == phase.waiting.end() ? next : preferred;
        }
        planned = *next;
        phase.waiting.erase(next);
    }
    const std::string key = m_experiment.keyOf(planned);
    // Another process that fills the same folder may have been faster.
    const auto there = m_store.find(key);
    if (!there)
        return tl::unexpected(there.error());
    std::optional<RunResult> result = *there;
    if (!result) {
        Clock::time_point told = Clock::now();
        RunToTrain run{m_experiment.projectOf(planned), key, m_experiment.dataset(), m_store.runningFolder(key)};
        run.progress = [&](std::int64_t steps) {
            {
                const std::scoped_lock lock(m_mutex);
                phase.steps_done += steps;
                phase.steps_left -= steps;
                const double seconds = std::chrono::duration<double>(Clock::now() - phase.began - phase.paused).count();
                if (seconds > 1 && phase.steps_done > 0)
                    m_progress.seconds_left = seconds / static_cast<double>(phase.steps_done) *
                                              static_cast<double>(std::max<std::int64_t>(0, phase.steps_left));
            }
            if (Clock::now() - told > std::chrono::milliseconds(200)) {
                told = Clock::now();
                tell(phase);
            }
        };
        run.between_slices = [&] {
            const auto before = Clock::now();
            waitWhilePaused(stop);
            const std::scoped_lock lock(m_mutex);
            phase.paused += (Clock::now() - before) / m_threads;
        };
        auto trained = trainRun(run, stop);
        if (!trained)
            return tl::unexpected(trained.error());
        if (!*trained)
            return false;
        result = std::move(*trained);
        result->values = m_experiment.points()[planned.group.point].values;
        if (const auto added = m_store.add(*result); !added)
            return tl::unexpected(added.error());
    }
    {
        const std::scoped_lock lock(m_mutex);
        ++m_progress.done;
        m_progress.diverged += result->divergence ? 1 : 0;
    }
    tell(phase);
    return true;
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
        const double middle =
            experiment.triedRates(place.first)[static_cast<std::size_t>(experiment.settings().tuning_trials / 2)];
        const auto distance = [middle](double rate) { return std::abs(std::log(rate / middle)); };
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
