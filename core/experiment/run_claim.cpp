// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/run_claim.h"

#include <cerrno>
#include <system_error>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

namespace ligature {

namespace {

constexpr const char* lockName = "lock";

/// The file is not there any more, or is another one: whoever had it before took the folder away since it was opened.
bool isStale(int lock, const std::filesystem::path& file)
{
    struct stat held = {};
    struct stat there = {};
    return ::fstat(lock, &held) != 0 || ::stat(file.c_str(), &there) != 0 || held.st_dev != there.st_dev ||
           held.st_ino != there.st_ino;
}

} // namespace

RunClaim::RunClaim(std::filesystem::path running) : m_folder(std::move(running))
{
    constexpr int attempts = 100; // Each is in vain only where another process came through in between.
    for (int attempt = 0; !m_folder.empty() && attempt < attempts; ++attempt) {
        std::error_code error;
        std::filesystem::create_directories(m_folder, error);
        if (error)
            return;
        const std::filesystem::path lock = m_folder / lockName;
        m_lock = std::make_unique<FileDescriptor>(::open(lock.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666));
        if (!m_lock->isOpen()) {
            if (errno == ENOENT)
                continue;
            return;
        }
        if (::flock(m_lock->number(), LOCK_EX | LOCK_NB) != 0) {
            m_state = errno == EWOULDBLOCK ? State::Anothers : State::None;
            m_lock.reset();
            return;
        }
        if (isStale(m_lock->number(), lock))
            continue;
        m_state = State::Ours;
        return;
    }
}

void RunClaim::removeFolder() const
{
    std::error_code none;
    if (hasFolder())
        std::filesystem::remove_all(m_folder, none);
}

} // namespace ligature
