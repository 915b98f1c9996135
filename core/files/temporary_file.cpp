// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/files/temporary_file.h"

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <dirent.h>
#include <fcntl.h>
#include <memory>
#include <new>
#include <random>
#include <string_view>
#include <sys/file.h>
#include <sys/stat.h>
#include <vector>

#include "core/files/journal.h"

namespace ligature {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view prefix = ".ligature-";
constexpr const char* partEnding = ".part";

enum class Leftover { None, Part, Old };

Leftover kindOf(std::string_view name)
{
    if (!name.starts_with(prefix))
        return Leftover::None;
    name.remove_prefix(prefix.size());
    const auto end = std::ranges::find_if(name, [](unsigned char c) { return std::isalnum(c) == 0; });
    const std::string_view ending(end, name.end());
    if (end == name.begin())
        return Leftover::None;
    if (ending == oldEnding)
        return Leftover::Old;
    // Without an ending: what the first versions tried a folder with.
    const bool was_a_trial = ending.empty() && name.size() == 6;
    return ending == partEnding || was_a_trial ? Leftover::Part : Leftover::None;
}

/// Whether the open file still has that name: another process may have taken it for a leftover before it was locked.
bool isStillAt(int number, const fs::path& path)
{
    struct stat open = {};
    struct stat named = {};
    return ::fstat(number, &open) == 0 && ::lstat(path.c_str(), &named) == 0 && open.st_ino == named.st_ino &&
           open.st_dev == named.st_dev;
}

} // namespace

std::string temporaryName(const char* ending)
{
    std::random_device random;
    return std::string(prefix) + std::to_string(random()) + ending;
}

TemporaryFile::TemporaryFile(const fs::path& folder, Kind kind) : m_kind(kind), m_descriptor(create(folder)) {}

TemporaryFile::~TemporaryFile()
{
    if (m_path.empty())
        return;
    if (m_kind == Kind::File)
        ::unlink(m_path.c_str());
    else
        removeWhole(m_path);
}

// Not mkstemp(): its files are private to their owner, and a new file should have what the umask gives.
int TemporaryFile::create(const fs::path& folder)
{
    m_error = EEXIST;
    for (int attempt = 0; attempt < 100; ++attempt) {
        const fs::path candidate = folder / temporaryName(partEnding);
        if (m_kind == Kind::Folder && ::mkdir(candidate.c_str(), 0777) != 0) {
            if ((m_error = errno) == EEXIST)
                continue;
            return -1;
        }
        const int flags = m_kind == Kind::File ? O_WRONLY | O_CREAT | O_EXCL : O_RDONLY | O_DIRECTORY;
        const int number = ::open(candidate.c_str(), flags | O_CLOEXEC, 0666);
        if (number < 0) {
            m_error = errno;
            if (m_kind == Kind::Folder)
                ::rmdir(candidate.c_str());
            if (m_error == EEXIST || (m_kind == Kind::Folder && m_error == ENOENT))
                continue;
            return -1;
        }
        const bool is_being_removed = ::flock(number, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK;
        if (!is_being_removed && isStillAt(number, candidate)) {
            m_path = candidate;
            m_error = 0;
            return number;
        }
        ::close(number);
    }
    return -1;
}

void removeLeftovers(const fs::path& folder)
{
    std::vector<fs::path> found;
    for (const std::string& name : namesIn(folder)) {
        if (kindOf(name) != Leftover::None)
            found.push_back(folder / name);
    }
    if (found.empty())
        return;
    // Asked for after they were listed: what is old and has no journal now is no one's any more.
    const bool is_switching = hasJournal(folder);
    for (const fs::path& path : found) {
        if (is_switching && kindOf(path.filename().native()) == Leftover::Old)
            continue;
        const FileDescriptor file(::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
        if (file.isOpen() && ::flock(file.number(), LOCK_EX | LOCK_NB) == 0 && isStillAt(file.number(), path))
            removeWhole(path);
    }
}

std::vector<std::string> namesIn(const fs::path& folder)
{
    std::vector<std::string> names;
    const std::unique_ptr<DIR, int (*)(DIR*)> open(::opendir(folder.c_str()), [](DIR* dir) { return ::closedir(dir); });
    while (const dirent* const entry = open ? ::readdir(open.get()) : nullptr) {
        std::string name = entry->d_name;
        if (name != "." && name != "..")
            names.push_back(std::move(name));
    }
    return names;
}

bool removeWhole(const fs::path& path)
{
    if (::unlink(path.c_str()) == 0 || errno == ENOENT)
        return true;
    if (errno != EISDIR && errno != EPERM)
        return false;
    try {
        for (const std::string& name : namesIn(path))
            removeWhole(path / name);
    } catch (const std::bad_alloc&) { // Called in destructors, and the next save tries again.
        return false;
    }
    return ::rmdir(path.c_str()) == 0;
}

} // namespace ligature
