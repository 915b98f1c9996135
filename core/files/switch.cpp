// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/files/switch.h"

#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/files/temporary_file.h"

namespace ligature {

namespace {

namespace fs = std::filesystem;

int moved(const fs::path& from, const fs::path& to)
{
    return ::rename(from.c_str(), to.c_str()) == 0 ? 0 : errno;
}

int exchanged(const fs::path& one, const fs::path& other)
{
    return ::renameat2(AT_FDCWD, one.c_str(), AT_FDCWD, other.c_str(), RENAME_EXCHANGE) == 0 ? 0 : errno;
}

/// To where there was none; what somebody has put there since is not replaced, where the file system can tell.
int movedToNew(const fs::path& from, const fs::path& to)
{
    if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0)
        return 0;
    return isUnsupported(errno) ? moved(from, to) : errno;
}

int switchFolderOver(const Switch& step)
{
    // Under the name of what was there before it is that: who looks for leftovers in between is not to take the old
    // folder for a part whose writer is gone.
    if (const int error = moved(step.part, step.old); error != 0)
        return error;
    const int error = exchanged(step.old, step.target);
    if (!isUnsupported(error))
        return error;
    if (const int back = moved(step.old, step.part); back != 0)
        return back;
    if (const int away = moved(step.target, step.old); away != 0)
        return away;
    return moved(step.part, step.target);
}

} // namespace

std::optional<Identity> identityOf(const fs::path& path)
{
    struct stat status = {};
    if (::lstat(path.c_str(), &status) != 0)
        return std::nullopt;
    if (S_ISDIR(status.st_mode))
        return Identity{status.st_ino, 0, 0};
    return Identity{status.st_ino, status.st_size,
                    std::int64_t{status.st_mtim.tv_sec} * 1'000'000'000 + status.st_mtim.tv_nsec};
}

bool isUnsupported(int error)
{
    return error == ENOSYS || error == EINVAL || error == EOPNOTSUPP || error == ENOTSUP;
}

int switchAtOnce(const Switch& step)
{
    if (step.part.empty())
        return ::unlink(step.target.c_str()) == 0 ? 0 : errno;
    if (!step.is_folder)
        return moved(step.part, step.target);
    return step.before ? exchanged(step.part, step.target) : movedToNew(step.part, step.target);
}

int switchOver(const Switch& step)
{
    if (step.part.empty() && !step.before) // Somebody was quicker.
        return 0;
    if (!step.before)
        return movedToNew(step.part, step.target);
    if (step.part.empty())
        return moved(step.target, step.old);
    if (step.is_folder)
        return switchFolderOver(step);
    // Linked rather than moved, so that there is no moment without the file.
    if (::link(step.target.c_str(), step.old.c_str()) != 0) {
        const bool has_links = !isUnsupported(errno) && errno != EPERM && errno != EMLINK;
        if (const int error = has_links ? errno : moved(step.target, step.old); error != 0)
            return error;
    }
    return moved(step.part, step.target);
}

bool undo(const Switch& step)
{
    const std::optional<Identity> now = identityOf(step.target);
    const bool is_new = now.has_value() && now == step.after;
    if (!step.before)
        return !is_new || removeWhole(step.target);
    const std::optional<Identity> kept = identityOf(step.old);
    if (!kept)
        return true;
    if (kept == step.after) // A new folder that has not been exchanged.
        return removeWhole(step.old);
    if (kept != step.before)
        return true;
    if (!now)
        return moved(step.old, step.target) == 0;
    if (!is_new) // It is the old one, too, or somebody's since.
        return removeWhole(step.old);
    if (!step.is_folder)
        return moved(step.old, step.target) == 0;
    const int error = exchanged(step.old, step.target);
    if (error == 0)
        return removeWhole(step.old);
    return isUnsupported(error) && removeWhole(step.target) && moved(step.old, step.target) == 0;
}

} // namespace ligature
