// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stop_token>
#include <thread>

namespace ligature::cli {

/// From its construction on, Ctrl-C and a polite kill are a request to stop instead of ending the program; the second
/// one ends it. One for the program, in the main thread.
class Interruption {
public:
    Interruption();
    ~Interruption();
    Interruption(const Interruption&) = delete;
    Interruption& operator=(const Interruption&) = delete;

    /// Asked for once a signal came.
    [[nodiscard]] std::stop_token stop() const { return m_stop.get_token(); }
    /// The signal that came, or 0.
    [[nodiscard]] int signal() const;

private:
    std::stop_source m_stop;
    std::thread m_watcher; ///< a signal handler may not ask for a stop itself
};

} // namespace ligature::cli
