// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/views/offered_input.h"

#include <functional>

#include "core/views/axis.h"

namespace ligature {

namespace {

constexpr std::int64_t largestExtent = std::int64_t{1} << 31;

/// The smallest extent with which the step reads `output` from the shape made with it. Too small an extent is an error
/// of the step, or gives less than is needed; both end at some extent and do not come back.
std::optional<Shape> smallest(const View& step, const Shape& output,
                              const std::function<Shape(std::int64_t)>& shape_with)
{
    const auto is_too_small = [&](std::int64_t extent) {
        const Result<Shape> seen = outputShape(step, shape_with(extent));
        return !seen || (*seen != output && seen->elementCount() < output.elementCount());
    };
    std::int64_t low = 0;
    std::int64_t high = 1;
    while (high < largestExtent && is_too_small(high))
        low = std::exchange(high, high * 2);
    while (high - low > 1) {
        const std::int64_t middle = low + (high - low) / 2;
        (is_too_small(middle) ? low : high) = middle;
    }
    const Shape found = shape_with(high);
    const Result<Shape> seen = outputShape(step, found);
    return seen && *seen == output ? std::optional(found) : std::nullopt;
}

std::optional<Shape> offeredToStep(const View& step, const Shape& output)
{
    if (const Result<Shape> told = inputShape(step, output))
        return *told;
    if (const Result<Shape> same = outputShape(step, output); same && *same == output)
        return output;
    for (std::size_t axis = 0; axis < output.rank(); ++axis) {
        if (auto found = smallest(step, output, [&](std::int64_t extent) { return withExtent(output, axis, extent); }))
            return found;
    }
    for (std::size_t axis = 0; axis <= output.rank(); ++axis) {
        if (auto found = smallest(step, output, [&](std::int64_t extent) { return withAxis(output, axis, extent); }))
            return found;
    }
    return std::nullopt;
}

} // namespace

std::optional<Shape> offeredInput(const View& view, const Shape& output)
{
    if (view.size() > longestView)
        return std::nullopt;
    std::optional<Shape> shape = output;
    for (auto step = view.rbegin(); step != view.rend() && shape; ++step)
        shape = offeredToStep({*step}, *shape);
    return shape;
}

} // namespace ligature
