// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/files/atomic_file.h"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <optional>
#include <random>
#include <sys/stat.h>
#include <system_error>

#include "core/files/file_descriptor.h"
#include "core/files/writable_folder.h"

namespace ligature {

namespace {

namespace fs = std::filesystem;

std::string mendFor(int error)
{
    switch (error) {
    case ENOSPC:
    case EDQUOT: return "free some space, or choose another folder";
    case EFBIG: return "raise the file size limit, or choose another folder";
    case EROFS: return "choose a folder that is not on a read-only disk";
    case EACCES:
    case EPERM: return "choose a folder that you may write to";
    case ENOENT: return "create the folder first, or choose one that exists";
    case ENOTDIR: return "choose a folder; a part of this path is a file";
    case ENAMETOOLONG: return "choose a shorter name";
    default: return "try again, or choose another folder";
    }
}

tl::unexpected<Error> failedWrite(const fs::path& file, const std::string& what, std::string mend)
{
    return fail(file.string(), what, std::move(mend), ErrorKind::Work);
}

tl::unexpected<Error> failedWrite(const fs::path& file, int error)
{
    return failedWrite(file, "cannot be written (" + std::generic_category().message(error) + ")", mendFor(error));
}

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

/// What a save goes to, and what is known of it.
struct Target {
    fs::path path;
    std::optional<struct stat> existing;
};

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

/// The new file beside the target; removed again unless it was renamed.
class TemporaryFile {
public:
    explicit TemporaryFile(const fs::path& folder) : m_descriptor(create(folder, m_path)) {}
    ~TemporaryFile()
    {
        if (!m_path.empty())
            ::unlink(m_path.c_str());
    }
    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;

    [[nodiscard]] FileDescriptor& descriptor() { return m_descriptor; }
    bool renameTo(const fs::path& target)
    {
        if (::rename(m_path.c_str(), target.c_str()) != 0)
            return false;
        m_path.clear();
        return true;
    }

private:
    // Not mkstemp(): its files are private to their owner, and a new file should have what the umask gives.
    static int create(const fs::path& folder, fs::path& path)
    {
        std::random_device random;
        for (int attempt = 0; attempt < 100; ++attempt) {
            const fs::path candidate = folder / (".ligature-" + std::to_string(random()) + ".part");
            const int number = ::open(candidate.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
            if (number >= 0)
                path = candidate;
            if (number >= 0 || errno != EEXIST)
                return number;
        }
        return -1;
    }

    fs::path m_path; // before the descriptor, whose initialiser sets it
    FileDescriptor m_descriptor;
};

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

void flushFolder(const fs::path& folder)
{
    // The new file is in place by now, and some file systems cannot flush a folder: nothing is lost where this fails.
    const FileDescriptor descriptor(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (descriptor.isOpen())
        ::fsync(descriptor.number());
}

} // namespace

Result<void> writeFileAtomically(const fs::path& file, std::string_view bytes)
{
    const Result<Target> target = targetOf(file);
    if (!target)
        return tl::unexpected(target.error());
    TemporaryFile temporary(folderOf(target->path));
    FileDescriptor& descriptor = temporary.descriptor();
    if (!descriptor.isOpen())
        return failedWrite(file, errno);
    if (const std::optional<struct stat>& existing = target->existing) {
        // Another's file stays theirs where the system lets us (root saving a user's project).
        [[maybe_unused]] const int owned = ::fchown(descriptor.number(), existing->st_uid, existing->st_gid);
        if (::fchmod(descriptor.number(), existing->st_mode & 07777) != 0)
            return failedWrite(file, errno);
    }
    if (!writeAll(descriptor.number(), bytes) || ::fsync(descriptor.number()) != 0 || !descriptor.close() ||
        !temporary.renameTo(target->path))
        return failedWrite(file, errno);
    flushFolder(folderOf(target->path));
    return {};
}

Result<void> checkReplaceable(const fs::path& file)
{
    const Result<Target> target = targetOf(file);
    if (!target)
        return tl::unexpected(target.error());
    return checkWritableFolder(folderOf(target->path));
}

Result<std::string> readFile(const fs::path& file, std::uintmax_t limit)
{
    const auto failedRead = [&](int error) {
        return fail(file.string(), "cannot be read (" + std::generic_category().message(error) + ")",
                    error == ENOENT ? "check the path" : "check its permissions and the disk");
    };
    // A pipe without a writer must not block the window.
    const FileDescriptor descriptor(::open(file.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
    if (!descriptor.isOpen())
        return failedRead(errno);
    struct stat status = {};
    if (::fstat(descriptor.number(), &status) != 0)
        return failedRead(errno);
    if (!S_ISREG(status.st_mode))
        return fail(file.string(), S_ISDIR(status.st_mode) ? "is a folder" : "is not a regular file",
                    "give the path of a file");
    const auto tooLong = [&] {
        return fail(file.string(), "is longer than the " + std::to_string(limit) + " bytes that such a file may have",
                    "check that it is the right file");
    };
    if (static_cast<std::uintmax_t>(status.st_size) > limit)
        return tooLong();

    // Files of /proc claim 0 bytes, and a file may grow: read to the end, whatever the size says.
    std::string bytes;
    std::size_t filled = 0;
    while (filled <= limit) {
        bytes.resize(std::max<std::size_t>(static_cast<std::size_t>(status.st_size) + 1, filled + 4096));
        const ssize_t count = ::read(descriptor.number(), bytes.data() + filled, bytes.size() - filled);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return failedRead(errno);
        if (count == 0) {
            bytes.resize(filled);
            return bytes;
        }
        filled += static_cast<std::size_t>(count);
    }
    return tooLong();
}

} // namespace ligature
