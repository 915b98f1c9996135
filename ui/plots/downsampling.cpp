// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/downsampling.h"

#include <algorithm>
#include <array>
#include <bit>

namespace ligature {

void ExtremaPyramid::append(double value)
{
    m_values.push_back(value);
    if (m_values.size() % blockSize != 0)
        return;
    Extrema block = scan(m_values.size() - blockSize, m_values.size());
    for (std::size_t level = 0;; ++level) {
        if (level == m_levels.size())
            m_levels.emplace_back();
        std::vector<Extrema>& blocks = m_levels[level];
        blocks.push_back(block);
        if (blocks.size() % 2 != 0)
            return;
        block = combine(blocks[blocks.size() - 2], blocks.back());
    }
}

void ExtremaPyramid::clear()
{
    m_values.clear();
    m_levels.clear();
}

std::vector<std::size_t> ExtremaPyramid::pick(std::size_t first, std::size_t last, std::size_t buckets) const
{
    std::vector<std::size_t> picked;
    last = std::min(last, m_values.size());
    if (first >= last)
        return picked;
    buckets = std::max<std::size_t>(buckets, 1);
    const std::size_t size = std::bit_ceil((last - first + buckets - 1) / buckets);
    for (std::size_t begin = first; begin < last;) {
        const std::size_t end = std::min(last, (begin / size + 1) * size);
        const Extrema extrema = extremaOf(begin, end);
        std::array<std::size_t, 4> chosen = {extrema.minimum, extrema.maximum, extrema.undrawable, end - 1};
        std::sort(chosen.begin(), chosen.end());
        for (const std::size_t index : chosen) {
            if (index != nowhere && (picked.empty() || picked.back() != index))
                picked.push_back(index);
        }
        begin = end;
    }
    return picked;
}

ExtremaPyramid::Extrema ExtremaPyramid::scan(std::size_t first, std::size_t last) const
{
    Extrema extrema;
    for (std::size_t i = first; i < last; ++i) {
        const auto index = static_cast<std::uint32_t>(i);
        if (!isDrawable(m_values[i])) {
            extrema.undrawable = std::min(extrema.undrawable, index);
            continue;
        }
        if (extrema.minimum == nowhere || m_values[i] < m_values[extrema.minimum])
            extrema.minimum = index;
        if (extrema.maximum == nowhere || m_values[i] > m_values[extrema.maximum])
            extrema.maximum = index;
    }
    return extrema;
}

ExtremaPyramid::Extrema ExtremaPyramid::combine(const Extrema& left, const Extrema& right) const
{
    Extrema both = left;
    both.undrawable = std::min(left.undrawable, right.undrawable);
    if (left.minimum == nowhere || (right.minimum != nowhere && m_values[right.minimum] < m_values[left.minimum]))
        both.minimum = right.minimum;
    if (left.maximum == nowhere || (right.maximum != nowhere && m_values[right.maximum] > m_values[left.maximum]))
        both.maximum = right.maximum;
    return both;
}

ExtremaPyramid::Extrema ExtremaPyramid::extremaOf(std::size_t first, std::size_t last) const
{
    Extrema extrema;
    while (first < last) {
        // The largest known block that begins here and does not reach over the end.
        std::size_t size = 0;
        std::size_t level = 0;
        for (std::size_t k = 0; k < m_levels.size(); ++k) {
            const std::size_t candidate = blockSize << k;
            if (first % candidate != 0 || candidate > last - first || first / candidate >= m_levels[k].size())
                break;
            size = candidate;
            level = k;
        }
        if (size == 0) {
            const std::size_t end = std::min(last, (first / blockSize + 1) * blockSize);
            extrema = combine(extrema, scan(first, end));
            first = end;
        } else {
            extrema = combine(extrema, m_levels[level][first / size]);
            first += size;
        }
    }
    return extrema;
}

} // namespace ligature
