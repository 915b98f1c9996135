// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/interruption.h"

#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <unistd.h>

namespace ligature::cli {

namespace {

// A signal handler reaches nothing else.
volatile std::sig_atomic_t g_signal = 0;
int g_pipe[2] = {-1, -1};

void setHandler(void (*handler)(int))
{
    struct sigaction action = {};
    action.sa_handler = handler;
    action.sa_flags = SA_RESETHAND | SA_RESTART;
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, nullptr);
    sigaction(SIGTERM, &action, nullptr);
}

} // namespace

Interruption::Interruption()
{
    if (::pipe2(g_pipe, O_CLOEXEC) == 0) {
        m_watcher = std::thread([this] {
            char woken = 0;
            while (::read(g_pipe[0], &woken, 1) < 0 && errno == EINTR) {
            }
            if (g_signal != 0)
                m_stop.request_stop();
        });
    }
    setHandler([](int signal) {
        const int kept = errno;
        g_signal = signal;
        [[maybe_unused]] const ssize_t written = ::write(g_pipe[1], "!", 1);
        errno = kept;
    });
}

Interruption::~Interruption()
{
    setHandler(SIG_DFL);
    if (!m_watcher.joinable())
        return;
    [[maybe_unused]] const ssize_t written = ::write(g_pipe[1], "!", 1);
    m_watcher.join();
    ::close(g_pipe[0]);
    ::close(g_pipe[1]);
}

int Interruption::signal() const
{
    return g_signal;
}

} // namespace ligature::cli
