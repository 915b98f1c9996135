// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/session.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <new>
#include <utility>

#include "core/network/remedies.h"
#include "core/network/repeat.h"
#include "core/project/project_remedy.h"
#include "core/training/curve.h"
#include "core/training/recorder.h"
#include "core/training/training_probe.h"

namespace ligature {

namespace {

using Clock = std::chrono::steady_clock;

/// How long the worker computes before it hands over what came and looks at its commands.
constexpr std::chrono::milliseconds slice{15};
constexpr std::chrono::milliseconds snapshotInterval{1000};
/// How often a session that takes another one's place looks whether that one is gone.
constexpr std::chrono::milliseconds waitInterval{2};

/// Of how many parameters norms wait for a slow reader, over all steps.
constexpr std::size_t largestNormCount = std::size_t{1} << 18;

bool hasEnded(SessionState state)
{
    return state == SessionState::Finished || state == SessionState::Stopped || state == SessionState::Diverged ||
           state == SessionState::Failed;
}

std::optional<Remedy> smallerBatch(const Project& project)
{
    const std::int64_t half = project.training.batch_size / 2;
    if (half < 1)
        return std::nullopt;
    return settingsRemedy("Train in batches of " + std::to_string(half),
                          [half](TrainingSettings& settings) { settings.batch_size = half; });
}

/// What mends that no trainer could be made: the obstacle that its error tells.
std::optional<Remedy> remedyOf(const Project& project, const Dataset& dataset, const SessionStart& from)
{
    std::vector<Diagnostic> obstacles = trainingObstacles(project, &dataset);
    if (obstacles.empty()) { // Memory ran out, or not what is trained is wrong, but what it was to go on from.
        const bool starts_anew = !from.state && from.folder.empty();
        return starts_anew ? smallerBatch(project) : std::nullopt;
    }
    obstacles.resize(1);
    addRemedies(project.network, obstacles);
    return obstacles.front().remedy;
}

} // namespace

/// What both threads see, under one mutex that is held for moves and copies of a few words only.
struct TrainingSession::Shared {
    enum class Wish { Run, Pause, Step };

    mutable std::mutex mutex;
    std::condition_variable_any woken;
    Wish wish = Wish::Run;
    std::int64_t watch_uses_every = 0;
    std::optional<double> rate_factor; ///< that is asked for and not taken yet
    SessionUpdate update;
    std::shared_ptr<const std::vector<TrainedVariant>> snapshot;
    std::shared_ptr<const TrainingState> state;
    std::shared_ptr<const TrainingState> earlier;
    std::shared_ptr<const Dataset> dataset;
    std::atomic<bool> gone = false; ///< the worker is through

    void wishFor(Wish next)
    {
        {
            const std::scoped_lock lock(mutex);
            if (hasEnded(update.state))
                return;
            wish = next;
        }
        woken.notify_all();
    }
};

namespace {

/// The worker's side of a session.
template <typename Shared>
class Worker {
public:
    explicit Worker(Shared& shared) : m_shared(shared) {}

    void run(const Project& project, const std::filesystem::path& base, int threads, SessionStart from,
             const std::stop_token& stop)
    {
        if (from.after) {
            from.after->stop();
            while (!from.after->isGone() && !stop.stop_requested())
                std::this_thread::sleep_for(waitInterval);
            from.after.reset();
        }
        // Where it does not come to a step, what it was to go on from is not lost.
        setState(from.state);
        if (!prepare(project, base, threads, from, stop))
            return stop.stop_requested() ? endUnprepared() : void();
        setState(nullptr);
        if (m_trainer->finished()) // It goes on from the end of another one.
            return end(SessionState::Finished);
        publish(m_recorder->collect(), SessionState::Running);
        while (!stop.stop_requested() && waitForWork(stop)) {
            watchAsWished();
            scaleAsWished();
            advance(stop);
            if (m_trainer->divergence() || m_trainer->finished())
                return end(m_trainer->divergence() ? SessionState::Diverged : SessionState::Finished);
        }
        end(SessionState::Stopped);
    }

    void failWith(const Error& error, std::optional<Remedy> remedy = {})
    {
        const std::scoped_lock lock(m_shared.mutex);
        m_shared.update.error = error;
        m_shared.update.remedy = std::move(remedy);
        m_shared.update.state = SessionState::Failed;
    }

private:
    using Wish = typename Shared::Wish;

