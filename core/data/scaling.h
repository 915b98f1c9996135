// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/attributes/attributes.h"
#include "core/data/dataset.h"
#include "core/error/result.h"

namespace ligature {

/// Every scaling, by the name that files have and the label that people read.
[[nodiscard]] std::span<const AttributeChoice> scalingChoices();

/// An error where there is no scaling of that name.
[[nodiscard]] Result<void> checkScaling(std::string_view scaling);

/// Beyond it (2^24) a 32-bit number does not hold each whole number.
inline constexpr double largestWholeFloat = 16'777'216;

/// Whether a number beyond largestWholeFloat is another one as a 32-bit number.
[[nodiscard]] bool losesDigits(long double value);

/// What is said of a column whose values lose digits.
[[nodiscard]] std::string lostDigitsRemark(const std::string& column, std::uint64_t count, long double first);

/// Remarks on each column of features that is left unscaled and loses digits.
void remarkLostDigits(Dataset& dataset);

/// Scales the features in place, from their exact values where there are some, in double precision, and rounds once:
/// whatever is added to a column, it scales to the same values.
/// "none": as they are. "standardize": each column to mean 0 and standard deviation 1, that of the samples themselves
/// (divided by their number; a constant column to 0). "unit_range": all columns together from [least, greatest] to
/// [0, 1] where they have one unit (feature_names is empty: pixels), each column on its own otherwise; what is constant
/// becomes 0.
Result<void> scaleFeatures(Dataset& dataset, std::string_view scaling);

/// Scales the features in place by what was found of other data, so that a value means what it meant there: of those
/// data themselves, to the bits of scaleFeatures(). One line is for all columns. An error where there is another number
/// of columns.
Result<void> scaleFeaturesBy(Dataset& dataset, std::string_view scaling, const std::vector<ScalingLine>& lines);

} // namespace ligature
