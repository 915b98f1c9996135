// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/gzip_source.h"

#include <algorithm>
#include <limits>
#include <vector>

#include <zlib.h>

namespace ligature {

namespace {

class GzipSource final : public ByteSource {
public:
    GzipSource(std::unique_ptr<ByteSource> packed, std::string where)
        : m_packed(std::move(packed)), m_where(std::move(where)), m_input(1U << 16)
    {
        constexpr int window_bits = 15;
        constexpr int gzip_only = 16;
        m_ready = inflateInit2(&m_stream, window_bits + gzip_only) == Z_OK;
    }
    GzipSource(const GzipSource&) = delete;
    GzipSource& operator=(const GzipSource&) = delete;
    ~GzipSource() override
    {
        if (m_ready)
            inflateEnd(&m_stream);
    }

    Result<std::size_t> read(std::span<char> into) override
    {
        if (!m_ready)
            return fail(m_where, "there is no memory to unpack it", {}, ErrorKind::Work);
        std::size_t done = 0;
        while (done < into.size() && !m_ended) {
            const auto some = unpack(into.subspan(done));
            if (!some)
                return tl::unexpected(some.error());
            done += *some;
        }
        return done;
    }

private:
    Result<std::size_t> unpack(std::span<char> into)
    {
        if (const auto filled = refill(); !filled)
            return tl::unexpected(filled.error());
        const std::size_t most = std::numeric_limits<uInt>::max();
        const auto room = static_cast<uInt>(std::min(into.size(), most));
        m_stream.next_out = reinterpret_cast<Bytef*>(into.data());
        m_stream.avail_out = room;
        const int status = inflate(&m_stream, Z_NO_FLUSH);
        if (status == Z_STREAM_END) {
            if (const auto next = startNextMember(); !next)
                return tl::unexpected(next.error());
        } else if (status == Z_BUF_ERROR && m_stream.avail_in == 0) {
            return fail(m_where, "the compressed data ends too early", "the file is incomplete: get it again");
        } else if (status == Z_MEM_ERROR) {
            return fail(m_where, "there is no memory to unpack it", {}, ErrorKind::Work);
        } else if (status != Z_OK) {
            return fail(m_where, "the compressed data is corrupt", "get the file again");
        }
        return room - m_stream.avail_out;
    }

    Result<void> refill()
    {
        if (m_stream.avail_in > 0)
            return {};
        const auto count = m_packed->read(m_input);
        if (!count)
            return tl::unexpected(count.error());
        m_stream.next_in = reinterpret_cast<Bytef*>(m_input.data());
        m_stream.avail_in = static_cast<uInt>(*count);
        return {};
    }

    /// After a member: the end, or another member.
    Result<void> startNextMember()
    {
        if (const auto filled = refill(); !filled)
            return filled;
        m_ended = m_stream.avail_in == 0;
        if (m_ended)
            return {};
        constexpr Bytef first_of_magic = 0x1f;
        if (*m_stream.next_in != first_of_magic)
            return fail(m_where, "other bytes follow the end of the compressed data", "get the file again");
        inflateReset(&m_stream);
        return {};
    }

    std::unique_ptr<ByteSource> m_packed;
    std::string m_where;
    std::vector<char> m_input;
    z_stream m_stream{};
    bool m_ready = false;
    bool m_ended = false;
};

} // namespace

std::unique_ptr<ByteSource> gzipSource(std::unique_ptr<ByteSource> packed, std::string where)
{
    return std::make_unique<GzipSource>(std::move(packed), std::move(where));
}

} // namespace ligature