    /// False where it failed, which is said, or was stopped.
    bool prepare(const Project& project, const std::filesystem::path& base, int threads, const SessionStart& from,
                 const std::stop_token& stop)
    {
        auto dataset = from.dataset;
        if (!dataset) {
            tellPreparation(Preparation::Loading);
            auto loaded = loadDataset(project.data, {base, stop});
            if (stop.stop_requested())
                return false;
            if (!loaded)
                return failWith(loaded.error(), chooseData()), false;
            dataset = std::make_shared<const Dataset>(std::move(*loaded));
        }
        {
            const std::scoped_lock lock(m_shared.mutex);
            m_shared.dataset = dataset;
        }
        tellPreparation(Preparation::Compiling);
        auto trainer = from.state            ? Trainer::resume(project, dataset, *from.state, threads, stop)
                       : from.folder.empty() ? Trainer::create(project, dataset, threads, stop)
                                             : Trainer::resume(project, dataset, from.folder, threads, stop);
        if (stop.stop_requested())
            return false;
        if (!trainer)
            return failWith(trainer.error(), remedyOf(project, *dataset, from)), false;
        m_trainer = std::move(*trainer);
        m_recorder.emplace(*m_trainer, namesOfSeveralLosses(project.network));
        m_recorder->continueFrom({.seconds = from.state ? from.state->seconds : from.seconds});
        tellPreparation(Preparation::MeasuringStart);
        if (!m_trainer->measureStart(stop, [this](double share) { tellPrepared(share); }))
            return false;
        m_trainer->advance(0, slice, stop);
        m_probe.emplace(*m_trainer);
        m_trainer->watchGradients(defaultWatchInterval);
        publishWatched();
        publishParameters(project.network);
        return true;
    }

    void tellPreparation(Preparation preparation)
    {
        const std::scoped_lock lock(m_shared.mutex);
        m_shared.update.preparation = preparation;
        m_shared.update.prepared.reset();
    }

    void tellPrepared(double share)
    {
        const std::scoped_lock lock(m_shared.mutex);
        m_shared.update.prepared = share;
    }

    /// Stopped before there was anything to keep.
    void endUnprepared()
    {
        const std::scoped_lock lock(m_shared.mutex);
        m_shared.update.state = SessionState::Stopped;
    }

    /// Sleeps while paused. False where the session is to stop.
    bool waitForWork(const std::stop_token& stop)
    {
        std::unique_lock lock(m_shared.mutex);
        if (m_shared.wish == Wish::Pause) {
            lock.unlock();
            look(true);
            takeSnapshot();
            takeState();
            lock.lock();
            m_shared.update.state = SessionState::Paused;
            m_shared.woken.wait(lock, stop, [this] { return m_shared.wish != Wish::Pause; });
            m_shared.state.reset();
        }
        m_single = m_shared.wish == Wish::Step;
        if (m_single)
            m_shared.wish = Wish::Pause;
        else
            m_shared.update.state = SessionState::Running;
        return !stop.stop_requested();
    }

    void advance(const std::stop_token& stop)
    {
        publish(m_recorder->advance(m_single ? 1 : m_trainer->totalSteps(), slice, stop), std::nullopt);
        look(m_single);
        if (Clock::now() - m_snapshot_at > snapshotInterval)
            takeSnapshot();
    }

    void publishParameters(const Network& drawn)
    {
        const Network expanded = expand(drawn).network;
        auto parameters = std::make_shared<std::vector<ArmParameters>>();
        for (const ArmId& arm : m_trainer->variants())
            parameters->push_back(armParameters(expanded, arm, m_trainer->network(arm)));
        const std::scoped_lock lock(m_shared.mutex);
        m_shared.update.parameters = std::move(parameters);
    }

