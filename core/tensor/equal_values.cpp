// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/equal_values.h"

#include <algorithm>
#include <cstring>
#include <functional>
#include <string_view>

namespace ligature {

namespace {

std::size_t hashOf(std::span<const float> values)
{
    return std::hash<std::string_view>()({reinterpret_cast<const char*>(values.data()), values.size_bytes()});
}

bool sameBits(std::span<const float> a, std::span<const float> b)
{
    return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size_bytes()) == 0;
}

bool isAllOneNumber(std::span<const float> values)
{
    return std::ranges::all_of(values, [&](const float& value) {
        return value == values.front() || sameBits({&value, 1}, values.first(1));
    });
}

std::vector<float> transposed(const Shape& shape, std::span<const float> values)
{
    const auto rows = static_cast<std::size_t>(shape[0]);
    const auto columns = static_cast<std::size_t>(shape[1]);
    std::vector<float> other(values.size());
    for (std::size_t row = 0; row < rows; ++row) {
        for (std::size_t column = 0; column < columns; ++column)
            other[column * rows + row] = values[row * columns + column];
    }
    return other;
}

} // namespace

std::optional<EqualValues::Match> EqualValues::add(const Shape& shape, std::span<const float> values)
{
    const std::size_t number = m_count++;
    if (static_cast<std::int64_t>(values.size()) != shape.elementCount() || isAllOneNumber(values))
        return std::nullopt;
    if (const auto same = find(shape, values))
        return Match{*same, false};
    if (shape.rank() == 2 && m_distinct.contains(shape.reversed().extents())) {
        if (const auto same = find(shape.reversed(), transposed(shape, values)))
            return Match{*same, true};
    }
    m_distinct[shape.extents()].emplace(hashOf(values), Tensor{number, values});
    return std::nullopt;
}

std::optional<std::size_t> EqualValues::find(const Shape& shape, std::span<const float> values) const
{
    const auto alike = m_distinct.find(shape.extents());
    if (alike == m_distinct.end())
        return std::nullopt;
    const auto [begin, end] = alike->second.equal_range(hashOf(values));
    const auto found =
        std::find_if(begin, end, [&](const auto& entry) { return sameBits(entry.second.values, values); });
    return found == end ? std::nullopt : std::optional(found->second.number);
}

} // namespace ligature
