// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace ligature {

/// Whether an axis can hold the value: finite, and not so large that ranges overflow. The others get a marker.
[[nodiscard]] inline bool isDrawable(double value)
{
    return std::isfinite(value) && std::abs(value) < 1e200;
}

/// A growing list of values that can be thinned out for drawing at any zoom without being read as a whole: blocks of
/// 16, 32, 64, ... values remember where their extremes are. Holds fewer than 2^32 values.
class ExtremaPyramid {
public:
    void append(double value);
    void clear();

    [[nodiscard]] std::size_t size() const { return m_values.size(); }
    [[nodiscard]] bool empty() const { return m_values.empty(); }
    [[nodiscard]] double operator[](std::size_t i) const { return m_values[i]; }
    [[nodiscard]] std::span<const double> values() const { return m_values; }

    /// Which of the values [first, last) to draw, in order: of each bucket its minimum, its maximum, its last value,
    /// and the first one that is not drawable. All of them when there are no more than `buckets`; otherwise at most
    /// 4 * (buckets + 1). A bucket is a power of two of values and begins at a multiple of its size, so that the choice
    /// does not flicker while values are appended.
    [[nodiscard]] std::vector<std::size_t> pick(std::size_t first, std::size_t last, std::size_t buckets) const;

private:
    static constexpr std::uint32_t nowhere = std::numeric_limits<std::uint32_t>::max();
    static constexpr std::size_t blockSize = 16; ///< of the lowest level

    /// Where the extremes of some values in a row are.
    struct Extrema {
        std::uint32_t minimum = nowhere;
        std::uint32_t maximum = nowhere;
        std::uint32_t undrawable = nowhere;
    };
    [[nodiscard]] Extrema scan(std::size_t first, std::size_t last) const;
    [[nodiscard]] Extrema combine(const Extrema& left, const Extrema& right) const;
    [[nodiscard]] Extrema extremaOf(std::size_t first, std::size_t last) const;

    std::vector<double> m_values;
    std::vector<std::vector<Extrema>> m_levels; ///< level k: of whole blocks of blockSize * 2^k values
};

} // namespace ligature