    /// @param now see TrainingProbe
    void look(bool now)
    {
        auto spreads = m_probe->look(now);
        std::vector<GradientNorms> norms = m_trainer->takeGradientNorms();
        if (norms.empty() && spreads == nullptr)
            return;
        const std::scoped_lock lock(m_shared.mutex);
        SessionUpdate& update = m_shared.update;
        std::ranges::move(norms, std::back_inserter(update.gradient_norms));
        if (!update.gradient_norms.empty()) {
            const std::size_t parameters = update.gradient_norms.back().parameters.size();
            keepNewest(update.gradient_norms, std::min(largestNormBacklog, largestNormCount / (parameters + 1) + 1));
        }
        if (spreads != nullptr)
            update.spreads = std::move(spreads);
    }

    /// Nobody reads: what waits is of a bounded size.
    template <typename Figures>
    static void keepNewest(std::vector<Figures>& waiting, std::size_t most)
    {
        if (waiting.size() > most)
            waiting.erase(waiting.begin(), waiting.end() - static_cast<std::ptrdiff_t>(most));
    }

    void publishWatched()
    {
        auto watched = std::make_shared<const std::vector<WatchedUses>>(m_trainer->watchedUses());
        const std::scoped_lock lock(m_shared.mutex);
        m_shared.update.watched_uses = std::move(watched);
    }

    void watchAsWished()
    {
        const std::int64_t wanted = [this] {
            const std::scoped_lock lock(m_shared.mutex);
            return m_shared.watch_uses_every;
        }();
        if (wanted == m_watch_uses_every)
            return;
        m_watch_uses_every = wanted;
        const Result<void> watching = m_trainer->watchUses(wanted);
        const std::scoped_lock lock(m_shared.mutex);
        m_shared.update.watch_error = watching ? std::nullopt : std::optional(watching.error());
    }

    void scaleAsWished()
    {
        std::optional<double> factor;
        {
            const std::scoped_lock lock(m_shared.mutex);
            factor = std::exchange(m_shared.rate_factor, std::nullopt);
        }
        if (factor)
            m_trainer->scaleRate(*factor);
    }

    /// Copies what takes much memory; without it, that is said and the training goes on.
    template <typename Copy>
    void copyWithin(const std::string& what, Copy copy)
    {
        std::optional<Error> error;
        try {
            copy();
        } catch (const std::bad_alloc&) {
            error = Error{what, "there is not enough memory for a copy", "close other programs, or train fewer arms",
                          ErrorKind::Work};
        }
        const std::scoped_lock lock(m_shared.mutex);
        m_shared.update.copy_error = std::move(error);
    }

    void takeSnapshot()
    {
        m_snapshot_at = Clock::now();
        copyWithin("the trained weights", [this] {
            auto arms = std::make_shared<std::vector<TrainedVariant>>();
            for (const ArmId& arm : m_trainer->variants())
                arms->push_back({arm, m_trainer->network(arm), m_trainer->weights(arm)});
            const std::scoped_lock lock(m_shared.mutex);
            m_shared.snapshot = std::move(arms);
        });
    }

    void takeState()
    {
        copyWithin("the state of the training", [this] {
            auto state = std::make_shared<TrainingState>(m_trainer->state());
            state->seconds = m_recorder->record().seconds;
            setState(std::move(state));
        });
    }

    void setState(std::shared_ptr<const TrainingState> state)
    {
        const std::scoped_lock lock(m_shared.mutex);
        m_shared.state = std::move(state);
    }

    void publish(Recorder::News news, std::optional<SessionState> state)
    {
        std::vector<MetricEvent>& events = news.events;
        std::vector<UseGradients>& seen = news.uses;
        const std::scoped_lock lock(m_shared.mutex);
        SessionUpdate& update = m_shared.update;
        if (update.events.empty())
            update.events = std::move(events);
        else
            update.events.insert(update.events.end(), events.begin(), events.end());
        if (update.events.size() > largestEventBacklog)
            thin(update.events);
        std::ranges::move(seen, std::back_inserter(update.use_gradients));
        keepNewest(update.use_gradients, largestUseBacklog);
        update.step = m_trainer->step();
        update.total_steps = m_trainer->totalSteps();
        update.steps_per_epoch = m_trainer->stepsPerEpoch();
        update.training_samples = m_trainer->trainingSampleCount();
        update.seconds = m_recorder->record().seconds;
        update.samples_per_second = m_recorder->samplesPerSecond();
        update.twin_check = m_recorder->record().twin_check;
        update.divergence = m_recorder->record().divergence;
        update.rate_factor = m_trainer->rateFactor();
        if (state)
            update.state = *state;
    }

