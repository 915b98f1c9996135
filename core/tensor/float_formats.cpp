// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/float_formats.h"

#include <bit>
#include <limits>

namespace ligature {

float fromHalf(std::uint16_t bits)
{
    const std::uint32_t sign = static_cast<std::uint32_t>(bits & 0x8000U) << 16;
    const std::uint32_t exponent = bits >> 10 & 0x1fU;
    const std::uint32_t fraction = bits & 0x3ffU;
    if (exponent == 0) {
        const float small = std::ldexp(static_cast<float>(fraction), -24);
        return sign == 0 ? small : -small;
    }
    // Infinity and NaN, whose payload is kept, have the largest exponent there and here.
    const std::uint32_t biased = exponent == 0x1f ? 0xff : exponent + 127 - 15;
    return std::bit_cast<float>(sign | biased << 23 | fraction << 13);
}

float fromBfloat16(std::uint16_t bits)
{
    return std::bit_cast<float>(static_cast<std::uint32_t>(bits) << 16);
}

float fromFloat8E4M3(std::uint8_t bits)
{
    const int exponent = bits >> 3 & 0xf;
    const int fraction = bits & 0x7;
    float value = exponent == 0 ? std::ldexp(static_cast<float>(fraction), -9)
                                : std::ldexp(static_cast<float>(8 + fraction), exponent - 10);
    if (exponent == 0xf && fraction == 0x7)
        value = std::numeric_limits<float>::quiet_NaN();
    return (bits & 0x80) == 0 ? value : -value;
}

float fromFloat8E5M2(std::uint8_t bits)
{
    return fromHalf(static_cast<std::uint16_t>(bits << 8));
}

std::optional<NotFinite> findNotFinite(std::span<const float> values)
{
    NotFinite found;
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (std::isfinite(values[i]))
            continue;
        if (found.count++ == 0) {
            found.place = static_cast<std::int64_t>(i);
            found.value = values[i];
        }
    }
    return found.count == 0 ? std::nullopt : std::optional(found);
}

} // namespace ligature
