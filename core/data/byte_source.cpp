// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/byte_source.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <system_error>

#include "core/data/gzip_source.h"
#include "core/memory/memory_limit.h"
#include "core/text/number_text.h"

namespace ligature {

namespace {

namespace fs = std::filesystem;

class MemorySource final : public ByteSource {
public:
    explicit MemorySource(std::string_view bytes) : m_rest(bytes) {}
    Result<std::size_t> read(std::span<char> into) override
    {
        const std::size_t count = m_rest.copy(into.data(), into.size());
        m_rest.remove_prefix(count);
        return count;
    }

private:
    std::string_view m_rest;
};

struct CloseFile {
    void operator()(std::FILE* file) const { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, CloseFile>;

class FileSource final : public ByteSource {
public:
    FileSource(File file, std::string where) : m_file(std::move(file)), m_where(std::move(where)) {}
    Result<std::size_t> read(std::span<char> into) override
    {
        const std::size_t count = std::fread(into.data(), 1, into.size(), m_file.get());
        if (std::ferror(m_file.get()))
            return fail(m_where, std::string("the file cannot be read: ") + std::strerror(errno), {}, ErrorKind::Work);
        return count;
    }

private:
    File m_file;
    std::string m_where;
};

tl::unexpected<Error> cannotOpen(const std::string& where, const std::error_code& error)
{
    if (error == std::errc::no_such_file_or_directory || error == std::errc::not_a_directory)
        return fail(where, "there is no such file", "check the path");
    if (error == std::errc::permission_denied)
        return fail(where, "the file may not be read", "change its permissions, or choose another file");
    return fail(where, "the file cannot be opened: " + error.message());
}

/// The four bytes that end a gzip member; leaves the file at its front.
std::optional<std::uint32_t> gzipLengthHint(std::FILE* file)
{
    std::array<unsigned char, 4> bytes{};
    const bool done = std::fseek(file, -4, SEEK_END) == 0 && std::fread(bytes.data(), 1, 4, file) == 4;
    std::rewind(file);
    if (!done)
        return {};
    return bytes[0] | bytes[1] << 8 | bytes[2] << 16 | static_cast<std::uint32_t>(bytes[3]) << 24;
}

} // namespace

std::unique_ptr<ByteSource> memorySource(std::string_view bytes)
{
    return std::make_unique<MemorySource>(bytes);
}

Result<OpenFile> openFile(const fs::path& file, const std::string& where)
{
    std::error_code error;
    const fs::file_status status = fs::status(file, error);
    if (error)
        return cannotOpen(where, error);
    if (fs::is_directory(status))
        return fail(where, "this is a folder", "choose a file in it");
    if (!fs::is_regular_file(status))
        return fail(where, "this is not a file", "choose a file");
    const std::uintmax_t size = fs::file_size(file, error);
    if (error)
        return cannotOpen(where, error);
    File opened(std::fopen(file.c_str(), "rb"));
    if (!opened)
        return cannotOpen(where, std::error_code(errno, std::generic_category()));

    std::array<unsigned char, 2> magic{};
    const bool is_gzip = std::fread(magic.data(), 1, 2, opened.get()) == 2 && magic[0] == 0x1f && magic[1] == 0x8b;
    OpenFile result{nullptr, size, is_gzip, {}};
    if (is_gzip)
        result.gzip_length_hint = gzipLengthHint(opened.get());
    else
        std::rewind(opened.get());
    result.source = std::make_unique<FileSource>(std::move(opened), where);
    if (is_gzip)
        result.source = gzipSource(std::move(result.source), where);
    return result;
}

Result<std::string> readAll(ByteSource& source, std::uint64_t limit, const std::string& where)
{
    constexpr std::size_t first_step = 1U << 16;
    constexpr std::size_t largest_step = 1U << 24;
    std::string bytes;
    for (std::size_t step = first_step;; step = std::min(2 * step, largest_step)) {
        const std::size_t before = bytes.size();
        // Growing copies: for a moment there are two.
        if (step == largest_step) {
            if (const auto room = checkMemory(2 * (before + step), where); !room)
                return tl::unexpected(room.error());
        }
        bytes.resize(before + step);
        const auto count = source.read({bytes.data() + before, step});
        if (!count)
            return tl::unexpected(count.error());
        bytes.resize(before + *count);
        if (bytes.size() > limit)
            return fail(where, "there are more than " + numbers::bytes(limit) + " in it",
                        "split it, or take a part of its samples");
        if (*count < step)
            return bytes;
    }
}

Result<std::string> readFirst(ByteSource& source, std::size_t count)
{
    std::string bytes(count, '\0');
    const auto got = source.read(bytes);
    if (!got)
        return tl::unexpected(got.error());
    bytes.resize(*got);
    return bytes;
}

} // namespace ligature
