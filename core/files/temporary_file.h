// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/files/file_descriptor.h"

namespace ligature {

/// A new file or folder, ".ligature-NUMBER.part", beside what it is to replace; removed when this goes, unless it has
/// another name by then. It is locked for as long, so that removeLeftovers() knows that its writer lives.
class TemporaryFile {
public:
    enum class Kind { File, Folder };

    explicit TemporaryFile(const std::filesystem::path& folder, Kind kind = Kind::File);
    ~TemporaryFile();
    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;

    [[nodiscard]] bool isOpen() const { return m_descriptor.isOpen(); }
    [[nodiscard]] int error() const { return m_error; } ///< why it is not open
    [[nodiscard]] int number() const { return m_descriptor.number(); }
    [[nodiscard]] const std::filesystem::path& path() const { return m_path; }
    /// It has another name now, and stays.
    void release() { m_path.clear(); }

private:
    int create(const std::filesystem::path& folder);

    Kind m_kind;
    std::filesystem::path m_path; // before the descriptor, whose initialiser sets both
    int m_error = 0;
    FileDescriptor m_descriptor;
};

/// What else Ligature puts beside files for a moment: ".ligature-NUMBER" and the ending.
[[nodiscard]] std::string temporaryName(const char* ending);
/// Of what was there before, while a journal (journal.h) tells how to put it back.
inline constexpr const char* oldEnding = ".old";
/// The same where no journal stands near, and nothing is left over: nobody else removes it.
inline constexpr const char* keptEnding = ".kept";

/// Takes away what processes that were killed left in the folder, and nothing of one that lives: also not where the
/// file system has no locks to tell. Errors are none of the caller's.
void removeLeftovers(const std::filesystem::path& folder);

/// What is in a folder, in no order; nothing where it cannot be read. Unlike a directory_iterator, whose error_code
/// version ends the program where there is no memory.
[[nodiscard]] std::vector<std::string> namesIn(const std::filesystem::path& folder);

/// Removes a file, or a folder with all in it. False where it is still there.
bool removeWhole(const std::filesystem::path& path);

} // namespace ligature
