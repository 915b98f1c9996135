// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/comparison/experiment_session.h"

#include <atomic>
#include <chrono>
#include <mutex>

#include "core/memory/within_memory.h"

namespace ligature {

namespace {

using AnswerClock = std::chrono::steady_clock;

/// Between two answers while runs end: figures of many runs take a while themselves.
constexpr std::chrono::milliseconds answerInterval{500};

} // namespace

struct ExperimentSession::Shared {
    mutable std::mutex mutex;
    ExperimentUpdate update;
    ExperimentQueue* queue = nullptr; ///< while it runs
    bool is_paused = false;
    std::atomic<bool> is_gone = false;

    void end(ExperimentState state, std::optional<Error> error = {})
    {
        const std::scoped_lock lock(mutex);
        update.state = state;
        update.error = std::move(error);
    }

    void answer(const Experiment& experiment, const RunStore& store)
    {
        auto figures = figuresOf(experiment, store);
        if (!figures)
            return; // The queue comes across the same file.
        auto made = std::make_shared<const ExperimentAnswer>(ExperimentAnswer{experiment, std::move(*figures)});
        const std::scoped_lock lock(mutex);
        update.answer = std::move(made);
    }

    void work(const Start& start, const std::stop_token& stop)
    {
        Result<Dataset> loaded = loadDataset(start.project.data, {start.base, stop});
        if (stop.stop_requested())
            return end(ExperimentState::Stopped);
        if (!loaded)
            return end(ExperimentState::Failed, loaded.error());
        const auto experiment = Experiment::plan(start.project, std::make_shared<const Dataset>(std::move(*loaded)));
        if (!experiment)
            return end(ExperimentState::Failed, experiment.error());
        run(*experiment, start, stop);
    }

    void run(const Experiment& experiment, const Start& start, const std::stop_token& stop)
    {
        ExperimentQueue work(experiment, *start.store, start.threads);
        {
            const std::scoped_lock lock(mutex);
            queue = &work;
            update.state = is_paused ? ExperimentState::Paused : ExperimentState::Running;
            if (is_paused)
                work.pause();
        }
        AnswerClock::time_point answered{};
        std::int64_t done = -1;
        const auto ran = work.run(stop, [&](const ExperimentProgress& progress) {
            {
                const std::scoped_lock lock(mutex);
                update.progress = progress;
            }
            if (progress.phase == ExperimentProgress::Phase::Tuning || progress.done == done ||
                AnswerClock::now() - answered < answerInterval)
                return;
            done = progress.done;
            answer(experiment, *start.store);
            answered = AnswerClock::now();
        });
        {
            const std::scoped_lock lock(mutex);
            queue = nullptr;
        }
        if (!ran)
            return end(ExperimentState::Failed, ran.error());
        answer(experiment, *start.store);
        end(*ran ? ExperimentState::Finished : ExperimentState::Stopped);
    }
};

ExperimentSession::ExperimentSession(Start start) : m_shared(std::make_unique<Shared>())
{
    m_worker = std::jthread([shared = m_shared.get(), start = std::move(start)](const std::stop_token& stop) mutable {
        if (start.after != nullptr) {
            start.after->stop();
            start.after.reset();
        }
        const auto worked = withinMemory(start.project.name, [&]() -> Result<void> {
            shared->work(start, stop);
            return {};
        });
        if (!worked)
            shared->end(ExperimentState::Failed, worked.error());
        shared->is_gone = true;
    });
}

ExperimentSession::~ExperimentSession() = default;

void ExperimentSession::pause()
{
    const std::scoped_lock lock(m_shared->mutex);
    m_shared->is_paused = true;
    if (m_shared->queue == nullptr)
        return;
    m_shared->queue->pause();
    m_shared->update.state = ExperimentState::Paused;
}

void ExperimentSession::resume()
{
    const std::scoped_lock lock(m_shared->mutex);
    m_shared->is_paused = false;
    if (m_shared->queue == nullptr)
        return;
    m_shared->queue->resume();
    m_shared->update.state = ExperimentState::Running;
}

void ExperimentSession::stop()
{
    m_worker.request_stop();
}

void ExperimentSession::prefer(const ExperimentGroup& group)
{
    const std::scoped_lock lock(m_shared->mutex);
    if (m_shared->queue != nullptr)
        m_shared->queue->prefer(group);
}

bool ExperimentSession::isGone() const
{
    return m_shared->is_gone;
}

ExperimentUpdate ExperimentSession::update() const
{
    const std::scoped_lock lock(m_shared->mutex);
    return m_shared->update;
}

} // namespace ligature
