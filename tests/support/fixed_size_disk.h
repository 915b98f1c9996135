// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

namespace ligature::testing {

/// A file system of its own in memory, 64 KiB large, that is gone with the object. It is mounted over the folder in a
/// mount namespace of the test's own, so nobody else sees it.
class FixedSizeDisk {
public:
    explicit FixedSizeDisk(std::filesystem::path folder);
    ~FixedSizeDisk();
    FixedSizeDisk(const FixedSizeDisk&) = delete;
    FixedSizeDisk& operator=(const FixedSizeDisk&) = delete;

    /// False where the system does not let us mount: that takes root, and not every container's root may.
    [[nodiscard]] bool isMounted() const { return m_mounted; }
    /// From now on nothing can be written to it.
    [[nodiscard]] bool makeReadOnly();

private:
    std::filesystem::path m_folder;
    bool m_mounted = false;
};

} // namespace ligature::testing
