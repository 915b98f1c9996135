// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/initializers/initializer.h"

namespace ligature {

/// What both Kaiming initializers declare: the rectifier's slope `a` below zero, and which fan they keep.
[[nodiscard]] std::vector<AttributeSpec> kaimingAttributes();

/// The standard deviation gain / sqrt(fan), gain being sqrt(2 / (1 + a^2)) (He et al. 2015, equation 15).
[[nodiscard]] double kaimingDeviation(const Attributes& attributes, Fans fans);

} // namespace ligature
