// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/run_store.h"

#include <algorithm>
#include <cerrno>
#include <ctime>
#include <system_error>

#include <sys/stat.h>
#include <unistd.h>

#include "core/experiment/train_run.h"
#include "core/files/atomic_file.h"
#include "core/files/temporary_file.h"
#include "core/files/writable_folder.h"

namespace ligature {

namespace {

constexpr std::uintmax_t largestResult = std::uintmax_t{1} << 28;
constexpr const char* runsName = "runs";
constexpr const char* runningName = "running";
constexpr const char* removedName = "removed";
constexpr const char* resultSuffix = ".json";
constexpr std::time_t secondsOfDay = 24 * 60 * 60;

/// When what is in the file was written.
std::int64_t writtenAt(const std::filesystem::path& file)
{
    struct stat found = {};
    return ::stat(file.c_str(), &found) == 0 ? static_cast<std::int64_t>(found.st_mtime) : 0;
}

tl::unexpected<Error> failedMove(const std::filesystem::path& file, int error)
{
    return fail(file.string(), "it cannot be moved: " + std::generic_category().message(error),
                "see that you may write to its folder", ErrorKind::Work);
}

} // namespace

Result<std::unique_ptr<RunStore>> RunStore::open(const std::filesystem::path& folder)
{
    if (const auto prepared = makeWritableFolder(folder / runsName); !prepared)
        return tl::unexpected(prepared.error());
    auto store = std::make_unique<RunStore>();
    store->m_folder = folder;
    return store;
}

Result<std::unique_ptr<RunStore>> RunStore::openToRead(const std::filesystem::path& folder)
{
    std::error_code none;
    if (!std::filesystem::is_directory(folder, none))
        return fail(folder.string(), "there is no such folder", "name what compare --out wrote to");
    if (!std::filesystem::is_directory(folder / runsName, none))
        return fail(folder.string(), "there are no runs in it", "name what compare --out wrote to");
    auto store = std::make_unique<RunStore>();
    store->m_folder = folder;
    return store;
}

std::filesystem::path RunStore::file(const std::string& key) const
{
    return m_folder / runsName / (key + resultSuffix);
}

Result<std::optional<RunResult>> RunStore::find(const std::string& key) const
{
    {
        const std::scoped_lock lock(m_mutex);
        if (const auto found = m_results.find(key); found != m_results.end())
            return *found->second;
    }
    std::error_code none;
    if (m_folder.empty() || !std::filesystem::exists(file(key), none))
        return std::nullopt;
    const auto bytes = readFile(file(key), largestResult);
    if (!bytes)
        return tl::unexpected(bytes.error());
    auto result = decodeRunResult(*bytes, file(key).string());
    if (!result)
        return tl::unexpected(result.error());
    if (result->key != key)
        return fail(file(key).string(), "it is the result of another run", "remove the file; the run is trained again");
    auto kept = std::make_shared<const RunResult>(std::move(*result));
    const std::scoped_lock lock(m_mutex);
    return *m_results.insert_or_assign(key, std::move(kept)).first->second;
}

Result<void> RunStore::add(const RunResult& result)
{
    if (!m_folder.empty()) {
        if (const auto written = writeFileAtomically(file(result.key), encodeRunResult(result)); !written)
            return written;
    }
    const std::scoped_lock lock(m_mutex);
    m_results.insert_or_assign(result.key, std::make_shared<const RunResult>(result));
    return {};
}

Result<void> RunStore::takeFrom(const RunStore& other)
{
    for (const std::string& key : other.keys()) {
        const auto result = other.find(key);
        if (!result)
            return tl::unexpected(result.error());
        const auto there = find(key);
        if (there && !*there && *result) {
            if (const auto added = add(**result); !added)
                return added;
        }
    }
    return {};
}

std::filesystem::path RunStore::runningFolder(const std::string& key) const
{
    return m_folder.empty() ? std::filesystem::path() : m_folder / runningName / key;
}

std::vector<std::string> RunStore::keys() const
{
    std::vector<std::string> keys;
    if (m_folder.empty()) {
        const std::scoped_lock lock(m_mutex);
        for (const auto& [key, result] : m_results)
            keys.push_back(key);
        return keys;
    }
    std::error_code none;
    // An iterator and not a range-for, whose steps throw.
    for (std::filesystem::directory_iterator file(m_folder / runsName, none), last; !none && file != last;
         file.increment(none)) {
        if (file->path().extension() == resultSuffix)
            keys.push_back(file->path().stem().string());
    }
    std::ranges::sort(keys);
    return keys;
}

std::vector<StoredRun> RunStore::list() const
{
    const std::vector<std::string> there = keys();
    if (!m_folder.empty()) {
        // What somebody took away is not there any more.
        const std::scoped_lock lock(m_mutex);
        std::erase_if(m_results, [&](const auto& kept) { return !std::ranges::binary_search(there, kept.first); });
    }
    std::vector<StoredRun> runs;
    for (const std::string& key : there) {
        StoredRun run{key, nullptr, {}, m_folder.empty() ? 0 : writtenAt(file(key))};
        const auto found = find(key);
        if (found && !*found) // Taken away meanwhile.
            continue;
        if (found) {
            const std::scoped_lock lock(m_mutex);
            if (const auto kept = m_results.find(key); kept != m_results.end())
                run.result = kept->second;
            else
                continue;
        } else {
            run.damage = found.error();
        }
        runs.push_back(std::move(run));
    }
    return runs;
}

std::filesystem::path RunStore::removedFile(const std::string& key) const
{
    return m_folder / removedName / (key + resultSuffix);
}

Result<void> RunStore::remove(const std::string& key)
{
    const auto missing = [&] { return fail(key, "there is no such run any more", {}, ErrorKind::Work); };
    if (m_folder.empty()) {
        const std::scoped_lock lock(m_mutex);
        auto run = m_results.extract(key);
        if (run.empty())
            return missing();
        m_removed.insert_or_assign(key, std::move(run.mapped()));
        return {};
    }
    if (isInTraining(runningFolder(key)))
        return fail(file(key).string(), "the run is being trained now", "stop the comparison that trains it first",
                    ErrorKind::Work);
    std::error_code error;
    std::filesystem::create_directories(m_folder / removedName, error);
    if (error)
        return failedMove(m_folder / removedName, error.value());
    if (::rename(file(key).c_str(), removedFile(key).c_str()) != 0)
        return errno == ENOENT ? Result<void>(missing()) : failedMove(file(key), errno);
    const std::scoped_lock lock(m_mutex);
    m_results.erase(key);
    return {};
}

Result<void> RunStore::restore(const std::string& key)
{
    if (m_folder.empty()) {
        const std::scoped_lock lock(m_mutex);
        auto run = m_removed.extract(key);
        if (run.empty())
            return fail(key, "it is not kept any more", {}, ErrorKind::Work);
        m_results.insert(std::move(run));
        return {};
    }
    // A link is made only where there is nothing of that name.
    const std::filesystem::path from = removedFile(key);
    const int failed = ::link(from.c_str(), file(key).c_str()) == 0 ? 0 : errno;
    if (failed == EEXIST || failed == 0) {
        ::unlink(from.c_str());
        return {};
    }
    if (failed == ENOENT)
        return fail(from.string(), "it is not kept any more", {}, ErrorKind::Work);
    // A file system without hard links.
    std::error_code none;
    if (!std::filesystem::exists(file(key), none) && ::rename(from.c_str(), file(key).c_str()) != 0)
        return failedMove(from, errno);
    return {};
}

void RunStore::discard(std::span<const std::string> keys)
{
    if (m_folder.empty()) {
        const std::scoped_lock lock(m_mutex);
        for (const std::string& key : keys)
            m_removed.erase(key);
        return;
    }
    for (const std::string& key : keys)
        ::unlink(removedFile(key).c_str());
    ::rmdir((m_folder / removedName).c_str()); // Where it is empty.
}

void RunStore::discardLeftovers()
{
    if (m_folder.empty())
        return;
    const std::time_t now = std::time(nullptr);
    for (const std::string& name : namesIn(m_folder / removedName)) {
        const std::filesystem::path left = m_folder / removedName / name;
        struct stat found = {};
        // Moving it there changed this time, and not that of what is in it.
        if (left.extension() == resultSuffix && ::lstat(left.c_str(), &found) == 0 && S_ISREG(found.st_mode) &&
            now - found.st_ctime > secondsOfDay)
            ::unlink(left.c_str());
    }
    ::rmdir((m_folder / removedName).c_str());
}

} // namespace ligature
