// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "core/comparison/figures.h"

namespace ligature::cli {

/// An experiment's answer for a terminal: a table of each group's arms, then the verdicts in words.
[[nodiscard]] std::string comparisonText(const Experiment& experiment, const ExperimentFigures& figures);

} // namespace ligature::cli
