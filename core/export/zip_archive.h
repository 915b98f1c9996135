// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "core/error/result.h"

namespace ligature {

struct ZipEntry {
    std::string name; ///< UTF-8
    std::string bytes;
};

/// The bytes of a zip archive of these entries, stored without compression, in their order and with one fixed date, so
/// that the same entries give the same bytes.
[[nodiscard]] Result<std::string> encodeZip(const std::vector<ZipEntry>& entries);

} // namespace ligature
