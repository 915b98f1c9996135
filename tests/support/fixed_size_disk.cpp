// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/fixed_size_disk.h"

#include <sched.h>
#include <sys/mount.h>

namespace ligature::testing {

FixedSizeDisk::FixedSizeDisk(std::filesystem::path folder) : m_folder(std::move(folder))
{
    m_mounted = ::unshare(CLONE_NEWNS) == 0 && ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
                ::mount("none", m_folder.c_str(), "tmpfs", 0, "size=64k") == 0;
}

FixedSizeDisk::~FixedSizeDisk()
{
    if (m_mounted)
        ::umount2(m_folder.c_str(), MNT_DETACH);
}

bool FixedSizeDisk::makeReadOnly()
{
    return ::mount("none", m_folder.c_str(), nullptr, MS_REMOUNT | MS_RDONLY, nullptr) == 0;
}

} // namespace ligature::testing
