// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "core/comparison/figures.h"

/// An experiment's answer as files. Pure functions.
namespace ligature {

/// All figures as one JSON object (`ligature-cli compare --json`): but for "times", the same bytes from the same
/// project and data wherever it was trained.
[[nodiscard]] std::string writeComparisonJson(const Experiment& experiment, const ExperimentFigures& figures);

/// One HTML page that opens offline: the verdict, tables, curves, the networks with what is tied, settings, seeds,
/// hashes of data and program, and the command that repeats it.
/// @param command that repeats it, for people
/// @param date as people write it; may be empty
[[nodiscard]] std::string writeComparisonPage(const Experiment& experiment, const ExperimentFigures& figures,
                                              const std::string& command, const std::string& date);

} // namespace ligature
