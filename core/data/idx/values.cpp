// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/idx/values.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>

namespace ligature {

namespace {

static_assert(std::endian::native == std::endian::little);

std::uint16_t swapped(std::uint16_t bits)
{
    return __builtin_bswap16(bits);
}
std::uint32_t swapped(std::uint32_t bits)
{
    return __builtin_bswap32(bits);
}
std::uint64_t swapped(std::uint64_t bits)
{
    return __builtin_bswap64(bits);
}

/// Small values need no swap.
template <typename Byte>
void fromBytes(const char* bytes, std::span<float> values)
{
    for (std::size_t i = 0; i < values.size(); ++i)
        values[i] = static_cast<float>(static_cast<Byte>(bytes[i]));
}

template <typename Bits, typename Value, typename To>
void fromWords(const char* bytes, std::span<To> values)
{
    for (std::size_t i = 0; i < values.size(); ++i) {
        Bits bits = 0;
        std::memcpy(&bits, bytes + i * sizeof bits, sizeof bits);
        values[i] = static_cast<To>(std::bit_cast<Value>(swapped(bits)));
    }
}

} // namespace

std::size_t idxValueSize(IdxType type)
{
    switch (type) {
    case IdxType::UnsignedByte:
    case IdxType::SignedByte: return 1;
    case IdxType::Short: return 2;
    case IdxType::Int:
    case IdxType::Float: return 4;
    case IdxType::Double: break;
    }
    return 8;
}

void idxValues(IdxType type, const char* bytes, std::span<float> values)
{
    switch (type) {
    case IdxType::UnsignedByte: return fromBytes<unsigned char>(bytes, values);
    case IdxType::SignedByte: return fromBytes<signed char>(bytes, values);
    case IdxType::Short: return fromWords<std::uint16_t, std::int16_t, float>(bytes, values);
    case IdxType::Int: return fromWords<std::uint32_t, std::int32_t, float>(bytes, values);
    case IdxType::Float: return fromWords<std::uint32_t, float, float>(bytes, values);
    case IdxType::Double: return fromWords<std::uint64_t, double, float>(bytes, values);
    }
}

void idxWideValues(IdxType type, const char* bytes, std::span<double> values)
{
    if (type == IdxType::Int)
        fromWords<std::uint32_t, std::int32_t, double>(bytes, values);
    else
        fromWords<std::uint64_t, double, double>(bytes, values);
}

std::size_t firstNotFinite(std::span<const float> values)
{
    const auto bad = std::find_if(values.begin(), values.end(), [](float value) { return !std::isfinite(value); });
    return static_cast<std::size_t>(bad - values.begin());
}

} // namespace ligature
