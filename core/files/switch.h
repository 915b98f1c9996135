// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>

namespace ligature {

/// A file or folder of the file system, whatever its name; of a file that was changed since, another.
struct Identity {
    std::uint64_t number = 0;
    std::int64_t size = 0; ///< of files, as is the time
    std::int64_t changed = 0;

    bool operator==(const Identity&) const = default;
};

/// Nothing: there is none of that name.
[[nodiscard]] std::optional<Identity> identityOf(const std::filesystem::path& path);

/// One name that changes from what was there to what is made for it: a step of a Replacement.
struct Switch {
    std::filesystem::path target;
    std::filesystem::path named; ///< the target as the caller named it
    std::filesystem::path part;  ///< what is made for it, beside it; empty: it is to go
    std::filesystem::path old;   ///< what was there, until all is switched
    bool is_folder = false;
    std::optional<Identity> before; ///< nothing: there was none
    std::optional<Identity> after;
};

/// The whole switch in one call to the system, so that any program sees the old or the new at any moment; what was
/// there is at `part` then. 0, or the system's number of the error: ENOSYS, EINVAL where the file system cannot.
[[nodiscard]] int switchAtOnce(const Switch& step);
/// The same, with what was there kept as `old`. After an error undo() puts back what is changed.
[[nodiscard]] int switchOver(const Switch& step);
/// Puts back what was there, whatever of the switch was done. What somebody else has put in the place since stays.
/// False where it could not.
[[nodiscard]] bool undo(const Switch& step);

/// Whether the file system has no such call, so that another way is to be tried.
[[nodiscard]] bool isUnsupported(int error);

} // namespace ligature
