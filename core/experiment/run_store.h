// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "core/experiment/run_result.h"

namespace ligature {

/// The runs of an experiment that are through, by their keys: in memory, or a file each in a folder that survives a
/// kill, which several processes may fill at once. Thread-safe.
///
/// The folder (`ligature-cli compare --out DIR`):
///   project.ligature    the project with the experiment
///   runs/KEY.json       a run that is through: whole or not there
///   running/KEY/        where a long run goes on from after a kill; gone once it is through
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

private:
    [[nodiscard]] std::filesystem::path file(const std::string& key) const;

    std::filesystem::path m_folder;
    mutable std::mutex m_mutex;
    mutable std::map<std::string, RunResult> m_results; ///< that were looked for or added
};

inline constexpr const char* experimentProjectFileName = "project.ligature";
inline constexpr const char* comparisonJsonFileName = "comparison.json";
inline constexpr const char* comparisonPageFileName = "comparison.html";

} // namespace ligature
