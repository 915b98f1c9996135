// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string_view>

#include "core/attributes/attributes.h"
#include "core/data/dataset.h"
#include "core/error/result.h"

namespace ligature {

/// Every scaling, by the name that files have and the label that people read.
[[nodiscard]] std::span<const AttributeChoice> scalingChoices();

/// An error where there is no scaling of that name.
[[nodiscard]] Result<void> checkScaling(std::string_view scaling);

/// Scales the features in place.
/// "none": as they are. "standardize": each column to mean 0 and standard deviation 1, that of the samples themselves
/// (divided by their number; a constant column to 0). "unit_range": all columns together from [least, greatest] to
/// [0, 1] where they have one unit (feature_names is empty: pixels), each column on its own otherwise; what is constant
/// becomes 0.
Result<void> scaleFeatures(Dataset& dataset, std::string_view scaling);

} // namespace ligature
