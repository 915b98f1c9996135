// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>

#include "core/data/byte_source.h"

namespace ligature {

/// Unpacks gzip (RFC 1952, one or several members) as it is read, so that a small file that unpacks to a huge one costs
/// only what its reader asks for. Errors while reading: no gzip data, corrupt (the checksum is verified), truncated, or
/// other bytes after its end.
/// @param where names the file in errors
[[nodiscard]] std::unique_ptr<ByteSource> gzipSource(std::unique_ptr<ByteSource> packed, std::string where);

/// Deflate's codes: a byte of a gzip file cannot stand for more than this many.
inline constexpr std::uint64_t gzipLargestRatio = 1032;

} // namespace ligature
