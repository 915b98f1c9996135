// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/snapshot_follower.h"

#include <algorithm>
#include <new>

#include <QElapsedTimer>

#include "ui/plots/plot_page.h"
#include "ui/training/run_controller.h"

namespace ligature {

namespace {

/// Computing takes a part of so many of the time: the training is what the machine is there for.
constexpr qint64 restFactor = 4;

} // namespace

Result<const Dataset*> TrainedLook::data() const
{
    if (dataset == nullptr)
        return fail("the data", "they are not loaded", "train the network on them");
    return dataset.get();
}

SnapshotFollower::SnapshotFollower(RunController* run, PlotPage* page, std::function<Compute()> begin,
                                   std::function<void()> show_nothing)
    : QObject(page), m_run(run), m_page(page), m_begin(std::move(begin)), m_show_nothing(std::move(show_nothing)),
      m_work(BackgroundWork::AtEnd::Drop)
{
    m_rest.setSingleShot(true);
    connect(&m_rest, &QTimer::timeout, this, &SnapshotFollower::consider);
    connect(page, &PlotPage::shown, this, &SnapshotFollower::consider);
    connect(run, &RunController::started, this, &SnapshotFollower::consider);
    connect(run, &RunController::stateChanged, this, &SnapshotFollower::consider);
    connect(run, &RunController::progressChanged, this, &SnapshotFollower::consider);
}

SnapshotFollower::~SnapshotFollower()
{
    m_stop.request_stop();
}

void SnapshotFollower::refresh()
{
    m_is_stale = true;
    m_rest.stop();
    consider();
}

void SnapshotFollower::consider()
{
    // While a training prepares, the data are its own already, and the values still those of the one before.
    if (m_is_busy || m_rest.isActive() || !m_page->isVisible() || m_run->state() == SessionState::Preparing)
        return;
    TrainedLook look{m_run->snapshot(), m_run->dataset(), m_run->settings()};
    if (look.snapshot == nullptr) {
        m_seen.reset();
        m_is_stale = true;
        return m_show_nothing();
    }
    if (look.snapshot == m_seen.lock() && !m_is_stale)
        return;
    m_seen = look.snapshot;
    m_is_stale = false;
    m_is_busy = true;
    m_work.add([this, look = std::move(look), compute = m_begin(), stop = m_stop.get_token()]() {
        QElapsedTimer clock;
        clock.start();
        std::function<void()> show;
        try {
            show = compute(look, stop);
        } catch (const std::bad_alloc&) {
            show = [page = m_page] { page->showMessage(PlotPage::tr("There is not enough memory for this plot.")); };
        }
        return BackgroundWork::Sequel([this, show = std::move(show), took = clock.elapsed()] {
            show();
            done(took);
        });
    });
}

void SnapshotFollower::done(qint64 took)
{
    m_is_busy = false;
    if (m_is_stale) // A choice was made meanwhile, and who made it waits.
        return consider();
    m_rest.start(static_cast<int>(std::clamp<qint64>(took * restFactor, 1, 10'000)));
}

} // namespace ligature
