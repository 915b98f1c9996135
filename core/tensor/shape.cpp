// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/shape.h"

#include <limits>

namespace ligature {

std::int64_t Shape::elementCount() const
{
    std::int64_t count = 1;
    for (const std::int64_t extent : m_extents) {
        if (extent == 0)
            return 0;
    }
    for (const std::int64_t extent : m_extents) {
        if (__builtin_mul_overflow(count, extent, &count))
            return std::numeric_limits<std::int64_t>::max();
    }
    return count;
}

Shape Shape::reversed() const
{
    return Shape(std::vector<std::int64_t>(m_extents.rbegin(), m_extents.rend()));
}

std::string Shape::toString() const
{
    if (m_extents.empty())
        return "scalar";
    std::string text;
    for (const std::int64_t extent : m_extents) {
        if (!text.empty())
            text += " × ";
        text += std::to_string(extent);
    }
    return text;
}

std::string Shape::indexText(std::int64_t place) const
{
    std::string text;
    for (std::size_t axis = m_extents.size(); axis-- > 0;) {
        text.insert(0, (axis == 0 ? "[" : ", ") + std::to_string(place % m_extents[axis]));
        place /= m_extents[axis];
    }
    return text.empty() ? text : text + "]";
}

} // namespace ligature
