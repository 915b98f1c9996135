// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/export/npy.h"

#include <bit>
#include <cstddef>

namespace ligature {

namespace {

static_assert(std::endian::native == std::endian::little, "values are written as they are in memory, little-endian");

std::string header(const std::string& type, const Shape& shape)
{
    std::string dictionary = "{'descr': '" + type + "', 'fortran_order': False, 'shape': " + pythonTuple(shape) + ", }";
    constexpr std::size_t before = 10; // the magic, the version and the length
    const std::size_t filled = before + dictionary.size() + 1;
    dictionary.append((filled + 63) / 64 * 64 - filled, ' ');
    dictionary += '\n';
    std::string bytes("\x93NUMPY\x01\x00", 8);
    bytes += static_cast<char>(dictionary.size() & 0xff);
    bytes += static_cast<char>(dictionary.size() >> 8);
    return bytes + dictionary;
}

} // namespace

std::string encodeNpy(const Shape& shape, std::span<const float> values)
{
    std::string bytes = header("<f4", shape);
    bytes.append(reinterpret_cast<const char*>(values.data()), values.size_bytes());
    return bytes;
}

std::string encodeNpy(std::string_view text)
{
    std::string bytes = header("<U" + std::to_string(text.size()), Shape());
    for (const char c : text)
        bytes.append({c, '\0', '\0', '\0'});
    return bytes;
}

std::string pythonTuple(const Shape& shape)
{
    std::string tuple = "(";
    for (std::size_t axis = 0; axis < shape.rank(); ++axis)
        tuple += (axis == 0 ? "" : ", ") + std::to_string(shape[axis]);
    return tuple + (shape.rank() == 1 ? ",)" : ")");
}

} // namespace ligature
