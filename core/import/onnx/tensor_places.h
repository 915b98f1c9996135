// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/tensor/shape.h"

/// Where the numbers of a tensor stand, row-major: what folding reads and reduces by.
namespace ligature {

using Extents = std::vector<std::int64_t>;

/// Counted from the end where it is below 0; nothing where there is no such axis.
[[nodiscard]] std::optional<std::size_t> axisOf(std::int64_t axis, std::size_t rank);

/// The places that are read where each axis of a tensor of that shape goes through those of its own.
[[nodiscard]] std::vector<std::int64_t> placesAlong(const Shape& shape, const std::vector<Extents>& each);

/// 0, 1, ... up to the extent.
[[nodiscard]] Extents allOf(std::int64_t extent);

} // namespace ligature
