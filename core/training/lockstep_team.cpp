// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/lockstep_team.h"

#include <exception>
#include <semaphore>
#include <thread>

namespace ligature {

class LockstepTeam::Member {
public:
    Member()
        : m_thread([this](const std::stop_token& stop) {
              while (m_ready.acquire(), !stop.stop_requested()) {
                  try {
                      m_work();
                  } catch (...) {
                      m_thrown = std::current_exception();
                  }
                  m_done.release();
              }
          })
    {
    }
    ~Member()
    {
        m_thread.request_stop();
        m_ready.release();
    }
    Member(const Member&) = delete;
    Member& operator=(const Member&) = delete;

    void begin(std::function<void()> work)
    {
        m_work = std::move(work);
        m_ready.release();
    }
    /// What was thrown, or nothing.
    [[nodiscard]] std::exception_ptr wait()
    {
        m_done.acquire();
        return std::exchange(m_thrown, nullptr);
    }

private:
    std::function<void()> m_work;
    std::exception_ptr m_thrown;
    std::binary_semaphore m_ready{0};
    std::binary_semaphore m_done{0};
    std::jthread m_thread; // Last: it uses the others.
};

LockstepTeam::LockstepTeam(std::size_t threads)
{
    for (std::size_t i = 1; i < threads; ++i)
        m_others.push_back(std::make_unique<Member>());
}

LockstepTeam::~LockstepTeam() = default;

void LockstepTeam::run(std::size_t count, const std::function<void(std::size_t)>& piece)
{
    const std::size_t threads = m_others.size() + 1;
    const auto share = [&](std::size_t thread) {
        for (std::size_t i = thread; i < count; i += threads)
            piece(i);
    };
    for (std::size_t i = 0; i < m_others.size(); ++i)
        m_others[i]->begin([&share, i] { share(i + 1); });
    std::exception_ptr thrown;
    try {
        share(0);
    } catch (...) {
        thrown = std::current_exception();
    }
    // Those that work on what the caller holds are waited for, whatever was thrown.
    for (const auto& member : m_others) {
        if (const std::exception_ptr others = member->wait(); others && !thrown)
            thrown = others;
    }
    if (thrown)
        std::rethrow_exception(thrown);
}

} // namespace ligature
