// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/interruption.h"

#include <csignal>

namespace ligature::cli {

namespace {

// A signal handler reaches nothing else.
volatile std::sig_atomic_t g_signal = 0;

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
    setHandler([](int signal) { g_signal = signal; });
}

Interruption::~Interruption()
{
    setHandler(SIG_DFL);
}

int Interruption::signal() const
{
    return g_signal;
}

} // namespace ligature::cli
