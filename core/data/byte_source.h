// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/error/result.h"

namespace ligature {

/// Bytes that are read once, from the front to the back. One thread at a time.
class ByteSource {
public:
    virtual ~ByteSource() = default;
    /// Fills `into` and gives how many bytes it wrote; fewer than asked for only at the end.
    [[nodiscard]] virtual Result<std::size_t> read(std::span<char> into) = 0;
};

/// Reads bytes in memory, which must outlive the source.
[[nodiscard]] std::unique_ptr<ByteSource> memorySource(std::string_view bytes);

/// A file that is open for reading.
struct OpenFile {
    std::unique_ptr<ByteSource> source; ///< what the file holds, unpacked where it is gzip
    std::uint64_t stored_bytes = 0;     ///< the file's own length
    bool is_gzip = false;               ///< told by the first two bytes, not by the name
    /// The length that the last four bytes of a gzip file claim for its unpacked content, modulo 2^32; only a hint
    /// (of several members it counts the last).
    std::optional<std::uint32_t> gzip_length_hint = {};
};

/// @param where names the file in errors
/// Errors: no such file, not a file (a folder, a pipe), not readable.
[[nodiscard]] Result<OpenFile> openFile(const std::filesystem::path& file, const std::string& where);

/// Everything that is left in the source. An error where that is more than `limit` bytes, or more than the memory that
/// is free can take.
[[nodiscard]] Result<std::string> readAll(ByteSource& source, std::uint64_t limit, const std::string& where);

/// The first bytes, at most `count`.
[[nodiscard]] Result<std::string> readFirst(ByteSource& source, std::size_t count);

} // namespace ligature
