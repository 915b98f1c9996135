// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <thread>

#include "core/comparison/figures.h"
#include "core/experiment/experiment_queue.h"

namespace ligature {

enum class ExperimentState {
    Preparing, ///< loading the data, trying each point
    Running,
    Paused,
    Finished, ///< all runs are through
    Stopped,  ///< asked to
    Failed,   ///< see ExperimentUpdate::error
};

/// What an experiment says by now.
struct ExperimentAnswer {
    Experiment experiment;
    ExperimentFigures figures;
};

struct ExperimentUpdate {
    ExperimentState state = ExperimentState::Preparing;
    ExperimentProgress progress;
    std::shared_ptr<const ExperimentAnswer> answer = {}; ///< the newest; nothing before the first run is through
    std::optional<Error> error = {};
};

/// One experiment in worker threads of its own. The thread that made it calls its functions; none of them waits, except
/// the destructor: who must not wait stops it, and lets it go once isGone().
class ExperimentSession {
public:
    struct Start {
        Project project;
        std::filesystem::path base;      ///< what the data's relative paths start from
        std::shared_ptr<RunStore> store; ///< that it fills; what is in it is not trained again
        int threads = 1;
        std::shared_ptr<ExperimentSession> after = {}; ///< is stopped and waited for first, in this one's worker
    };

    /// Starts at once.
    explicit ExperimentSession(Start start);
    ~ExperimentSession();
    ExperimentSession(const ExperimentSession&) = delete;
    ExperimentSession& operator=(const ExperimentSession&) = delete;

    void pause();
    void resume();
    void stop();
    /// This group's runs come before all that are not begun yet.
    void prefer(const ExperimentGroup& group);
    [[nodiscard]] bool isGone() const;
    [[nodiscard]] ExperimentUpdate update() const; ///< cheap; meant for a timer

private:
    struct Shared;
    std::unique_ptr<Shared> m_shared;
    std::jthread m_worker;
};

} // namespace ligature
