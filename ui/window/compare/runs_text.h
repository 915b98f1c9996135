// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include "core/comparison/run_columns.h"

/// What a table of runs says, for people. Pure functions.
namespace ligature {

/// A column's title, and what it means.
[[nodiscard]] QString columnTitle(const RunTable& table, const RunColumn& column);
[[nodiscard]] QString columnHelp(const RunTable& table, const RunColumn& column);

/// "0.0512 ± 0.003"; where runs diverged, with the mean that counts them: "0.0512 ± 0.003 · with 1 diverged 0.068".
[[nodiscard]] QString meanText(const ArmFigure& figure, bool is_share);
[[nodiscard]] QString meanHelp(const ArmFigure& figure, bool is_share);
/// "+1.2 % worse", "−0.04 % better", "0 %".
[[nodiscard]] QString differenceText(const RunDifference& difference, bool is_share);
/// With its interval and of how many pairs it is.
[[nodiscard]] QString differenceHelp(const RunDifference& difference, const QString& baseline);
/// "9 of 10, 1 diverged".
[[nodiscard]] QString runsText(const RunGroup& group);
/// "14:32" of today, "30 Nov, 14:32" before that.
[[nodiscard]] QString whenText(std::int64_t seconds);

} // namespace ligature
