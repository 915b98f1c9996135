// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/import/onnx/tensor_places.h"

#include <numeric>

namespace ligature {

std::optional<std::size_t> axisOf(std::int64_t axis, std::size_t rank)
{
    const auto count = static_cast<std::int64_t>(rank);
    if (axis < -count || axis >= count)
        return std::nullopt;
    return static_cast<std::size_t>(axis < 0 ? axis + count : axis);
}

std::vector<std::int64_t> placesAlong(const Shape& shape, const std::vector<Extents>& each)
{
    std::vector<std::int64_t> places = {0};
    for (std::size_t axis = 0; axis < shape.rank(); ++axis) {
        std::vector<std::int64_t> wider;
        for (const std::int64_t place : places) {
            for (const std::int64_t own : each[axis])
                wider.push_back(place * shape[axis] + own);
        }
        places = std::move(wider);
    }
    return places;
}

Extents allOf(std::int64_t extent)
{
    Extents all(static_cast<std::size_t>(extent));
    std::iota(all.begin(), all.end(), 0);
    return all;
}

} // namespace ligature
