// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

#include "core/data/dataset.h"
#include "core/error/result.h"

namespace ligature {

/// Scales the features in place.
/// "none": as they are. "standardize": each column to mean 0 and standard deviation 1 (a constant column to 0).
/// "unit_range": all columns together from [least, greatest] to [0, 1] where they have one unit (feature_names is
/// empty: pixels), each column on its own otherwise.
Result<void> scaleFeatures(Dataset& dataset, std::string_view scaling);

} // namespace ligature
