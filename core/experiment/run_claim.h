// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <memory>

#include "core/files/file_descriptor.h"

namespace ligature {

/// The right to train a run, where several processes fill one folder: a lock on a file in the folder that the run goes
/// on from. The system lets go of it when its process ends, however that is.
class RunClaim {
public:
    /// Of nothing that others could train: a store in memory.
    RunClaim() = default;
    /// Tries to have it, and does not wait. Makes the folder where it is not there.
    /// @param running RunStore::runningFolder(); empty: as above
    explicit RunClaim(std::filesystem::path running);

    /// Another process, or another claim of this one, has it.
    [[nodiscard]] bool isAnothers() const { return m_state == State::Anothers; }
    /// The folder can be read and written, and nobody else does.
    [[nodiscard]] bool hasFolder() const { return m_state == State::Ours; }
    [[nodiscard]] const std::filesystem::path& folder() const { return m_folder; }
    /// Takes the folder away, where it is this one's.
    void removeFolder() const;

private:
    /// None: there is no folder, or the file system knows no locks. Whoever trains then leaves nothing on the way.
    enum class State { None, Ours, Anothers };
    std::filesystem::path m_folder;
    std::unique_ptr<FileDescriptor> m_lock;
    State m_state = State::None;
};

} // namespace ligature
