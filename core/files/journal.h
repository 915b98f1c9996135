// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <optional>
#include <span>

#include "core/error/result.h"
#include "core/files/file_descriptor.h"
#include "core/files/switch.h"

/// While a Replacement changes several names, the file ".ligature-journal" tells how to put back what was there. A
/// process that is killed leaves it, and whatever Ligature reads or writes next in that folder, or up to two below it,
/// puts that back first. The journal's end is the moment from which on the new files are there.
namespace ligature {

class Journal {
public:
    Journal() = default;
    ~Journal();
    Journal(const Journal&) = delete;
    Journal& operator=(const Journal&) = delete;

    /// Makes the file, and waits a moment for a process that has one there. False where there can be none: the file
    /// system has no locks to tell whether a journal's writer lives, the folder is not ours, or another's stands there.
    /// An error where the disk is full or fails.
    [[nodiscard]] Result<bool> open(const std::filesystem::path& folder);
    /// Before the first switch.
    [[nodiscard]] Result<void> write(std::span<const Switch> steps);
    /// All is switched, or all is put back. False where the journal is still there.
    [[nodiscard]] bool end();
    /// Leaves it to the next who looks.
    void leave();

private:
    std::filesystem::path m_path;
    std::optional<FileDescriptor> m_file; ///< holds its lock
};

/// Whether there is one in the folder or up to two above it.
[[nodiscard]] bool hasJournal(const std::filesystem::path& folder);

/// Puts back what a process that was killed left half switched there. Costs a look at three names where there is
/// nothing to do; waits a moment for a process that is switching just now. Another user's journal is left alone, and so
/// is one that is a copy. Any thread.
void settleJournals(const std::filesystem::path& folder);

} // namespace ligature
