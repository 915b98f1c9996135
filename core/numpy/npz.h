// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/error/result.h"
#include "core/numpy/npy.h"
#include "core/safetensors/safetensors_file.h"

namespace ligature {

/// A zip archive of arrays, as numpy.savez and savez_compressed write it. Nothing is unpacked before it is asked for.
class NpzArchive {
public:
    struct Entry {
        std::string name; ///< as in the archive: "encoder.weight.npy"
        std::uint64_t place = 0;
        [[nodiscard]] std::string arrayName() const; ///< "encoder.weight"; NumPy keeps the ending
    };

    /// @param bytes must outlive the archive
    [[nodiscard]] static Result<NpzArchive> open(std::string_view bytes, const std::string& where);
    NpzArchive(NpzArchive&&) noexcept;
    NpzArchive& operator=(NpzArchive&&) noexcept;
    ~NpzArchive();

    /// In the archive's order, without its folders.
    [[nodiscard]] const std::vector<Entry>& entries() const { return m_entries; }
    /// An entry's bytes. An error where they are more than `limit`, or damaged.
    [[nodiscard]] Result<std::string> read(const Entry& entry, std::size_t limit) const;

private:
    struct Handle;
    NpzArchive(std::unique_ptr<Handle> handle, std::string where);

    std::unique_ptr<Handle> m_handle;
    std::string m_where;
    std::vector<Entry> m_entries;
};

/// The arrays of an npz archive, by their names; arrays of text and what is no array are left out. Packed ones are
/// unpacked, up to a limit that no weights come near of.
[[nodiscard]] Result<std::vector<NamedTensor>> decodeNpz(std::string_view bytes, const std::string& where);

} // namespace ligature