    void end(SessionState state)
    {
        look(true);
        takeSnapshot();
        takeState();
        publish(m_recorder->collect(), std::nullopt);
        if (state == SessionState::Diverged)
            takeEarlierState();
        const std::scoped_lock lock(m_shared.mutex);
        m_shared.update.state = state;
    }

    /// The trainer is of no use afterwards.
    void takeEarlierState()
    {
        const double seconds = m_recorder->record().seconds;
        copyWithin("an earlier state of the training", [this, seconds] {
            if (!m_trainer->goBack(stepsBack))
                return;
            auto earlier = std::make_shared<TrainingState>(m_trainer->state());
            earlier->seconds = seconds;
            const std::scoped_lock lock(m_shared.mutex);
            m_shared.earlier = std::move(earlier);
        });
    }

    Shared& m_shared;
    std::unique_ptr<Trainer> m_trainer;
    std::optional<Recorder> m_recorder;
    std::optional<TrainingProbe> m_probe;
    bool m_single = false;
    std::int64_t m_watch_uses_every = 0;
    Clock::time_point m_snapshot_at = Clock::now();
};

} // namespace

TrainingSession::TrainingSession(Project project, std::filesystem::path base, int threads, bool start_paused,
                                 std::int64_t watch_uses_every, SessionStart from)
    : m_shared(std::make_unique<Shared>())
{
    m_shared->watch_uses_every = watch_uses_every;
    if (start_paused)
        m_shared->wish = Shared::Wish::Pause;
    m_worker = std::jthread([shared = m_shared.get(), project = std::move(project), base = std::move(base), threads,
                             from = std::move(from)](const std::stop_token& stop) mutable {
        {
            Worker<Shared> worker(*shared);
            try {
                worker.run(project, base, threads, std::move(from), stop);
            } catch (const std::bad_alloc&) {
                worker.failWith({project.name, "there is not enough memory to train it",
                                 "make the layers or the batch smaller, or train fewer arms", ErrorKind::Work},
                                smallerBatch(project));
            }
        }
        shared->gone = true;
    });
}

TrainingSession::~TrainingSession() = default;

void TrainingSession::pause()
{
    m_shared->wishFor(Shared::Wish::Pause);
}

void TrainingSession::resume()
{
    m_shared->wishFor(Shared::Wish::Run);
}

void TrainingSession::singleStep()
{
    m_shared->wishFor(Shared::Wish::Step);
}

void TrainingSession::watchUses(std::int64_t every)
{
    const std::scoped_lock lock(m_shared->mutex);
    m_shared->watch_uses_every = every;
}

void TrainingSession::scaleRate(double factor)
{
    const std::scoped_lock lock(m_shared->mutex);
    m_shared->rate_factor = factor;
}

void TrainingSession::stop()
{
    m_worker.request_stop();
}

bool TrainingSession::isGone() const
{
    return m_shared->gone;
}

SessionUpdate TrainingSession::takeUpdate()
{
    const std::scoped_lock lock(m_shared->mutex);
    std::vector<MetricEvent> events = std::exchange(m_shared->update.events, {});
    std::vector<UseGradients> use_gradients = std::exchange(m_shared->update.use_gradients, {});
    std::vector<GradientNorms> gradient_norms = std::exchange(m_shared->update.gradient_norms, {});
    SessionUpdate update = m_shared->update;
    update.events = std::move(events);
    update.gradient_norms = std::move(gradient_norms);
    update.use_gradients = std::move(use_gradients);
    return update;
}

std::shared_ptr<const std::vector<TrainedVariant>> TrainingSession::snapshot() const
{
    const std::scoped_lock lock(m_shared->mutex);
    return m_shared->snapshot;
}

std::shared_ptr<const TrainingState> TrainingSession::state() const
{
    const std::scoped_lock lock(m_shared->mutex);
    return m_shared->state;
}

std::shared_ptr<const TrainingState> TrainingSession::earlierState() const
{
    const std::scoped_lock lock(m_shared->mutex);
    return m_shared->earlier;
}

std::shared_ptr<const Dataset> TrainingSession::dataset() const
{
    const std::scoped_lock lock(m_shared->mutex);
    return m_shared->dataset;
}

} // namespace ligature
