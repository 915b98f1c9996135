// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include <QObject>
#include <QString>
#include <QTimer>

#include "core/report/saved_run.h"
#include "core/retying/trained_snapshot.h"
#include "core/training/session.h"

namespace ligature {

class Document;

/// The training of the open document as the GUI sees it: starts and stops the session, drains it on a 33 ms timer, and
/// keeps the histories and the newest weights. What a paused or ended training leaves is the document's (see
/// Document::trained()), follows edits of its ties there, and is trained on from as it is then. Lives in the GUI thread
/// and never waits for a step.
class RunController : public QObject {
    Q_OBJECT

public:
    explicit RunController(Document* document, QObject* parent = nullptr);
    ~RunController() override;

    /// Whether there is a session that has not ended.
    [[nodiscard]] bool isActive() const;
    /// Whether there is or was one since the document was replaced.
    [[nodiscard]] bool hasRun() const { return m_session != nullptr; }
    [[nodiscard]] SessionState state() const { return m_state; }
    /// Why the document cannot be trained now (the network's errors), in words; empty when it can.
    [[nodiscard]] QString obstacle() const;

    /// The state, progress, twin check, divergence and error as last drained (what it tells of single steps is taken
    /// out).
    [[nodiscard]] const SessionUpdate& lastUpdate() const { return m_last_update; }
    [[nodiscard]] const std::vector<History>& histories() const { return m_histories; } ///< one for each variant
    [[nodiscard]] const std::vector<LossDescription>& losses() const { return m_losses; }
    /// The settings that the session was started with.
    [[nodiscard]] const TrainingSettings& settings() const { return m_settings; }
    /// What is trained, for exports; nothing where nothing is. The same one until there are other values.
    [[nodiscard]] std::shared_ptr<const TrainedSnapshot> snapshot() const;

    /// What is trained on, once it is loaded; nothing where there is nothing trained.
    [[nodiscard]] std::shared_ptr<const Dataset> dataset() const;

    /// Whether what each use adds to a shared parameter's gradient is looked at, in the run there is and in those to
    /// come; see TrainingSession::watchUses().
    [[nodiscard]] bool isWatchingUses() const { return m_watching_uses; }
    void watchUses(bool watch);

    /// Starts anew with the document as it is. With an obstacle it does nothing. What the last training left is there
    /// until the new one has its data and its memory: one that cannot start loses nothing.
    void start();
    void startPaused(); ///< for 'single step' before a start: prepares and makes one step
    void pause();
    void resume();
    void singleStep();
    void stop();
    /// The learning rate becomes so many times what it is, from an update soon on; of a run that is active.
    void scaleRate(double multiplier);
    /// Of the run's learning rate, to what its settings and schedule say.
    [[nodiscard]] double rateFactor() const { return m_last_update.rate_factor; }
    /// How many updates goBack() goes back; 0 where it cannot.
    [[nodiscard]] std::int64_t stepsBack() const;
    /// After a divergence: trains on from some updates before it at half the rate.
    void goBack();
    /// After the end: trains on from the trained values for as many epochs as the settings say; after a stop, to the
    /// end that was meant.
    void goOn();
    [[nodiscard]] bool canGoOn() const;
    /// Whether it is finished before all epochs are done, for nothing became better (TrainingSettings::patience).
    [[nodiscard]] bool hasStoppedEarly() const;
    /// Values that were trained elsewhere take the place of a run's: what goes on, is exported or is asked about is
    /// theirs. An active run is stopped. The state is of the document's network.
    void adopt(std::shared_ptr<const TrainingState> state);
    /// What was saved with the document's project goes on: paused where it was, or at its end.
    void restore(SavedRun saved);
    /// What a paused or ended training left, as it is saved with the project; nothing where there is none.
    [[nodiscard]] std::optional<RunToSave> toSave() const;
    /// Whether that is other than what was saved last.
    [[nodiscard]] bool hasUnsavedValues() const;
    void markSaved(std::shared_ptr<const TrainingState> state) { m_saved = std::move(state); }
    /// Stops and forgets the run. Its worker goes when it has done its step: nobody waits for it here.
    void shutDown();

signals:
    /// A new training begins, or there is none any more (another document): views empty themselves.
    void started();
    void eventsArrived(const std::vector<ligature::MetricEvent>& events); ///< about 30 times a second at most
    /// @param seconds that the run has taken
    void usesArrived(const std::vector<ligature::UseGradients>& seen, double seconds);
    void normsArrived(const std::vector<ligature::GradientNorms>& norms, double seconds);
    void watchingChanged();
    void stateChanged();
    void progressChanged();

private:
    struct Start {
        TrainingSettings settings;
        std::vector<LossDescription> losses;
        std::vector<History> histories; ///< empty ones
    };

    void drain();
    void launch(bool start_paused);
    /// Goes on in a session of its own from what the document has.
    void relaunch(bool start_paused);
    void publish(); ///< the session's state to the document
    void followDocument();
    [[nodiscard]] Project trainingProject() const; ///< the document's network with the run's settings
    void begin(Start start); ///< what is prepared runs: its histories take the place of the last training's
    void forget();           ///< the session and its histories
    /// Whether other data were chosen since the session began: going on reads them.
    [[nodiscard]] bool hasOtherData() const;
    /// Stops a session and keeps it until its worker is through: to let it go earlier would be to wait for it.
    void retire(std::shared_ptr<TrainingSession> session);
    /// In the place of the session there is, which it waits for in its own worker.
    void replaceSession(Project project, bool start_paused, SessionStart from);

    Document* m_document;
    std::shared_ptr<TrainingSession> m_session;
    std::vector<std::shared_ptr<TrainingSession>> m_retired; ///< that are stopping
    QTimer m_timer;
    QTimer m_retirement;                                   ///< while any is
    std::optional<Start> m_start;                          ///< of the session that prepares; nothing once it has begun
    std::shared_ptr<const TrainedSnapshot> m_last_trained; ///< by the session before, until this one begins
    SessionState m_state = SessionState::Stopped;
    SessionUpdate m_last_update;
    std::vector<History> m_histories;
    std::vector<LossDescription> m_losses;
    bool m_watching_uses = false;
    TrainingSettings m_settings;
    Network m_network;                                 ///< that the session trains
    std::shared_ptr<const TrainingState> m_published;  ///< of the session, as the document got it
    std::shared_ptr<const TrainedSnapshot> m_followed; ///< the snapshot after edits; nothing without any
    /// The session's last one, and what was made of it.
    mutable std::pair<std::shared_ptr<const std::vector<TrainedVariant>>, std::shared_ptr<const TrainedSnapshot>>
        m_taken;
    std::shared_ptr<const TrainingState> m_saved; ///< with the project
    bool m_data_changed = false;                  ///< other data were chosen since the session began
    bool m_restoring = false;                     ///< the session prepares what was saved
    mutable std::optional<QString> m_obstacle;    ///< of the document as it is; asked for anew after it changes
};

} // namespace ligature
