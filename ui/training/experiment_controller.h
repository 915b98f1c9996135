// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <vector>

#include <QObject>
#include <QString>
#include <QTimer>

#include "core/comparison/experiment_session.h"
#include "ui/document/background_work.h"

namespace ligature {

class Document;

/// The experiment of the open document as the GUI sees it: starts and stops the session and drains it on a timer. Runs
/// that are through stay beside the project's file ("NAME.runs/compare"), or in memory where it has none: what is asked
/// again is not trained again. Lives in the GUI thread and never waits.
class ExperimentController : public QObject {
    Q_OBJECT

public:
    explicit ExperimentController(Document* document, QObject* parent = nullptr);
    ~ExperimentController() override;

    /// Whether there is a session that has not ended.
    [[nodiscard]] bool isActive() const;
    /// Whether there is or was one since the document was replaced.
    [[nodiscard]] bool hasRun() const { return m_session != nullptr; }
    [[nodiscard]] const ExperimentUpdate& update() const { return m_update; }
    /// Whether the network, the data or the settings are others by now than the answer is about.
    [[nodiscard]] bool isOutdated() const { return m_is_outdated; }
    /// Why the document cannot be compared now, in words; empty when it can.
    [[nodiscard]] QString obstacle() const;

    void start();
    void pause();
    void resume();
    void stop();
    void prefer(const ExperimentGroup& group);
    /// The runs that are kept by now, without making a folder for them; null where there is none.
    [[nodiscard]] std::shared_ptr<RunStore> keptRuns();
    /// Makes the answer anew of what is kept, where runs were taken away or brought back. Follows later.
    void recount();
    /// Stops, and forgets the answer. Nobody waits for the workers here.
    void shutDown();

signals:
    void stateChanged();
    void progressChanged();
    /// update().answer is another one, or isOutdated() changed.
    void answerChanged();

private:
    void drain();
    void retire();
    [[nodiscard]] Result<std::shared_ptr<RunStore>> store() const;

    Document* m_document;
    std::shared_ptr<ExperimentSession> m_session;
    std::vector<std::shared_ptr<ExperimentSession>> m_retired; ///< that are stopping
    std::shared_ptr<RunStore> m_memory;                        ///< of a project without a file
    std::shared_ptr<RunStore> m_store;                         ///< that was used last; null before that
    std::unique_ptr<BackgroundWork> m_counting;
    ExperimentUpdate m_update;
    QTimer m_timer;
    QTimer m_retirement;
    bool m_is_outdated = false;
    bool m_is_ended = true; ///< what was drained last
};

} // namespace ligature
