// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace ligature::cli {

/// From its construction on, Ctrl-C and a polite kill are remembered instead of ending the program; the second one ends
/// it. One for the program, in the main thread.
class Interruption {
public:
    Interruption();
    ~Interruption();
    Interruption(const Interruption&) = delete;
    Interruption& operator=(const Interruption&) = delete;

    /// The signal that came, or 0.
    [[nodiscard]] int signal() const;
};

} // namespace ligature::cli
