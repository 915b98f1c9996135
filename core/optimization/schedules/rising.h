// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/optimization/schedule.h"

namespace ligature {

/// The specs and the factor of a linear warm-up (LinearLR, stepped per update): from start_factor before the first
/// update to 1 after warmup_steps.
[[nodiscard]] std::vector<AttributeSpec> warmupSpecs(std::int64_t warmup_steps);
/// @return 1 from the warm-up's end on
[[nodiscard]] double warmupFactor(const Attributes& attributes, std::int64_t step);

} // namespace ligature
