// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/background_work.h"

#include <utility>

#include <QCoreApplication>
#include <QMetaObject>

namespace ligature {

BackgroundWork::BackgroundWork(AtEnd at_end, QObject* parent) : QObject(parent), m_at_end(at_end) {}

BackgroundWork::~BackgroundWork() = default;

void BackgroundWork::add(std::function<Sequel()> work)
{
    {
        const std::scoped_lock lock(m_mutex);
        m_waiting.push_back(std::move(work));
    }
    if (!m_thread.joinable())
        m_thread = std::jthread([this](const std::stop_token& stop) { run(stop); });
    m_woken.notify_all();
}

void BackgroundWork::retire(std::unique_ptr<BackgroundWork> work)
{
    if (!work->m_thread.joinable())
        return;
    BackgroundWork* const kept = work.release();
    kept->setParent(QCoreApplication::instance()); // Where the program ends before, it is waited for.
    kept->add([kept]() -> Sequel { return [kept] { kept->deleteLater(); }; });
}

void BackgroundWork::run(const std::stop_token& stop)
{
    while (true) {
        std::function<Sequel()> work;
        {
            std::unique_lock lock(m_mutex);
            m_woken.wait(lock, stop, [this] { return !m_waiting.empty(); });
            if (m_waiting.empty() || (stop.stop_requested() && m_at_end == AtEnd::Drop))
                return;
            work = std::move(m_waiting.front());
            m_waiting.pop_front();
        }
        QMetaObject::invokeMethod(this, work(), Qt::QueuedConnection);
    }
}

} // namespace ligature
