// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/experiment/run_result.h"

namespace ligature {

/// A run in a store, for lists of them.
struct StoredRun {
    std::string key;
    std::shared_ptr<const RunResult> result; ///< null: its file cannot be read
    std::optional<Error> damage;             ///< why, and what mends it
    std::int64_t written = 0;                ///< when its file was, in seconds since 1970; 0 in memory
};

/// The runs of an experiment that are through, by their keys: in memory, or a file each in a folder that survives a
/// kill, which several processes may fill at once. Thread-safe.
///
/// The folder (`ligature-cli compare --out DIR`):
///   project.ligature    the project with the experiment
///   runs/KEY.json       a run that is through: whole or not there
///   running/KEY/        where a long run goes on from after a kill; gone once it is through
///   removed/KEY.json    a run that was deleted, as long as that can be undone
///   comparison.json, comparison.html
class RunStore {
public:
    /// In memory.
    RunStore() = default;
    /// Makes the folder where it is not there, and tries out that files can be written to it.
    [[nodiscard]] static Result<std::unique_ptr<RunStore>> open(const std::filesystem::path& folder);
    /// One that an experiment has written to, to find what is in it. Nothing is changed there.
    [[nodiscard]] static Result<std::unique_ptr<RunStore>> openToRead(const std::filesystem::path& folder);

    /// Nothing: it is not through.
    /// @return an error where its file cannot be read or is not what add() wrote
    [[nodiscard]] Result<std::optional<RunResult>> find(const std::string& key) const;
    [[nodiscard]] Result<void> add(const RunResult& result);
    /// Adds what the other has and this has not.
    [[nodiscard]] Result<void> takeFrom(const RunStore& other);

    /// Where a run leaves what it goes on from; empty: nowhere.
    [[nodiscard]] std::filesystem::path runningFolder(const std::string& key) const;
    /// Empty: in memory.
    [[nodiscard]] const std::filesystem::path& folder() const { return m_folder; }

    /// The keys of all that are through, in the folder too.
    [[nodiscard]] std::vector<std::string> keys() const;
    /// All of them by their keys, also those whose files cannot be read.
    [[nodiscard]] std::vector<StoredRun> list() const;

    /// Moves a run aside; restore() brings it back. An error, and nothing is changed, where a process is training that
    /// run now, or it is not there.
    [[nodiscard]] Result<void> remove(const std::string& key);
    /// A run that was trained anew since then stays as it is.
    [[nodiscard]] Result<void> restore(const std::string& key);
    /// Those that were moved aside are gone for good.
    void discard(std::span<const std::string> keys);
    /// The same of all that programs which were killed left more than a day ago.
    void discardLeftovers();

private:
    [[nodiscard]] std::filesystem::path file(const std::string& key) const;
    [[nodiscard]] std::filesystem::path removedFile(const std::string& key) const;

    std::filesystem::path m_folder;
    mutable std::mutex m_mutex;
    mutable std::map<std::string, std::shared_ptr<const RunResult>> m_results; ///< that were looked for or added
    std::map<std::string, std::shared_ptr<const RunResult>> m_removed;         ///< in memory
};

inline constexpr const char* experimentProjectFileName = "project.ligature";
inline constexpr const char* comparisonJsonFileName = "comparison.json";
inline constexpr const char* comparisonPageFileName = "comparison.html";

} // namespace ligature
