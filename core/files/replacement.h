// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/error/result.h"
#include "core/files/journal.h"
#include "core/files/switch.h"
#include "core/files/temporary_file.h"

namespace ligature {

/// Files that belong together, replaced all or not at all. write() and its siblings make the new ones beside those that
/// are there, flushed to the disk; nothing else is changed until commit() switches them all. On an error, and where
/// this goes without a commit(), everything is as it was.
///
/// One file, and one folder that is replaced as a whole, switch in a single call to the system: any program sees the
/// old or the new at any moment, also after a kill. Several names switch one after the other under a journal, so that
/// after a kill what Ligature next reads or writes there finds all of the old ones again, or all of the new
/// (journal.h). A file system without hard links, exchanging renames or locks does with less: each file stays whole.
///
/// Errors name the file as the caller did and are of ErrorKind::Work. One thread.
class Replacement {
public:
    /// @param place where the journal stands: the folder that all of it is in
    explicit Replacement(std::filesystem::path place);
    ~Replacement();
    Replacement(const Replacement&) = delete;
    Replacement& operator=(const Replacement&) = delete;

    /// A file; see writeFileAtomically() for what it keeps and what it refuses.
    [[nodiscard]] Result<void> write(const std::filesystem::path& file, std::string_view bytes);
    /// A file that is to go, if it is there.
    [[nodiscard]] Result<void> remove(const std::filesystem::path& file);
    /// A folder, made where it is not there: gives an empty one beside it, for the caller to write its files to,
    /// flushed to the disk. Then switchFolder().
    [[nodiscard]] Result<std::filesystem::path> stageFolder(const std::filesystem::path& folder);
    /// The folder that was staged last holds all that it is to. A folder in which nothing is but files of the names
    /// that Ligature gives is replaced as a whole; in any other, those files are replaced, each that is not there any
    /// more is removed, and all others stay.
    /// @param own those names, with '/' after a folder's; the first is switched last
    [[nodiscard]] Result<void> switchFolder(std::span<const std::string> own);

    /// To be called once, at the end.
    [[nodiscard]] Result<void> commit();

private:
    struct StagedFolder {
        std::filesystem::path target;
        std::filesystem::path named;
        const TemporaryFile* part = nullptr;
        bool is_beside = false; ///< it is not in the folder itself
    };

    Result<void> makeFolders(const std::filesystem::path& folder, const std::filesystem::path& named);
    void tidy(const std::filesystem::path& folder);
    Result<void> switchFiles(std::span<const std::string> own);
    Result<void> switchWhole(std::span<const std::string> own);
    void addStep(const std::filesystem::path& target, const std::filesystem::path& named,
                 const std::filesystem::path& part, bool is_folder = false);
    Result<void> switchAll();
    void putBack();

    std::filesystem::path m_place;
    std::set<std::filesystem::path> m_tidied;
    std::vector<std::filesystem::path> m_made; ///< folders that were not there
    std::vector<std::unique_ptr<TemporaryFile>> m_parts;
    StagedFolder m_staged;
    std::vector<Switch> m_steps;
    Journal m_journal;
    bool m_is_switching = false;
    bool m_is_done = false;
};

} // namespace ligature
