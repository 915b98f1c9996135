// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <vector>

namespace ligature {

/// Threads that work on pieces of one task side by side and sleep in between: piece i is worked on by thread
/// i % threads, the caller being the first. Which thread does a piece changes no bit of it.
class LockstepTeam {
public:
    /// @param threads the caller's included, at least 1
    explicit LockstepTeam(std::size_t threads);
    ~LockstepTeam();
    LockstepTeam(const LockstepTeam&) = delete;
    LockstepTeam& operator=(const LockstepTeam&) = delete;

    /// Works on pieces 0 to count - 1 and returns when all are done. What a piece throws is thrown here, the first of
    /// several.
    void run(std::size_t count, const std::function<void(std::size_t)>& piece);

private:
    class Member;
    std::vector<std::unique_ptr<Member>> m_others;
};

} // namespace ligature
