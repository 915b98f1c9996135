// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

#include <QObject>

namespace ligature {

/// Work that takes longer than a window may stand still, one piece after the other in a thread of its own; what follows
/// from each follows in the GUI thread. Lives there, and never waits for the work, but when it goes.
class BackgroundWork : public QObject {
    Q_OBJECT

public:
    /// What follows, in the GUI thread, later; never when this is gone by then.
    using Sequel = std::function<void()>;

    /// What becomes of work that was not begun when this goes.
    enum class AtEnd { Finish, Drop };

    explicit BackgroundWork(AtEnd at_end, QObject* parent = nullptr);
    ~BackgroundWork() override;

    /// @param work called in the thread; it may throw nothing
    void add(std::function<Sequel()> work);

    /// Lets it finish what it has, and then go, where its owner goes first: nobody waits. No sequel may need the owner.
    static void retire(std::unique_ptr<BackgroundWork> work);

private:
    void run(const std::stop_token& stop);

    AtEnd m_at_end;
    std::mutex m_mutex;
    std::condition_variable_any m_woken;
    std::deque<std::function<Sequel()>> m_waiting;
    std::jthread m_thread; // Last: it uses the others.
};

} // namespace ligature
