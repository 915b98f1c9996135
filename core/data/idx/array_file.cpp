// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/idx/array_file.h"

#include <algorithm>
#include <limits>
#include <vector>

#include "core/data/data_path.h"
#include "core/data/gzip_source.h"
#include "core/data/idx/values.h"
#include "core/data/summary.h"
#include "core/memory/memory_limit.h"

namespace ligature {

namespace {

constexpr std::size_t magicSize = 4;
constexpr std::size_t extentSize = 4;
constexpr std::size_t mostExtents = 8;
constexpr std::size_t chunkSize = 1U << 18; // a multiple of every value's size

bool isKnownType(unsigned char code)
{
    return code == 0x08 || code == 0x09 || (code >= 0x0b && code <= 0x0e);
}

std::string bytesText(std::uint64_t count)
{
    return countText(count, "byte", "bytes");
}

} // namespace

Result<IdxArrayFile> IdxArrayFile::open(const std::string& path, const LoadContext& context)
{
    auto file = openDataFile(path, context);
    if (!file)
        return tl::unexpected(file.error());
    IdxArrayFile array;
    array.m_path = path;
    array.m_file = std::move(*file);
    if (const auto header = array.readHeader(); !header)
        return tl::unexpected(header.error());
    if (const auto length = array.checkLength(context); !length)
        return tl::unexpected(length.error());
    return array;
}

Shape IdxArrayFile::sampleShape() const
{
    const auto& extents = m_extents.extents();
    return Shape(std::vector<std::int64_t>(extents.begin() + 1, extents.end()));
}

Result<void> IdxArrayFile::readHeader()
{
    const std::string where = m_path + ", header";
    const auto magic = readFirst(*m_file.source, magicSize);
    if (!magic)
        return tl::unexpected(magic.error());
    if (magic->size() < magicSize || (*magic)[0] != 0 || (*magic)[1] != 0)
        return fail(where, "this is not an IDX file: it does not begin as one", "choose an IDX file");
    const auto code = static_cast<unsigned char>((*magic)[2]);
    const auto rank = static_cast<unsigned char>((*magic)[3]);
    if (!isKnownType(code))
        return fail(where, "there is no type of values with the code " + std::to_string(code), "choose an IDX file");
    if (rank < 1 || rank > mostExtents)
        return fail(where, "it claims " + countText(rank, "dimension", "dimensions"),
                    "choose a file with 1 to " + std::to_string(mostExtents));
    const auto bytes = readFirst(*m_file.source, rank * extentSize);
    if (!bytes)
        return tl::unexpected(bytes.error());
    if (bytes->size() < rank * extentSize)
        return fail(where, "the file ends in it", "the file is incomplete: get it again");

    m_type = static_cast<IdxType>(code);
    std::vector<std::int64_t> extents;
    for (std::size_t i = 0; i < rank; ++i) {
        std::uint32_t extent = 0;
        for (std::size_t byte = 0; byte < extentSize; ++byte)
            extent = extent << 8 | static_cast<unsigned char>((*bytes)[i * extentSize + byte]);
        if (extent == 0)
            return fail(where, i == 0 ? "it claims no samples" : "it claims samples of no values",
                        "choose a file with samples");
        extents.push_back(extent);
    }
    m_extents = Shape(std::move(extents));
    const std::uint64_t header = magicSize + rank * extentSize;
    const std::int64_t count = m_extents.elementCount(); // the largest there is where it does not fit
    if (count == std::numeric_limits<std::int64_t>::max() ||
        __builtin_mul_overflow(static_cast<std::uint64_t>(count), idxValueSize(m_type), &m_claimed_bytes) ||
        __builtin_add_overflow(m_claimed_bytes, header, &m_claimed_bytes))
        return fail(where, "it claims " + m_extents.toString() + " values, more than any file can hold",
                    "the file is corrupt: get it again");
    return {};
}

Result<void> IdxArrayFile::checkLength(const LoadContext& context) const
{
    if (!m_file.is_gzip) {
        if (m_claimed_bytes != m_file.stored_bytes)
            return wrongLength(m_file.stored_bytes, false);
        return {};
    }
    if (m_claimed_bytes / gzipLargestRatio > m_file.stored_bytes)
        return fail(m_path + ", header",
                    "it claims " + m_extents.toString() + " values, more than a gzip file of " +
                        bytesText(m_file.stored_bytes) + " can hold",
                    "the file is corrupt: get it again");
    if (m_file.gzip_length_hint == static_cast<std::uint32_t>(m_claimed_bytes))
        return {};
    const auto held = countBytes(context, m_claimed_bytes + 1);
    if (!held)
        return tl::unexpected(held.error());
    if (*held != m_claimed_bytes)
        return wrongLength(*held, *held > m_claimed_bytes);
    return {};
}

Result<std::uint64_t> IdxArrayFile::countBytes(const LoadContext& context, std::uint64_t most) const
{
    auto file = openDataFile(m_path, context);
    if (!file)
        return tl::unexpected(file.error());
    std::vector<char> chunk(chunkSize);
    std::uint64_t count = 0;
    while (count < most) {
        const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(chunk.size(), most - count));
        const auto got = file->source->read({chunk.data(), wanted});
        if (!got)
            return tl::unexpected(got.error());
        count += *got;
        if (*got < wanted)
            break;
    }
    return count;
}

