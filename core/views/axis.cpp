// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/views/axis.h"

namespace ligature {

AttributeSpec axisSpec(std::string help)
{
    return AttributeSpec{.name = "axis",
                         .label = "Axis",
                         .kind = AttributeKind::Integer,
                         .default_value = std::int64_t{0},
                         .minimum = -16,
                         .maximum = 15,
                         .help = std::move(help) + " The first is 0; −1 is the last."};
}

Result<std::size_t> axisOf(const Attributes& attributes, std::size_t rank, const Shape& shape)
{
    const auto given = attributes.get<std::int64_t>("axis");
    const auto count = static_cast<std::int64_t>(rank);
    const std::int64_t axis = given < 0 ? given + count : given;
    if (axis >= 0 && axis < count)
        return static_cast<std::size_t>(axis);
    if (count == 0)
        return fail({}, "a scalar has no axis " + std::to_string(given), "read it as it is");
    return fail({}, "there is no axis " + std::to_string(given) + " in " + shape.toString(),
                count == 1 ? "choose axis 0" : "choose an axis from 0 to " + std::to_string(count - 1));
}

std::string axisBrackets(const Attributes& attributes, const std::string& inside)
{
    const auto axis = attributes.get<std::int64_t>("axis");
    std::string text = axis < 0 ? "[…, " : "[";
    for (std::int64_t before = 0; before < axis; ++before)
        text += ":, ";
    text += inside;
    for (std::int64_t after = axis; after < -1; ++after)
        text += ", :";
    return text + "]";
}

Shape withExtent(const Shape& shape, std::size_t axis, std::int64_t extent)
{
    std::vector<std::int64_t> extents = shape.extents();
    extents[axis] = extent;
    return Shape(std::move(extents));
}

Shape withAxis(const Shape& shape, std::size_t axis, std::int64_t extent)
{
    std::vector<std::int64_t> extents = shape.extents();
    extents.insert(extents.begin() + static_cast<std::ptrdiff_t>(axis), extent);
    return Shape(std::move(extents));
}

Shape withoutAxis(const Shape& shape, std::size_t axis)
{
    std::vector<std::int64_t> extents = shape.extents();
    extents.erase(extents.begin() + static_cast<std::ptrdiff_t>(axis));
    return Shape(std::move(extents));
}

std::optional<std::size_t> onlyDifference(const Shape& a, const Shape& b)
{
    if (a.rank() != b.rank())
        return std::nullopt;
    std::optional<std::size_t> found;
    for (std::size_t axis = 0; axis < a.rank(); ++axis) {
        if (a[axis] == b[axis])
            continue;
        if (found)
            return std::nullopt;
        found = axis;
    }
    return found;
}

} // namespace ligature
