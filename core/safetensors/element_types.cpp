// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/safetensors/element_types.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <limits>

namespace ligature {

namespace {

static_assert(std::endian::native == std::endian::little, "elements are taken as little-endian once they are turned");

struct TypeEntry {
    ElementType type;
    std::size_t size;
    std::string_view safetensors; ///< empty: that has none
};

constexpr TypeEntry typeEntries[] = {
    {ElementType::Float8E4M3, 1, "F8_E4M3"}, {ElementType::Float8E5M2, 1, "F8_E5M2"},
    {ElementType::Half, 2, "F16"},           {ElementType::Bfloat16, 2, "BF16"},
    {ElementType::Float, 4, "F32"},          {ElementType::Double, 8, "F64"},
    {ElementType::Extended, 16, ""},         {ElementType::Int8, 1, "I8"},
    {ElementType::Int16, 2, "I16"},          {ElementType::Int32, 4, "I32"},
    {ElementType::Int64, 8, "I64"},          {ElementType::Uint8, 1, "U8"},
    {ElementType::Uint16, 2, "U16"},         {ElementType::Uint32, 4, "U32"},
    {ElementType::Uint64, 8, "U64"},         {ElementType::Bool, 1, "BOOL"},
};

const TypeEntry& entryOf(ElementType type)
{
    return *std::ranges::find(typeEntries, type, &TypeEntry::type);
}

/// The elements one after the other, each as a number of type Raw.
template <typename Raw, typename To, typename Convert>
std::vector<To> converted(std::string_view bytes, ByteOrder order, Convert convert)
{
    std::vector<To> values(bytes.size() / sizeof(Raw));
    if (values.empty())
        return values;
    if constexpr (std::is_same_v<Raw, To>) {
        if (order == ByteOrder::Little) {
            std::memcpy(values.data(), bytes.data(), bytes.size()); // Every bit is kept, those of NaNs too.
            return values;
        }
    }
    for (std::size_t i = 0; i < values.size(); ++i) {
        std::array<char, sizeof(Raw)> element;
        std::copy_n(bytes.data() + i * sizeof(Raw), sizeof(Raw), element.begin());
        if (order == ByteOrder::Big)
            std::ranges::reverse(element);
        values[i] = convert(std::bit_cast<Raw>(element), static_cast<std::int64_t>(i));
    }
    return values;
}

/// A float of 80 bits: the fraction with its leading 1, then sign and exponent; the rest is anything.
struct ExtendedBits {
    std::uint64_t fraction;
    std::uint16_t head;
    std::array<std::uint8_t, 6> rest;

    [[nodiscard]] int exponent() const { return head & 0x7fff; }
    [[nodiscard]] long double value() const
    {
        long double size = std::ldexp(static_cast<long double>(fraction), std::max(exponent(), 1) - 16383 - 63);
        if (exponent() == 0x7fff) {
            const bool infinite = fraction << 1 == 0;
            size =
                infinite ? std::numeric_limits<long double>::infinity() : std::numeric_limits<long double>::quiet_NaN();
        }
        return (head & 0x8000) == 0 ? size : -size;
    }
};
static_assert(sizeof(ExtendedBits) == 16);

template <typename Raw>
std::vector<std::int64_t> wholeNumbers(std::string_view bytes, ByteOrder order)
{
    return converted<Raw, std::int64_t>(bytes, order, [](Raw raw, std::int64_t) {
        if constexpr (std::is_same_v<Raw, std::uint64_t>)
            return static_cast<std::int64_t>(std::min<std::uint64_t>(raw, std::numeric_limits<std::int64_t>::max()));
        else
            return static_cast<std::int64_t>(raw);
    });
}

template <typename Raw>
std::vector<float> widened(std::string_view bytes, ByteOrder order, float (*convert)(Raw))
{
    return converted<Raw, float>(bytes, order, [convert](Raw raw, std::int64_t) { return convert(raw); });
}

} // namespace

std::size_t sizeOf(ElementType type)
{
    return entryOf(type).size;
}

std::optional<ElementType> safetensorsType(std::string_view name)
{
    const auto found = std::ranges::find(typeEntries, name, &TypeEntry::safetensors);
    return found == std::end(typeEntries) || name.empty() ? std::nullopt : std::optional(found->type);
}

void readElements(NamedTensor& tensor, ElementType type, std::string_view bytes, ByteOrder order)
{
    Rounding& rounding = tensor.origin.rounding;
    const auto round = [&](auto value, std::int64_t place) { return rounding.round(value, place); };
    switch (type) {
    case ElementType::Float8E4M3: tensor.values = widened<std::uint8_t>(bytes, order, &fromFloat8E4M3); break;
    case ElementType::Float8E5M2: tensor.values = widened<std::uint8_t>(bytes, order, &fromFloat8E5M2); break;
    case ElementType::Half: tensor.values = widened<std::uint16_t>(bytes, order, &fromHalf); break;
    case ElementType::Bfloat16: tensor.values = widened<std::uint16_t>(bytes, order, &fromBfloat16); break;
    case ElementType::Float:
        tensor.values = converted<float, float>(bytes, order, [](float value, std::int64_t) { return value; });
        break;
    case ElementType::Double: tensor.values = converted<double, float>(bytes, order, round); break;
    case ElementType::Extended:
        tensor.values = converted<ExtendedBits, float>(
            bytes, order, [&](const ExtendedBits& bits, std::int64_t place) { return round(bits.value(), place); });
        break;
    case ElementType::Int8: tensor.values = wholeNumbers<std::int8_t>(bytes, order); break;
    case ElementType::Int16: tensor.values = wholeNumbers<std::int16_t>(bytes, order); break;
    case ElementType::Int32: tensor.values = wholeNumbers<std::int32_t>(bytes, order); break;
    case ElementType::Int64: tensor.values = wholeNumbers<std::int64_t>(bytes, order); break;
    case ElementType::Uint8:
    case ElementType::Bool: tensor.values = wholeNumbers<std::uint8_t>(bytes, order); break;
    case ElementType::Uint16: tensor.values = wholeNumbers<std::uint16_t>(bytes, order); break;
    case ElementType::Uint32: tensor.values = wholeNumbers<std::uint32_t>(bytes, order); break;
    case ElementType::Uint64: tensor.values = wholeNumbers<std::uint64_t>(bytes, order); break;
    }
}

bool arePossible(ElementType type, std::string_view bytes, ByteOrder order)
{
    if (type != ElementType::Extended)
        return true;
    enum : char { None, Number, Zero, ZeroOrQuadruple };
    const std::vector<char> looks =
        converted<ExtendedBits, char>(bytes, order, [](const ExtendedBits& bits, std::int64_t) -> char {
            // All but 0 has a leading 1; numbers below the least that have one are no weights.
            if (bits.exponent() != 0)
                return bits.fraction >> 63 == 1 ? Number : None;
            if (bits.fraction != 0)
                return None;
            // Of 128 bits, whole numbers are 0 up to their sign and exponent, where those of 80 bits have anything.
            const int last = bits.rest[4] | (bits.rest[5] & 0x7f) << 8;
            return last > 0x3f00 && last < 0x40ff ? ZeroOrQuadruple : Zero;
        });
    const auto has = [&](char look) { return std::ranges::find(looks, look) != looks.end(); };
    return !has(None) && (has(Number) || !has(ZeroOrQuadruple));
}

} // namespace ligature
