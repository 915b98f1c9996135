// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/export/onnx/onnx_view.h"

#include <limits>
#include <numeric>

namespace ligature {

std::int64_t OnnxViewStep::axis(std::size_t rank) const
{
    const auto given = attributes.get<std::int64_t>("axis");
    return given < 0 ? given + static_cast<std::int64_t>(rank) : given;
}

std::string OnnxViewStep::flipped(const std::string& value, std::int64_t axis) const
{
    return add("Slice", {value, graph.integers({-1}), graph.integers({std::numeric_limits<std::int64_t>::min()}),
                         graph.integers({axis}), graph.integers({-1})});
}

std::string OnnxViewStep::exchanged(const std::string& value) const
{
    std::vector<std::int64_t> axes(input_shape.rank());
    std::iota(axes.begin(), axes.end(), 0);
    std::swap(axes[axes.size() - 2], axes[axes.size() - 1]);
    return add("Transpose", {value}, {{"perm", axes}});
}

} // namespace ligature
