// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>

#include "core/error/result.h"

namespace ligature {

/// That a file was not written, as an error of ErrorKind::Work.
[[nodiscard]] tl::unexpected<Error> failedWrite(const std::filesystem::path& file, const std::string& what,
                                                std::string mend);
/// The same where the system says why, by its number: with the mend for that.
[[nodiscard]] tl::unexpected<Error> failedWrite(const std::filesystem::path& file, int error);

/// Whether the machine failed, rather than the call: a full or broken disk, not a folder that is not there.
[[nodiscard]] bool isFaultOfTheMachine(int error);

} // namespace ligature
