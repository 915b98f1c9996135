// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/error/result.h"

/// What people write beside the runs of an experiment: tags, notes, and which runs the others are held against. It
/// stands in a file of its own in the folder of the runs (run_store.h), and changes no figure.
namespace ligature {

/// What is said of a run, or of the runs of an arm at one setting.
struct RunNote {
    std::vector<std::string> tags; ///< in order, each once
    std::string note;              ///< one line
    [[nodiscard]] bool isEmpty() const { return tags.empty() && note.empty(); }
    bool operator==(const RunNote&) const = default;
};

struct RunNotes {
    std::map<std::string, RunNote> entries = {}; ///< by RunResult::key or RunGroup::key
    std::string baseline = {};                   ///< the RunGroup::key that is pinned; empty: none is
    [[nodiscard]] const RunNote& of(const std::string& key) const;
    /// An empty one is left out.
    void set(const std::string& key, RunNote note);
    bool operator==(const RunNotes&) const = default;
};

inline constexpr const char* runNotesFileName = "notes.json";
inline constexpr std::size_t longestTag = 40;    ///< bytes
inline constexpr std::size_t mostTags = 32;      ///< of one entry
inline constexpr std::size_t longestNote = 4096; ///< bytes

/// "best, to try" as tags: what stands between commas, without spaces around it. What is too long is cut, at a whole
/// character; of too many the first are kept.
[[nodiscard]] std::vector<std::string> tagsFromText(std::string_view text);
[[nodiscard]] std::string tagsText(const std::vector<std::string>& tags);
/// As it is kept: one line, without what cannot be seen, of at most longestNote bytes.
[[nodiscard]] std::string noteFromText(std::string_view text);

[[nodiscard]] std::string encodeRunNotes(const RunNotes& notes);
/// @param where the file's name
[[nodiscard]] Result<RunNotes> decodeRunNotes(std::string_view json, const std::string& where);

/// Nothing said where there is no such file.
[[nodiscard]] Result<RunNotes> readRunNotes(const std::filesystem::path& folder);
/// Reads what is there by now, changes it and writes it as a whole: two windows that write to one folder keep each
/// other's entries. An error, and nothing is written, where what is there cannot be read.
/// @return what is written
[[nodiscard]] Result<RunNotes> changeRunNotes(const std::filesystem::path& folder,
                                              const std::function<void(RunNotes&)>& change);
/// Gives a file that cannot be read another name, so that a new one can be begun: "notes.json.unreadable-1".
/// @return that name
[[nodiscard]] Result<std::filesystem::path> setRunNotesAside(const std::filesystem::path& folder);

} // namespace ligature