tl::unexpected<Error> IdxArrayFile::wrongLength(std::uint64_t held, bool at_least) const
{
    return fail(m_path + ", header",
                "it claims " + m_extents.toString() + " values, " + bytesText(m_claimed_bytes) +
                    " with the header, and the file holds " + (at_least ? "more" : bytesText(held)),
                held < m_claimed_bytes ? "the file is incomplete: get it again" : "the file is corrupt: get it again");
}

Result<void> IdxArrayFile::convert(const char* bytes, std::size_t begin, std::size_t count, IdxValues& to) const
{
    const std::span<float> floats = to.values.span().subspan(begin, count);
    idxValues(m_type, bytes, floats);
    if (m_type != IdxType::Int && m_type != IdxType::Double)
        return {};
    std::vector<double> wide(count);
    idxWideValues(m_type, bytes, wide);
    const bool same = std::ranges::equal(wide, floats, [](double a, float b) { return a == static_cast<double>(b); });
    if (same && to.exact.size() == 0)
        return {};
    if (to.exact.size() == 0) {
        if (const auto room = checkMemory(to.values.size() * sizeof(double), m_path); !room)
            return room;
        to.exact = AlignedArray<double>(to.values.size());
        std::copy_n(to.values.data(), begin, to.exact.data());
    }
    std::ranges::copy(wide, to.exact.data() + begin);
    return {};
}

Result<IdxValues> IdxArrayFile::read(std::int64_t sample_count)
{
    const std::size_t sample_size = static_cast<std::size_t>(sampleShape().elementCount());
    const std::size_t count =
        static_cast<std::size_t>(std::clamp<std::int64_t>(sample_count, 0, sampleCount())) * sample_size;
    if (const auto room = checkMemory(count * sizeof(float), m_path); !room)
        return tl::unexpected(room.error());
    IdxValues read{AlignedArray<float>(count), {}};
    const std::size_t value_size = idxValueSize(m_type);
    std::vector<char> chunk(std::clamp(count * value_size, std::size_t(1), chunkSize));
    for (std::size_t done = 0; done < count;) {
        const std::size_t some = std::min(chunk.size() / value_size, count - done);
        const auto got = m_file.source->read({chunk.data(), some * value_size});
        if (!got)
            return tl::unexpected(got.error());
        if (*got < some * value_size)
            return wrongLength(m_claimed_bytes - (count - done) * value_size + *got, false);
        if (const auto converted = convert(chunk.data(), done, some, read); !converted)
            return tl::unexpected(converted.error());
        const std::span<float> target = read.values.span().subspan(done, some);
        if (const auto bad = firstNotFinite(target); bad < some)
            return fail(m_path + ", sample " + std::to_string((done + bad) / sample_size + 1), "a value is not finite",
                        "leave the sample out");
        done += some;
    }
    if (sample_count < sampleCount())
        return read;
    const auto rest = m_file.source->read({chunk.data(), 1});
    if (!rest)
        return tl::unexpected(rest.error());
    if (*rest > 0)
        return wrongLength(m_claimed_bytes + 1, true);
    return read;
}

} // namespace ligature
