// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/numpy/npy.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace ligature {

namespace {

/// The header, a Python dictionary, and the data behind it.
struct Parts {
    std::string_view header;
    std::string_view data;
};

std::optional<Parts> partsOf(std::string_view bytes)
{
    if (!bytes.starts_with(npyMagic) || bytes.size() < 10)
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
        if (tuple.starts_with('L')) // As Python 2 wrote it.
            tuple.remove_prefix(1);
    }
}

/// What NumPy calls it behind the sign for the order of the bytes, "f4"; nothing for what holds no numbers, or complex
/// ones.
std::optional<ElementType> numpyType(std::string_view name)
{
    constexpr std::pair<std::string_view, ElementType> names[] = {
        {"f2", ElementType::Half},      {"f4", ElementType::Float},  {"f8", ElementType::Double},
        {"f16", ElementType::Extended}, {"i1", ElementType::Int8},   {"i2", ElementType::Int16},
        {"i4", ElementType::Int32},     {"i8", ElementType::Int64},  {"u1", ElementType::Uint8},
        {"u2", ElementType::Uint16},    {"u4", ElementType::Uint32}, {"u8", ElementType::Uint64},
        {"b1", ElementType::Bool}};
    const auto* const found = std::ranges::find(names, name, [](const auto& pair) { return pair.first; });
    return found == std::end(names) ? std::nullopt : std::optional(found->second);
}

/// Why elements of that type are no weights, and what to do.
tl::unexpected<Error> refusedType(const std::string& type, const std::string& where)
{
    const std::string what =
        type.empty() ? "its elements are records" : "its elements are of the type \"" + type + "\"";
    const char kind = type.size() > 1 ? type[1] : ' ';
    if (kind == 'O')
        return fail(where, what + ": Python objects, which only Python can read", "save it as numpy.float32");
    if (kind == 'c')
        return fail(where, what + ": complex numbers, which no layer here takes",
                    "save its real and its imaginary part as two arrays of numpy.float32");
    if (kind == 'V')
        return fail(where, what + ": bytes without a meaning, as NumPy writes bfloat16", "save it as numpy.float32");
    if (kind == 'U' || kind == 'S')
        return fail(where, what + ": texts, which are no numbers",
                    "number them, as numpy.unique(texts, return_inverse=True) does");
    return fail(where, what, "save it as numpy.float32");
}

/// From the order of Fortran into that of C.
void toOrderOfC(NamedTensor& tensor)
{
    const auto turn = [&](auto& values) {
        std::remove_reference_t<decltype(values)> turned(values.size());
        for (std::size_t i = 0; i < values.size(); ++i)
            turned[placeInC(i, tensor.shape)] = values[i];
        values = std::move(turned);
    };
    std::visit(turn, tensor.values);
    if (auto& beyond = tensor.origin.rounding.beyond)
        beyond = static_cast<std::int64_t>(placeInC(static_cast<std::size_t>(*beyond), tensor.shape));
}

/// What the bytes are instead.
tl::unexpected<Error> noArray(std::string_view bytes, const std::string& where)
{
    const std::string mend =
        where.find(".npz") == std::string::npos ? "save it with numpy.save" : "save it with numpy.savez";
    const std::string what = "it is no array of NumPy's";
    if (bytes.empty())
        return fail(where, what + ": it is empty", mend);
    if (bytes.starts_with("version https://git-lfs"))
        return fail(where, what + " but a pointer of Git LFS to one", "get the file itself with git lfs pull");
    if (bytes.starts_with("PK"))
        return fail(where, what + " but a zip archive", "name it .npz if numpy.savez wrote it");
    if (!bytes.starts_with(npyMagic))
        return fail(where, what, mend);
    const auto version = bytes.size() > 6 ? static_cast<unsigned char>(bytes[6]) : 1U;
    if (version < 1 || version > 3)
        return fail(where, what + " that is known here: its format's version is " + std::to_string(version), mend);
    return fail(where, what + ": its header is damaged or was cut off", mend);
}

} // namespace

bool isTextNpy(std::string_view bytes)
{
    const std::optional<Parts> parts = partsOf(bytes);
    return parts && typeOf(parts->header).find('U') != std::string_view::npos;
}

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

Result<NpyArray> parseNpy(std::string_view bytes, const std::string& where)
{
    const std::optional<Parts> parts = partsOf(bytes);
    const std::optional<Shape> shape = parts ? shapeOf(parts->header) : std::nullopt;
    if (!parts || !shape)
        return noArray(bytes, where);
    const std::string name(typeOf(parts->header).substr(0, 20));
    const auto type = name.empty() ? std::nullopt : numpyType(std::string_view(name).substr(1));
    const ByteOrder order = name.starts_with('>') ? ByteOrder::Big : ByteOrder::Little;
    if (!type || std::string_view("<>|=").find(name.front()) == std::string_view::npos)
        return refusedType(name, where);
    const std::size_t size = sizeOf(*type);
    if (parts->data.size() % size != 0 ||
        static_cast<std::int64_t>(parts->data.size() / size) != shape->elementCount()) {
        return fail(where,
                    "its shape is " + shape->toString() + " and it holds " + std::to_string(parts->data.size()) +
                        " bytes, and its elements are " + std::to_string(size) + " each",
                    "the file is damaged or was cut off: save it again");
    }
    if (!arePossible(*type, parts->data, order))
        return fail(where, "its elements of 16 bytes are none of 80 bits as x86 has them", "save it as numpy.float32");
    return NpyArray{.type_name = name,
                    .type = *type,
                    .order = order,
                    .is_fortran = behind(parts->header, "fortran_order").starts_with("True"),
                    .shape = *shape,
                    .data = parts->data};
}

Result<NamedTensor> decodeNpy(std::string_view bytes, const std::string& where)
{
    const Result<NpyArray> array = parseNpy(bytes, where);
    if (!array)
        return tl::unexpected(array.error());
    NamedTensor tensor{{}, array->shape, {}};
    if (array->type != ElementType::Int64 && (array->type != ElementType::Float || array->order != ByteOrder::Little))
        tensor.origin.type = array->type_name;
    readElements(tensor, array->type, array->data, array->order);
    if (array->is_fortran)
        toOrderOfC(tensor);
    return tensor;
}

} // namespace ligature
