// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/files/target.h"

#include <cerrno>
#include <fcntl.h>
#include <system_error>
#include <unistd.h>

#include "core/files/failed_write.h"
#include "core/files/file_descriptor.h"

namespace ligature {

namespace {

namespace fs = std::filesystem;

/// Where a save through a symbolic link has to go, also where the link's file does not exist yet.
Result<fs::path> followLinks(const fs::path& file)
{
    fs::path target = file;
    std::error_code error;
    for (int links = 0; fs::is_symlink(fs::symlink_status(target, error)); ++links) {
        if (links == 40)
            return failedWrite(file, "is a symbolic link that leads in a circle", "choose another file");
        const fs::path next = fs::read_symlink(target, error);
        if (error)
            return failedWrite(file, error.value());
        target = target.parent_path() / next;
    }
    return target;
}

} // namespace

Result<Target> targetOf(const fs::path& file)
{
    Result<fs::path> path = followLinks(file);
    if (!path)
        return tl::unexpected(path.error());
    struct stat existing = {};
    if (::stat(path->c_str(), &existing) != 0)
        return Target{std::move(*path), std::nullopt};
    if (S_ISDIR(existing.st_mode))
        return failedWrite(file, "is a folder", "give the name of a file in it");
    if (!S_ISREG(existing.st_mode))
        return failedWrite(file, "is not a regular file", "choose another file");
    if (::faccessat(AT_FDCWD, path->c_str(), W_OK, AT_EACCESS) != 0)
        return failedWrite(file, "is write-protected", "change its permissions, or choose another file");
    return Target{std::move(*path), existing};
}

fs::path folderOf(const fs::path& file)
{
    return file.has_parent_path() ? file.parent_path() : fs::path(".");
}

bool writeAll(int number, std::string_view bytes)
{
    while (!bytes.empty()) {
        const ssize_t written = ::write(number, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return false;
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

bool takeAfter(int number, const struct stat& existing)
{
    [[maybe_unused]] const int owned = ::fchown(number, existing.st_uid, existing.st_gid);
    return ::fchmod(number, existing.st_mode & 07777) == 0;
}

int flushFolder(const fs::path& folder)
{
    const FileDescriptor descriptor(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    const bool is_flushed = !descriptor.isOpen() || ::fsync(descriptor.number()) == 0 || errno == EINVAL;
    return is_flushed ? 0 : errno;
}

} // namespace ligature
