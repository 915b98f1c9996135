// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/run_store.h"

#include <algorithm>

#include "core/files/atomic_file.h"
#include "core/files/writable_folder.h"

namespace ligature {

namespace {

constexpr std::uintmax_t largestResult = std::uintmax_t{1} << 28;
constexpr const char* runsName = "runs";
constexpr const char* runningName = "running";
constexpr const char* resultSuffix = ".json";

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
            return found->second;
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
    const std::scoped_lock lock(m_mutex);
    return m_results.insert_or_assign(key, std::move(*result)).first->second;
}

Result<void> RunStore::add(const RunResult& result)
{
    if (!m_folder.empty()) {
        if (const auto written = writeFileAtomically(file(result.key), encodeRunResult(result)); !written)
            return written;
    }
    const std::scoped_lock lock(m_mutex);
    m_results.insert_or_assign(result.key, result);
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

} // namespace ligature
