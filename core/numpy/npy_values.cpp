// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstring>

#include "core/numpy/npy.h"
#include "core/tensor/float_formats.h"

namespace ligature {

namespace {

static_assert(std::endian::native == std::endian::little);

/// The element's bytes from the least significant on.
template <std::size_t Size>
std::array<char, Size> littleBytes(const char* from, ByteOrder order)
{
    std::array<char, Size> bytes{};
    std::copy_n(from, Size, bytes.begin());
    if (order == ByteOrder::Big)
        std::ranges::reverse(bytes);
    return bytes;
}

template <typename Value>
long double plainElement(const char* from, ByteOrder order)
{
    return static_cast<long double>(std::bit_cast<Value>(littleBytes<sizeof(Value)>(from, order)));
}

long double halfElement(const char* from, ByteOrder order)
{
    return static_cast<long double>(fromHalf(std::bit_cast<std::uint16_t>(littleBytes<2>(from, order))));
}

long double extendedElement(const char* from, ByteOrder order)
{
    const auto bytes = littleBytes<16>(from, order);
    long double value = 0;
    std::memcpy(&value, bytes.data(), std::min(sizeof value, bytes.size()));
    return value;
}

using Element = long double (*)(const char*, ByteOrder);

Element elementOf(ElementType type)
{
    switch (type) {
    case ElementType::Half: return halfElement;
    case ElementType::Float: return plainElement<float>;
    case ElementType::Double: return plainElement<double>;
    case ElementType::Extended: return extendedElement;
    case ElementType::Int8: return plainElement<std::int8_t>;
    case ElementType::Int16: return plainElement<std::int16_t>;
    case ElementType::Int32: return plainElement<std::int32_t>;
    case ElementType::Int64: return plainElement<std::int64_t>;
    case ElementType::Uint16: return plainElement<std::uint16_t>;
    case ElementType::Uint32: return plainElement<std::uint32_t>;
    case ElementType::Uint64: return plainElement<std::uint64_t>;
    default: return plainElement<std::uint8_t>; // Truths too; NumPy has no floats of 8 bits.
    }
}

} // namespace

bool isWholeNumbers(ElementType type)
{
    switch (type) {
    case ElementType::Int8:
    case ElementType::Int16:
    case ElementType::Int32:
    case ElementType::Int64:
    case ElementType::Uint8:
    case ElementType::Uint16:
    case ElementType::Uint32:
    case ElementType::Uint64:
    case ElementType::Bool: return true;
    default: return false;
    }
}

void eachNpyValue(const NpyArray& array, const std::function<void(std::size_t, long double)>& give)
{
    const Element element = elementOf(array.type);
    const std::size_t size = sizeOf(array.type);
    const bool turn = array.is_fortran && array.shape.rank() > 1;
    for (std::size_t place = 0; place * size < array.data.size(); ++place)
        give(turn ? placeInC(place, array.shape) : place, element(array.data.data() + place * size, array.order));
}

} // namespace ligature
