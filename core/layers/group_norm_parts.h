// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/layers/composite_layer.h"

/// What the layers that normalise groups of channels have in common.
namespace ligature {

[[nodiscard]] AttributeSpec normEpsSpec();
[[nodiscard]] AttributeSpec normAffineSpec();

/// A Layer norm of each group, then a factor and an offset for each channel where the attribute affine says so.
[[nodiscard]] std::vector<LayerPart> groupNormParts(const Attributes& attributes, std::span<const Shape> inputs,
                                                    std::int64_t groups);

/// An error where the input has no channels that can be split into so many groups.
[[nodiscard]] Result<void> expectChannels(const Shape& input, std::int64_t groups);

} // namespace ligature
