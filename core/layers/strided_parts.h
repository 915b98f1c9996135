// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/layers/composite_layer.h"

namespace ligature {

/// How far it is along each axis from one element to the next, row-major.
[[nodiscard]] std::vector<std::int64_t> rowMajorStrides(const Shape& shape);

/// The part that reads the composite's input in steps: what Permute, Expand and Flip are made of.
[[nodiscard]] std::vector<LayerPart> stridedParts(std::vector<std::int64_t> shape, std::vector<std::int64_t> strides,
                                                  std::int64_t offset = 0);

/// A composite that no shape comes in for, or that it does not fit: infer() finds what is wrong with it.
[[nodiscard]] std::vector<LayerPart> misfitParts();

} // namespace ligature
