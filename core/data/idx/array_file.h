// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include "core/data/byte_source.h"
#include "core/data/load_context.h"
#include "core/error/result.h"
#include "core/tensor/aligned_array.h"
#include "core/tensor/shape.h"

namespace ligature {

/// The codes of the header's third byte. Values are big-endian.
enum class IdxType : std::uint8_t {
    UnsignedByte = 0x08,
    SignedByte = 0x09,
    Short = 0x0b,
    Int = 0x0c,
    Float = 0x0d,
    Double = 0x0e,
};

struct IdxValues {
    AlignedArray<float> values;
    AlignedArray<double> exact; ///< the same as they are stored, where floats round some; else empty
};

/// An IDX file (Y. LeCun's format, as MNIST has it; plain or gzipped) whose header has been read: two zero bytes, the
/// type, the number of extents, and each extent as a big-endian 32-bit number. The first extent is the sample count.
class IdxArrayFile {
public:
    /// Reads the header and holds its claim against what the file holds, before any room is made for it. A plain file's
    /// length must be the claim exactly. Of a gzipped one the packed length bounds what it can unpack to; where the
    /// length that it states at its end is another than the claim, it is unpacked once, as far as the claim goes, to
    /// count.
    /// @param path as the option has it; a relative one starts from the context's folder
    /// Errors: those of openDataFile(), no IDX file, an unknown type, no or too many extents, an extent of 0, a claim
    /// that is not what the file holds.
    [[nodiscard]] static Result<IdxArrayFile> open(const std::string& path, const LoadContext& context);

    [[nodiscard]] IdxType type() const { return m_type; }
    [[nodiscard]] const std::string& path() const { return m_path; }
    [[nodiscard]] std::int64_t sampleCount() const { return m_extents[0]; }
    /// Of one sample: {28, 28}; a scalar for labels.
    [[nodiscard]] Shape sampleShape() const;

    /// The values of the first samples, or of all; to be called once. All of them have to end where the file does.
    /// Errors: a file that ends early or late or is corrupt, a value that is not finite (with its sample), too little
    /// memory.
    [[nodiscard]] Result<IdxValues> read(std::int64_t sample_count);

private:
    IdxArrayFile() = default;
    [[nodiscard]] Result<void> readHeader();
    [[nodiscard]] Result<void> checkLength(const LoadContext& context) const;
    [[nodiscard]] Result<std::uint64_t> countBytes(const LoadContext& context, std::uint64_t most) const;
    /// Turns the next values into floats, and from the first on that is rounded keeps them exactly.
    [[nodiscard]] Result<void> convert(const char* bytes, std::size_t begin, std::size_t count, IdxValues& to) const;
    [[nodiscard]] tl::unexpected<Error> wrongLength(std::uint64_t held, bool at_least) const;

    std::string m_path;
    OpenFile m_file;
    IdxType m_type = IdxType::UnsignedByte;
    Shape m_extents;
    std::uint64_t m_claimed_bytes = 0; ///< header and values
};

} // namespace ligature
