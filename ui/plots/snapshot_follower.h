// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>

#include <QElapsedTimer>
#include <QTimer>

#include "core/data/dataset.h"
#include "core/error/result.h"
#include "core/optimization/training_settings.h"
#include "core/retying/trained_snapshot.h"
#include "ui/document/background_work.h"

namespace ligature {

class PlotPage;
class RunController;

/// What is trained, as a plot looks at it: values that stay as they are.
struct TrainedLook {
    std::shared_ptr<const TrainedSnapshot> snapshot;
    std::shared_ptr<const Dataset> dataset; ///< null where it is not loaded
    TrainingSettings settings;              ///< that it is trained with

    /// An error where it is not loaded.
    [[nodiscard]] Result<const Dataset*> data() const;
};

/// Keeps a plot of trained values new: has its picture computed in a thread of its own whenever there are other values,
/// as long as somebody looks at the page, and in at most a fifth of the time. Lives in the GUI thread, which never
/// waits for it.
class SnapshotFollower : public QObject {
    Q_OBJECT

public:
    /// Computes in the thread; what it gives is called in the GUI thread. It must hold nothing of the page itself.
    using Compute = std::function<std::function<void()>(const TrainedLook& look, const std::stop_token& stop)>;

    /// @param begin asked in the GUI thread for each picture: what computes it, by the choices of that moment
    /// @param show_nothing where nothing is trained
    SnapshotFollower(RunController* run, PlotPage* page, std::function<Compute()> begin,
                     std::function<void()> show_nothing);
    ~SnapshotFollower() override;

    /// Other choices were made: what is shown is computed anew.
    void refresh();

private:
    void consider();
    void done(qint64 took);

    RunController* m_run;
    PlotPage* m_page;
    std::function<Compute()> m_begin;
    std::function<void()> m_show_nothing;
    std::weak_ptr<const TrainedSnapshot> m_seen; ///< weak: a page that nobody looks at keeps no weights
    bool m_is_busy = false;
    bool m_is_stale = true; ///< the choices are other than those of what is shown
    QTimer m_rest;
    std::stop_source m_stop;
    BackgroundWork m_work; // Last: it uses the others.
};

} // namespace ligature
