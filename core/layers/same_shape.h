// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "core/error/result.h"
#include "core/tensor/shape.h"

/// What the layers that compare their inputs have in common.
namespace ligature {

/// An error where two inputs are of different shapes.
[[nodiscard]] Result<void> expectSameShape(const Shape& a, const Shape& b,
                                           const std::string& mend = "give both the same shape");

/// An error where a prediction and its target are of different shapes; one number is one number in any of them.
/// @param what "a prediction"
[[nodiscard]] Result<void> expectTarget(const std::string& what, const Shape& prediction, const Shape& target);

} // namespace ligature
