// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/files/atomic_file.h"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <system_error>

#include "core/files/failed_write.h"
#include "core/files/file_descriptor.h"
#include "core/files/journal.h"
#include "core/files/replacement.h"
#include "core/files/target.h"
#include "core/files/writable_folder.h"

namespace ligature {

Result<void> writeFileAtomically(const std::filesystem::path& file, std::string_view bytes)
{
    Replacement replacement(folderOf(file));
    return replacement.write(file, bytes).and_then([&] { return replacement.commit(); });
}

Result<void> writeNewFile(const std::filesystem::path& file, std::string_view bytes, const std::filesystem::path& named)
{
    std::error_code error;
    std::filesystem::create_directories(file.parent_path(), error);
    if (error)
        return failedWrite(named, error.value());
    const FileDescriptor descriptor(::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666));
    if (!descriptor.isOpen() || !writeAll(descriptor.number(), bytes) || ::fsync(descriptor.number()) != 0)
        return failedWrite(named, errno);
    return {};
}

Result<void> checkReplaceable(const std::filesystem::path& file)
{
    const Result<Target> target = targetOf(file);
    if (!target)
        return tl::unexpected(target.error());
    return checkWritableFolder(folderOf(target->path));
}

Result<std::string> readFile(const std::filesystem::path& file, std::uintmax_t limit)
{
    settleJournals(folderOf(file));
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
