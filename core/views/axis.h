// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

#include "core/views/view.h"

/// What the views that work along one axis have in common.
namespace ligature {

/// The attribute "axis": from 0, or from the end where it is negative, as Python counts.
[[nodiscard]] AttributeSpec axisSpec(std::string help);

/// The axis counted from 0; an error where there is none such.
/// @param rank how many there are to choose from
/// @param shape for the message
[[nodiscard]] Result<std::size_t> axisOf(const Attributes& attributes, std::size_t rank, const Shape& shape);

/// What is written in brackets after the name: "[x]", "[:, x]", or "[…, x]" for an axis counted from the end.
[[nodiscard]] std::string axisBrackets(const Attributes& attributes, const std::string& inside);

/// The shape with another extent there.
[[nodiscard]] Shape withExtent(const Shape& shape, std::size_t axis, std::int64_t extent);
[[nodiscard]] Shape withAxis(const Shape& shape, std::size_t axis, std::int64_t extent);
[[nodiscard]] Shape withoutAxis(const Shape& shape, std::size_t axis);

/// The only axis in which two shapes of one rank differ.
[[nodiscard]] std::optional<std::size_t> onlyDifference(const Shape& a, const Shape& b);

/// Rewrites each place of `output` by its coordinates: move(from, to) sets the coordinates in `input`.
template <typename Move>
void movePlaces(LinearRead& places, const Shape& output, const Shape& input, Move move)
{
    std::vector<std::int64_t> from(output.rank());
    std::vector<std::int64_t> to(input.rank());
    for (std::int64_t& place : places.index) {
        for (std::size_t axis = output.rank(); axis-- > 0; place /= output[axis])
            from[axis] = place % output[axis];
        move(from, to);
        place = 0;
        for (std::size_t axis = 0; axis < input.rank(); ++axis)
            place = place * input[axis] + to[axis];
    }
}

/// The same where only the coordinate along one axis changes.
template <typename Move>
void moveAlong(LinearRead& places, std::size_t axis, const Shape& output, const Shape& input, Move move)
{
    std::int64_t inner = 1;
    for (std::size_t after = axis + 1; after < output.rank(); ++after)
        inner *= output[after];
    for (std::int64_t& place : places.index) {
        const std::int64_t row = place / inner;
        const std::int64_t moved = move(row % output[axis]);
        place = (row / output[axis] * input[axis] + moved) * inner + place % inner;
    }
}

} // namespace ligature
