// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <span>

/// Floats of other widths than the 32 bits that are computed with, and what became of them.
namespace ligature {

/// IEEE 754's binary16: every value of it is a float.
[[nodiscard]] float fromHalf(std::uint16_t bits);
/// The upper half of a float.
[[nodiscard]] float fromBfloat16(std::uint16_t bits);
/// OCP's 8-bit floats (Open Compute Project 2023): without infinities, and the upper half of a binary16.
[[nodiscard]] float fromFloat8E4M3(std::uint8_t bits);
[[nodiscard]] float fromFloat8E5M2(std::uint8_t bits);

/// What rounding to 32 bits did to the values of a tensor.
struct Rounding {
    std::int64_t changed = 0;  ///< how many are other numbers now
    std::int64_t vanished = 0; ///< of these, how many are 0 now
    double largest = 0;        ///< by which part of itself the one that changed most did, those that vanished left out
    std::optional<std::int64_t> beyond; ///< the first one that was finite and is larger than any float
    double beyond_value = 0;

    /// The float nearest to the value, which stands at that place.
    template <typename Wide>
    float round(Wide value, std::int64_t place)
    {
        const auto rounded = static_cast<float>(value);
        if (static_cast<Wide>(rounded) == value || std::isnan(value))
            return rounded;
        ++changed;
        if (std::isinf(rounded)) {
            if (!beyond) {
                beyond = place;
                beyond_value = static_cast<double>(value);
            }
        } else if (rounded == 0.0F) {
            ++vanished;
        } else {
            largest = std::max(largest, static_cast<double>(std::abs((static_cast<Wide>(rounded) - value) / value)));
        }
        return rounded;
    }
};

/// Where values stop being numbers.
struct NotFinite {
    std::int64_t place = 0; ///< of the first
    float value = 0;        ///< NaN or an infinity
    std::int64_t count = 0;
};
/// Nothing where all are finite.
[[nodiscard]] std::optional<NotFinite> findNotFinite(std::span<const float> values);

} // namespace ligature
