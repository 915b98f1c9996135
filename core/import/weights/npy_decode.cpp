// SPDX-License-Identifier: GPL-3.0-or-later
#include <bit>
#include <charconv>
#include <cstring>
#include <optional>

#include "core/import/weights/npz.h"

namespace ligature {

namespace {

static_assert(std::endian::native == std::endian::little, "the arrays that are read are little-endian");

constexpr std::string_view magic = "\x93NUMPY";

/// The header, a Python dictionary, and the data behind it.
struct Parts {
    std::string_view header;
    std::string_view data;
};

std::optional<Parts> partsOf(std::string_view bytes)
{
    if (!bytes.starts_with(magic) || bytes.size() < 10)
        return std::nullopt;
    const auto byte = [&](std::size_t place) { return std::size_t{static_cast<unsigned char>(bytes[place])}; };
    const std::size_t version = byte(6);
    const std::size_t begin = version == 1 ? 10 : 12;
    if (version < 1 || version > 3 || bytes.size() < begin)
        return std::nullopt;
    std::size_t length = byte(8) | byte(9) << 8;
    if (version > 1)
        length |= byte(10) << 16 | byte(11) << 24;
    if (length > bytes.size() - begin)
        return std::nullopt;
    return Parts{bytes.substr(begin, length), bytes.substr(begin + length)};
}

/// What stands behind a key, from its first character that is no space.
std::string_view behind(std::string_view header, std::string_view key)
{
    for (const char quote : {'\'', '"'}) {
        const std::string quoted = quote + std::string(key) + quote + ":";
        if (const auto found = header.find(quoted); found != std::string_view::npos) {
            header.remove_prefix(found + quoted.size());
            header.remove_prefix(std::min(header.find_first_not_of(' '), header.size()));
            return header;
        }
    }
    return {};
}

std::string_view typeOf(std::string_view header)
{
    std::string_view type = behind(header, "descr");
    if (type.empty() || (type.front() != '\'' && type.front() != '"'))
        return {};
    const char quote = type.front();
    type.remove_prefix(1);
    return type.substr(0, type.find(quote));
}

std::optional<Shape> shapeOf(std::string_view header)
{
    std::string_view tuple = behind(header, "shape");
    const auto end = tuple.find(')');
    if (!tuple.starts_with('(') || end == std::string_view::npos)
        return std::nullopt;
    tuple = tuple.substr(1, end - 1);
    std::vector<std::int64_t> extents;
    while (true) {
        tuple.remove_prefix(std::min(tuple.find_first_not_of(", "), tuple.size()));
        if (tuple.empty())
            return extents.size() <= 32 ? std::optional(Shape(std::move(extents))) : std::nullopt;
        std::int64_t extent = 0;
        const auto [rest, error] = std::from_chars(tuple.data(), tuple.data() + tuple.size(), extent);
        if (error != std::errc() || extent < 0)
            return std::nullopt;
        tuple.remove_prefix(static_cast<std::size_t>(rest - tuple.data()));
        extents.push_back(extent);
    }
}

/// The place in the order of C of each place in the order of Fortran.
std::size_t placeInC(std::size_t place, const Shape& shape)
{
    std::size_t found = 0;
    std::size_t stride = static_cast<std::size_t>(shape.elementCount());
    for (std::size_t axis = 0; axis < shape.rank(); ++axis) {
        const auto extent = static_cast<std::size_t>(shape[axis]);
        stride /= extent;
        found += place % extent * stride;
        place /= extent;
    }
    return found;
}

template <typename From, typename To>
Result<NamedTensor> filled(const Shape& shape, std::string_view data, bool is_fortran, const std::string& where)
{
    const std::int64_t count = shape.elementCount();
    if (data.size() % sizeof(From) != 0 || static_cast<std::int64_t>(data.size() / sizeof(From)) != count) {
        return fail(where,
                    "its shape is " + shape.toString() + " and it holds " + std::to_string(data.size()) + " bytes",
                    "save it again");
    }
    std::vector<To> values(static_cast<std::size_t>(count));
    for (std::size_t i = 0; i < values.size(); ++i) {
        From element = {};
        std::memcpy(&element, data.data() + i * sizeof(From), sizeof(From));
        values[is_fortran ? placeInC(i, shape) : i] = static_cast<To>(element);
    }
    return NamedTensor{{}, shape, std::move(values)};
}

} // namespace

bool isTextNpy(std::string_view bytes)
{
    const std::optional<Parts> parts = partsOf(bytes);
    return parts && typeOf(parts->header).find('U') != std::string_view::npos;
}

Result<NamedTensor> decodeNpy(std::string_view bytes, const std::string& where)
{
    const std::optional<Parts> parts = partsOf(bytes);
    const std::optional<Shape> shape = parts ? shapeOf(parts->header) : std::nullopt;
    if (!parts || !shape)
        return fail(where, "it is no array of NumPy's", "save it with numpy.savez");
    const bool is_fortran = behind(parts->header, "fortran_order").starts_with("True");
    const std::string_view type = typeOf(parts->header);
    if (type == "<f4")
        return filled<float, float>(*shape, parts->data, is_fortran, where);
    if (type == "<f8")
        return filled<double, float>(*shape, parts->data, is_fortran, where);
    if (type == "<i8")
        return filled<std::int64_t, std::int64_t>(*shape, parts->data, is_fortran, where);
    if (type == "<i4")
        return filled<std::int32_t, std::int64_t>(*shape, parts->data, is_fortran, where);
    return fail(where, "its elements are of the type \"" + std::string(type.substr(0, 20)) + "\"",
                "save it as numpy.float32");
}

} // namespace ligature
