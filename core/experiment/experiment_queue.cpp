// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/experiment_queue.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <deque>
#include <limits>
#include <map>
#include <set>
#include <thread>

#include "core/experiment/train_run.h"
#include "core/memory/within_memory.h"
#include "core/training/losses.h"

namespace ligature {

namespace {

using Clock = std::chrono::steady_clock;

/// Between two looks at whether another process is through with a run.
constexpr std::chrono::milliseconds lookInterval{100};
constexpr std::chrono::milliseconds tellInterval{200};

} // namespace

/// A run with its key, which takes the whole network to find.
struct ExperimentQueue::Waiting {
    PlannedRun planned; ///< of those that are this very run, the first
    std::string key;
    std::int64_t rows = 1; ///< how many of what is planned are this run: settings may not concern an arm
    std::size_t pair = 0;  ///< the arms of one seed have the same
    bool is_alone = false; ///< it could not be begun beside others
};

struct ExperimentQueue::OnItsWay {
    Waiting row;
    std::unique_ptr<RunInTraining> training;
};

/// What the threads of one phase share, under the queue's mutex.
struct ExperimentQueue::Phase {
    ExperimentProgress::Phase name = ExperimentProgress::Phase::Comparing;
    std::deque<Waiting> waiting;
    std::deque<Waiting> elsewhere; ///< that another process trains, as was found when it was looked for
    std::deque<OnItsWay> given;    ///< by a thread that has several to one that has none
    std::size_t idle = 0;          ///< threads that have nothing
    std::size_t busy = 0;
    std::function<void(const ExperimentProgress&)> told;
    std::mutex telling;
    Clock::time_point last_told = Clock::now(); ///< under telling
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
    phase.last_told = Clock::now();
    phase.told(progress());
}

void ExperimentQueue::tellNowAndThen(Phase& phase)
{
    if (!phase.told)
        return;
    {
        const std::scoped_lock one_at_a_time(phase.telling);
        if (Clock::now() - phase.last_told < tellInterval)
            return;
    }
    tell(phase);
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
    std::map<std::string, std::size_t> places; ///< in what waits
    const PlannedRun* before = nullptr;
    std::size_t pair = 0;
    for (const PlannedRun& run : runs) {
        // While rates are tuned, the arms of one seed are tried at several.
        const bool is_next =
            before != nullptr &&
            (before->group != run.group || before->seed != run.seed || before->fold != run.fold ||
             (name == ExperimentProgress::Phase::Tuning && before->learning_rate != run.learning_rate));
        pair += is_next ? 1 : 0;
        before = &run;
        const std::string key = m_experiment.keyOf(run);
        if (const auto place = places.find(key); place != places.end()) {
            ++phase.waiting[place->second].rows;
            continue;
        }
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
        places[key] = phase.waiting.size();
        phase.waiting.push_back({run, key, 1, pair});
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
    for (const OnItsWay& run : phase.given) { // Nobody took it before a stop.
        if (const auto left = run.training->leave(); !left && !phase.error)
            phase.error = left.error();
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

/// What one thread trains side by side; false where there is nothing left.
Result<bool> ExperimentQueue::work(Phase& phase)
{
    waitWhilePaused(phase);
    std::vector<OnItsWay> runs;
    std::vector<Waiting> rows;
    if (!take(phase, rows, runs))
        return false;
    // Whatever comes, those that wait for this thread hear that it is through.
    struct Through {
        ExperimentQueue& queue;
        Phase& phase;
        ~Through()
        {
            {
                const std::scoped_lock lock(queue.m_mutex);
                --phase.busy;
            }
            queue.m_changed.notify_all();
        }
    };
    const Through through{*this, phase};
    for (const Waiting& row : rows) {
        if (phase.stop.stop_requested())
            break;
        if (const auto begun = begin(phase, row, runs); !begun)
            return tl::unexpected(begun.error());
    }
    if (const auto trained = trainSideBySide(phase, std::move(runs)); !trained)
        return tl::unexpected(trained.error());
    return true;
}

/// Waits for something to do while others may still have something to give.
/// @return false where there is nothing left, or it was stopped
bool ExperimentQueue::take(Phase& phase, std::vector<Waiting>& rows, std::vector<OnItsWay>& runs)
{
    std::unique_lock lock(m_mutex);
    const auto something = [&phase] { return !phase.given.empty() || !phase.waiting.empty(); };
    while (!something()) {
        if (phase.stop.stop_requested() || (phase.busy == 0 && phase.elsewhere.empty()))
            return false;
        ++phase.idle;
        const auto changed = [&] { return something() || (phase.busy == 0 && phase.elsewhere.empty()); };
        if (phase.elsewhere.empty())
            m_changed.wait(lock, phase.stop.get_token(), [&] { return changed() || !phase.elsewhere.empty(); });
        else if (!m_changed.wait_for(lock, phase.stop.get_token(), lookInterval, changed))
            phase.waiting.swap(phase.elsewhere); // Nothing waits here.
        --phase.idle;
    }
    if (phase.stop.stop_requested())
        return false;
    ++phase.busy;
    if (!phase.given.empty()) {
        runs.push_back(std::move(phase.given.front()));
        phase.given.pop_front();
        return true;
    }
    auto first = phase.waiting.begin();
    if (m_preferred) {
        const auto preferred =
            std::ranges::find(phase.waiting, *m_preferred, [](const Waiting& run) { return run.planned.group; });
        first = preferred == phase.waiting.end() ? first : preferred;
    }
    const std::size_t pair = first->pair;
    rows.push_back(std::move(*first));
    auto next = phase.waiting.erase(first);
    while (!rows.front().is_alone && next != phase.waiting.end() && next->pair == pair && !next->is_alone) {
        rows.push_back(std::move(*next));
        next = phase.waiting.erase(next);
    }
    return true;
}

/// Adds it to what this thread trains, but where it is through already or another process trains it.
Result<void> ExperimentQueue::begin(Phase& phase, const Waiting& row, std::vector<OnItsWay>& runs)
{
    const auto& [planned, key, rows, pair, is_alone] = row;
    RunClaim claim(m_store.runningFolder(key));
    // Another process that fills the same folder may have been faster.
    const auto found = m_store.find(key);
    if (!found)
        return tl::unexpected(found.error());
    if (*found) {
        claim.removeFolder();
        noteSteps(phase, m_experiment.stepsOf(planned), true);
        noteDone(phase, row, **found);
        return {};
    }
    if (claim.isAnothers()) {
        const std::scoped_lock lock(m_mutex);
        phase.elsewhere.push_back(row);
        return {};
    }
    RunToTrain run{m_experiment.projectOf(planned), key, m_experiment.dataset(), m_store.runningFolder(key)};
    run.checkpoint_interval = m_checkpoint_interval;
    // What only chooses learning rates leaves the test to what is compared.
    run.measures_test = phase.name == ExperimentProgress::Phase::Comparing;
    run.keep = [this, one = planned, is_tuning = phase.name == ExperimentProgress::Phase::Tuning](RunResult& result) {
        m_experiment.describe(one, result);
        result.is_tuning = is_tuning;
        return m_store.add(result);
    };
    auto training = withinMemory(m_experiment.project().name, [&] {
        return RunInTraining::begin(std::move(run), std::move(claim), phase.stop.get_token());
    });
    if (!training && !runs.empty()) {
        // There may be memory for one of them and not for all: what cannot be trained alone either is told then.
        const std::scoped_lock lock(m_mutex);
        phase.waiting.push_front(row);
        phase.waiting.front().is_alone = true;
        return {};
    }
    if (!training)
        return tl::unexpected(training.error());
    if (*training == nullptr) // It was stopped.
        return {};
    noteSteps(phase, (*training)->step(), true);
    runs.push_back({row, std::move(*training)});
    return {};
}

/// In lockstep: at any moment they are at about the same step, and each slice trains the one that is furthest behind.
Result<void> ExperimentQueue::trainSideBySide(Phase& phase, std::vector<OnItsWay> runs)
{
    const auto stepOf = [](const OnItsWay& run) { return run.training->step(); };
    Result<void> done;
    while (done && !runs.empty() && !phase.stop.stop_requested()) {
        giveToIdle(phase, runs);
        const auto behind = std::ranges::min_element(runs, {}, stepOf);
        const std::int64_t before = stepOf(*behind);
        const std::int64_t lag = stepOf(*std::ranges::max_element(runs, {}, stepOf)) - before;
        if (!behind->training->isThrough())
            done = behind->training->advance(lag > 0 ? lag : behind->training->totalSteps(), phase.stop.get_token());
        noteSteps(phase, stepOf(*behind) - before, false);
        if (done && behind->training->isThrough()) {
            const auto result = behind->training->end();
            if (result) {
                // One that diverged, or became no better, leaves steps undone.
                noteSteps(phase, m_experiment.stepsOf(behind->row.planned) - stepOf(*behind), true);
                {
                    const std::scoped_lock lock(m_mutex);
                    ++m_progress.trained;
                }
                noteDone(phase, behind->row, *result);
                runs.erase(behind);
            } else {
                done = tl::unexpected(result.error());
            }
        }
        tellNowAndThen(phase);
        waitWhilePaused(phase);
    }
    for (const OnItsWay& run : runs) {
        if (const auto left = run.training->isThrough() ? Result<void>() : run.training->leave(); !left && done)
            done = left;
    }
    return done;
}

/// A core that has nothing takes one of several that another one trains.
void ExperimentQueue::giveToIdle(Phase& phase, std::vector<OnItsWay>& runs)
{
    {
        const std::scoped_lock lock(m_mutex);
        if (runs.size() < 2 || !phase.waiting.empty() || phase.idle <= phase.given.size())
            return;
        phase.given.push_back(std::move(runs.back()));
        runs.pop_back();
    }
    m_changed.notify_all();
}

void ExperimentQueue::noteDone(Phase& phase, const Waiting& row, const RunResult& result)
{
    {
        const std::scoped_lock lock(m_mutex);
        m_progress.done += row.rows;
        m_progress.diverged += result.divergence ? row.rows : 0;
    }
    tell(phase);
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
    return rates.empty() ? std::nullopt : std::optional(std::move(rates));
}

} // namespace ligature
