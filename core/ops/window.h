// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace ligature {

/// A height and a width.
struct Size2 {
    std::int64_t height = 1;
    std::int64_t width = 1;
    bool operator==(const Size2&) const = default;
};

/// How a window slides over an image (C, H, W), in PyTorch's words.
struct Window {
    Size2 kernel = {};
    Size2 stride = {};
    Size2 padding = {0, 0}; ///< on every side of the image
    Size2 dilation = {};    ///< from one element of the kernel to the next
    bool operator==(const Window&) const = default;
};

/// What the kernel covers of the image: dilation * (kernel - 1) + 1.
[[nodiscard]] Size2 spanOf(const Window& window);

/// Where the window fits: floor((size + 2 padding - span) / stride) + 1, or 0 where it is larger than the padded image.
[[nodiscard]] Size2 positionsIn(Size2 image, const Window& window);

/// The way back: the image that a transposed convolution makes of that many positions,
/// (positions - 1) * stride - 2 padding + span + output_padding. May be 0 or less.
[[nodiscard]] Size2 imageOf(Size2 positions, const Window& window, Size2 output_padding);

/// Positions from first to before end.
struct PositionRange {
    std::int64_t first = 0;
    std::int64_t end = 0;
};

/// Those of `positions` whose place position * stride + offset is from 0 to below the extent.
[[nodiscard]] PositionRange positionsInside(std::int64_t extent, std::int64_t positions, std::int64_t stride,
                                            std::int64_t offset);

} // namespace ligature
