// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/first_draw.h"

namespace ligature {

bool draws(const std::optional<FirstDraw>& draw, const Shape& shape)
{
    if (!draw)
        return false;
    const auto seen = outputShape(draw->view, draw->shape);
    return seen && *seen == shape;
}

std::optional<FirstDraw> firstDrawOf(const Network& network, const Analysis& analysis, ParameterId id)
{
    const auto known = analysis.parameters.find(id);
    if (known == analysis.parameters.end())
        return std::nullopt;
    const std::optional<FirstDraw>& draw = network.parameters.at(id).first_draw;
    return draws(draw, known->second.shape) ? draw : FirstDraw{id, known->second.shape, known->second.fans, {}};
}

FirstDraw drawThrough(FirstDraw draw, const View& view)
{
    draw.view.insert(draw.view.end(), view.begin(), view.end());
    return draw;
}

} // namespace ligature
