// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/session.h"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <utility>

namespace ligature {

namespace {

using Clock = std::chrono::steady_clock;

/// How long the worker computes before it hands over what came and looks at its commands.
constexpr std::chrono::milliseconds slice{15};
constexpr std::chrono::milliseconds snapshotInterval{1000};

bool hasEnded(SessionState state)
{
    return state == SessionState::Finished || state == SessionState::Stopped || state == SessionState::Diverged ||
           state == SessionState::Failed;
}

} // namespace

/// What both threads see, under one mutex that is held for moves and copies of a few words only.
struct TrainingSession::Shared {
    enum class Wish { Run, Pause, Step };

    mutable std::mutex mutex;
    std::condition_variable_any woken;
    Wish wish = Wish::Run;
    std::int64_t watch_uses_every = 0;
    SessionUpdate update;
    std::shared_ptr<const std::vector<TrainedVariant>> snapshot;
    std::shared_ptr<const TrainingState> state;
    std::shared_ptr<const Dataset> dataset;

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

    void run(const Project& project, const std::filesystem::path& base, int threads, const SessionStart& from,
             const std::stop_token& stop)
    {
        auto dataset = from.dataset;
        if (!dataset) {
            auto loaded = loadDataset(project.data, base);
            if (!loaded)
                return failWith(loaded.error());
            dataset = std::make_shared<const Dataset>(std::move(*loaded));
        }
        auto trainer = from.state            ? Trainer::resume(project, dataset, *from.state, threads)
                       : from.folder.empty() ? Trainer::create(project, dataset, threads)
                                             : Trainer::resume(project, dataset, from.folder, threads);
        if (!trainer)
            return failWith(trainer.error());
        m_trainer = std::move(*trainer);
        m_seconds = from.state ? from.state->seconds : from.seconds;
        m_measured_from = Clock::now();
        m_measured_step = m_trainer->step();
        {
            const std::scoped_lock lock(m_shared.mutex);
            m_shared.dataset = std::move(dataset);
        }
        m_trainer->advance(0, slice, stop);
        publishWatched();
        if (m_trainer->finished())
            return end(SessionState::Finished); // It goes on from the end of another one.
        publish(SessionState::Running);
        while (!stop.stop_requested() && waitForWork(stop)) {
            watchAsWished();
            advance(stop);
            if (m_trainer->divergence() || m_trainer->finished())
                return end(m_trainer->divergence() ? SessionState::Diverged : SessionState::Finished);
        }
        end(SessionState::Stopped);
    }

private:
    using Wish = typename Shared::Wish;

    /// Sleeps while paused. False where the session is to stop.
    bool waitForWork(const std::stop_token& stop)
    {
        std::unique_lock lock(m_shared.mutex);
        if (m_shared.wish == Wish::Pause) {
            lock.unlock();
            takeSnapshot();
            takeState();
            lock.lock();
            m_shared.update.state = SessionState::Paused;
            m_shared.woken.wait(lock, stop, [this] { return m_shared.wish != Wish::Pause; });
            m_shared.state.reset();
            m_measured_from = Clock::now();
            m_measured_step = m_trainer->step();
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
        const auto start = Clock::now();
        m_trainer->advance(m_single ? 1 : m_trainer->totalSteps(), slice, stop);
        const auto now = Clock::now();
        m_seconds += std::chrono::duration<double>(now - start).count();
        measureSpeed(now);
        publish(std::nullopt);
        if (now - m_snapshot_at > snapshotInterval)
            takeSnapshot();
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

    /// @param least what passed since the last time for it to be told anew, in seconds
    void measureSpeed(Clock::time_point now, double least = 0.25)
    {
        const double elapsed = std::chrono::duration<double>(now - m_measured_from).count();
        if (elapsed < least || elapsed <= 0)
            return;
        const double samples_per_step =
            static_cast<double>(m_trainer->trainingSampleCount()) / static_cast<double>(m_trainer->stepsPerEpoch());
        m_samples_per_second = static_cast<double>(m_trainer->step() - m_measured_step) * samples_per_step *
                               static_cast<double>(m_trainer->variants().size()) / elapsed;
        m_measured_from = now;
        m_measured_step = m_trainer->step();
    }

    void takeSnapshot()
    {
        auto variants = std::make_shared<std::vector<TrainedVariant>>();
        for (const Variant variant : m_trainer->variants())
            variants->push_back({variant, m_trainer->network(variant), m_trainer->weights(variant)});
        const std::scoped_lock lock(m_shared.mutex);
        m_shared.snapshot = std::move(variants);
        m_snapshot_at = Clock::now();
    }

    void takeState()
    {
        auto state = std::make_shared<TrainingState>(m_trainer->state());
        state->seconds = m_seconds;
        const std::scoped_lock lock(m_shared.mutex);
        m_shared.state = std::move(state);
    }

    void publish(std::optional<SessionState> state)
    {
        std::vector<MetricEvent> events = m_trainer->takeEvents();
        std::vector<UseGradients> seen = m_trainer->takeUseGradients();
        const std::scoped_lock lock(m_shared.mutex);
        SessionUpdate& update = m_shared.update;
        if (update.events.empty())
            update.events = std::move(events);
        else
            update.events.insert(update.events.end(), events.begin(), events.end());
        std::ranges::move(seen, std::back_inserter(update.use_gradients));
        if (update.use_gradients.size() > largestUseBacklog) {
            const auto excess = update.use_gradients.size() - largestUseBacklog;
            update.use_gradients.erase(update.use_gradients.begin(),
                                       update.use_gradients.begin() + static_cast<std::ptrdiff_t>(excess));
        }
        update.step = m_trainer->step();
        update.total_steps = m_trainer->totalSteps();
        update.steps_per_epoch = m_trainer->stepsPerEpoch();
        update.training_samples = m_trainer->trainingSampleCount();
        update.seconds = m_seconds;
        update.samples_per_second = m_samples_per_second;
        update.twin_check = m_trainer->twinCheck();
        update.divergence = m_trainer->divergence();
        if (state)
            update.state = *state;
    }

    void end(SessionState state)
    {
        if (m_samples_per_second == 0) // It was over before it was measured.
            measureSpeed(Clock::now(), 0);
        takeSnapshot();
        takeState();
        publish(state);
    }

    void failWith(const Error& error)
    {
        const std::scoped_lock lock(m_shared.mutex);
        m_shared.update.error = error;
        m_shared.update.state = SessionState::Failed;
    }

    Shared& m_shared;
    std::unique_ptr<Trainer> m_trainer;
    bool m_single = false;
    std::int64_t m_watch_uses_every = 0;
    double m_seconds = 0;
    double m_samples_per_second = 0;
    Clock::time_point m_measured_from = Clock::now();
    std::int64_t m_measured_step = 0;
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
                             from = std::move(from)](const std::stop_token& stop) {
        Worker<Shared>(*shared).run(project, base, threads, from, stop);
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

void TrainingSession::stop()
{
    m_worker.request_stop();
}

SessionUpdate TrainingSession::takeUpdate()
{
    const std::scoped_lock lock(m_shared->mutex);
    std::vector<MetricEvent> events = std::exchange(m_shared->update.events, {});
    std::vector<UseGradients> use_gradients = std::exchange(m_shared->update.use_gradients, {});
    SessionUpdate update = m_shared->update;
    update.events = std::move(events);
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

std::shared_ptr<const Dataset> TrainingSession::dataset() const
{
    const std::scoped_lock lock(m_shared->mutex);
    return m_shared->dataset;
}

} // namespace ligature
