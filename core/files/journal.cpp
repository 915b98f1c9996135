// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/files/journal.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <fcntl.h>
#include <ranges>
#include <string>
#include <string_view>
#include <sys/file.h>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>
#include <vector>

#include "core/files/failed_write.h"
#include "core/files/target.h"

namespace ligature {

namespace {

namespace fs = std::filesystem;

constexpr const char* journalName = ".ligature-journal";
constexpr const char* firstWord = "ligature-journal 1";
constexpr const char* lastWord = "end";
constexpr std::array<const char*, 3> places = {".", "..", "../.."};
constexpr off_t longestJournal = 16 << 20;
constexpr auto patience = std::chrono::milliseconds(250);
constexpr auto nap = std::chrono::milliseconds(2);

/// Words with a zero after each, since a name may have any other byte.
void addWord(std::string& text, std::string_view word)
{
    text.append(word).push_back('\0');
}

std::string wordOf(const std::optional<Identity>& identity)
{
    if (!identity)
        return {};
    return std::to_string(identity->number) + ' ' + std::to_string(identity->size) + ' ' +
           std::to_string(identity->changed);
}

std::optional<Identity> identityIn(const std::string& word)
{
    Identity identity;
    const char* const end = word.data() + word.size();
    const auto number = std::from_chars(word.data(), end, identity.number);
    if (number.ec != std::errc() || number.ptr == end)
        return std::nullopt;
    const auto size = std::from_chars(number.ptr + 1, end, identity.size);
    if (size.ec != std::errc() || size.ptr == end)
        return std::nullopt;
    const auto changed = std::from_chars(size.ptr + 1, end, identity.changed);
    return changed.ec == std::errc() ? std::optional(identity) : std::nullopt;
}

/// Below the journal's folder by the way from there, so that the folder may be moved.
std::string pathWord(const fs::path& path, const fs::path& folder)
{
    const fs::path way =
        fs::absolute(path).lexically_normal().lexically_relative(fs::absolute(folder).lexically_normal());
    const bool is_below = !way.empty() && *way.begin() != "..";
    return is_below ? way.native() : fs::absolute(path).native();
}

std::string journalOf(std::span<const Switch> steps, const fs::path& folder, std::uint64_t own_number)
{
    std::string text;
    addWord(text, firstWord);
    addWord(text, std::to_string(own_number));
    for (const Switch& step : steps) {
        addWord(text, step.is_folder ? "folder" : "file");
        addWord(text, wordOf(step.before));
        addWord(text, wordOf(step.after));
        addWord(text, pathWord(step.target, folder));
        addWord(text, step.old.empty() ? std::string() : pathWord(step.old, folder));
    }
    addWord(text, lastWord);
    return text;
}

/// Nothing of a journal that is not whole, whose writer has then switched nothing, and of one that was copied.
std::vector<Switch> stepsIn(const std::string& text, const fs::path& folder, std::uint64_t own_number)
{
    std::vector<std::string> words;
    for (std::size_t start = 0; start < text.size();) {
        const std::size_t end = std::min(text.find('\0', start), text.size());
        words.push_back(text.substr(start, end - start));
        start = end + 1;
    }
    constexpr std::size_t head = 2;
    constexpr std::size_t length = 5;
    if (words.size() < head + 1 || (words.size() - head - 1) % length != 0 || words.front() != firstWord ||
        words[1] != std::to_string(own_number) || words.back() != lastWord)
        return {};
    std::vector<Switch> steps;
    for (std::size_t at = head; at + 1 < words.size(); at += length) {
        Switch step;
        step.is_folder = words[at] == "folder";
        step.before = identityIn(words[at + 1]);
        step.after = identityIn(words[at + 2]);
        step.target = folder / words[at + 3];
        step.old = words[at + 4].empty() ? fs::path() : folder / words[at + 4];
        steps.push_back(std::move(step));
    }
    return steps;
}

bool isAt(int number, const fs::path& path)
{
    struct stat open = {};
    struct stat named = {};
    return ::fstat(number, &open) == 0 && ::lstat(path.c_str(), &named) == 0 && open.st_ino == named.st_ino &&
           open.st_dev == named.st_dev;
}

bool lockInTime(int number)
{
    const auto end = std::chrono::steady_clock::now() + patience;
    while (::flock(number, LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK || std::chrono::steady_clock::now() > end)
            return false;
        std::this_thread::sleep_for(nap);
    }
    return true;
}

void settle(const fs::path& folder)
{
    const fs::path path = folder / journalName;
    struct stat status = {};
    if (::lstat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode) || status.st_uid != ::geteuid())
        return;
    const FileDescriptor file(::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC));
    if (!file.isOpen() || !lockInTime(file.number()) || !isAt(file.number(), path) ||
        ::fstat(file.number(), &status) != 0 || status.st_size > longestJournal)
        return;
    std::string text(static_cast<std::size_t>(status.st_size), '\0');
    if (::pread(file.number(), text.data(), text.size(), 0) != status.st_size)
        return;
    const std::vector<Switch> steps = stepsIn(text, folder, status.st_ino);
    bool is_put_back = true;
    for (const Switch& step : steps | std::views::reverse)
        is_put_back = undo(step) && is_put_back;
    if (is_put_back)
        ::unlink(path.c_str());
}

} // namespace

Journal::~Journal()
{
    (void)end();
}

Result<bool> Journal::open(const fs::path& folder)
{
    const fs::path path = folder / journalName;
    const auto until = std::chrono::steady_clock::now() + patience;
    do {
        settle(folder);
        const int number = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
        if (number >= 0) {
            m_file.emplace(number);
            if (::flock(number, LOCK_EX | LOCK_NB) == 0) {
                m_path = path;
                if (isAt(number, path))
                    return true;
            } else if (errno != EWOULDBLOCK) {
                ::unlink(path.c_str());
                m_file.reset();
                return false;
            }
            // Somebody took it for a journal that was not finished.
            m_path.clear();
            m_file.reset();
        } else if (errno == EACCES || errno == EPERM || errno == EROFS) {
            return false;
        } else if (errno != EEXIST) {
            return failedWrite(path, errno);
        }
        std::this_thread::sleep_for(nap);
    } while (std::chrono::steady_clock::now() < until);
    return false;
}

Result<void> Journal::write(std::span<const Switch> steps)
{
    struct stat status = {};
    if (::fstat(m_file->number(), &status) != 0)
        return failedWrite(m_path, errno);
    const fs::path folder = m_path.parent_path();
    if (!writeAll(m_file->number(), journalOf(steps, folder, status.st_ino)) || ::fsync(m_file->number()) != 0)
        return failedWrite(m_path, errno);
    const int error = flushFolder(folder);
    return error == 0 ? Result<void>() : failedWrite(m_path, error);
}

bool Journal::end()
{
    const bool is_gone = m_path.empty() || ::unlink(m_path.c_str()) == 0 || errno == ENOENT;
    if (is_gone)
        leave();
    return is_gone;
}

void Journal::leave()
{
    m_path.clear();
    m_file.reset();
}

bool hasJournal(const fs::path& folder)
{
    return std::ranges::any_of(places, [&](const char* place) {
        struct stat status = {};
        return ::lstat((folder / place / journalName).c_str(), &status) == 0;
    });
}

void settleJournals(const fs::path& folder)
{
    // A folder that is not there may be one that is to be put back.
    fs::path there = folder;
    while (::access(there.c_str(), F_OK) != 0 && there.has_relative_path() && there != ".")
        there = folderOf(there);
    for (const char* const place : places)
        settle(there / place);
}

} // namespace ligature
