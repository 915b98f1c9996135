// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ops/window.h"

#include <algorithm>

namespace ligature {

namespace {

std::int64_t positions(std::int64_t extent, std::int64_t span, std::int64_t stride, std::int64_t padding)
{
    const std::int64_t room = extent + 2 * padding - span;
    return room < 0 ? 0 : room / stride + 1;
}

} // namespace

Size2 spanOf(const Window& window)
{
    return {window.dilation.height * (window.kernel.height - 1) + 1,
            window.dilation.width * (window.kernel.width - 1) + 1};
}

Size2 positionsIn(Size2 image, const Window& window)
{
    const Size2 span = spanOf(window);
    return {positions(image.height, span.height, window.stride.height, window.padding.height),
            positions(image.width, span.width, window.stride.width, window.padding.width)};
}

Size2 imageOf(Size2 positions, const Window& window, Size2 output_padding)
{
    const Size2 span = spanOf(window);
    return {(positions.height - 1) * window.stride.height - 2 * window.padding.height + span.height +
                output_padding.height,
            (positions.width - 1) * window.stride.width - 2 * window.padding.width + span.width + output_padding.width};
}

PositionRange positionsInside(std::int64_t extent, std::int64_t positions, std::int64_t stride, std::int64_t offset)
{
    const std::int64_t first = std::min(positions, offset < 0 ? (stride - 1 - offset) / stride : 0);
    const std::int64_t last = extent - 1 - offset;
    return {first, std::max(first, std::min(positions, last < 0 ? 0 : last / stride + 1))};
}

} // namespace ligature
