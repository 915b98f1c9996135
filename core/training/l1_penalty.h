// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

#include "core/program/program.h"

namespace ligature {

/// Adds the gradient of strength * sum of |value| to each trainable parameter's, times its weight decay factor; of a
/// value that is 0 it is 0 (Tibshirani 1996, "Regression Shrinkage and Selection via the Lasso"). Each storage once, so
/// that a tied weight is drawn to 0 as strongly as one alone. Allocates nothing.
void addL1Gradient(std::span<const ProgramParameter<float>> parameters, double strength);

} // namespace ligature
