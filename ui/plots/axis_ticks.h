// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QString>

#include "ui/plots/number_text.h"
#include "ui/plots/plot_range.h"

namespace ligature {

/// How far the labels of a linear axis are apart: 1, 2 or 5 times a power of ten.
[[nodiscard]] double linearTickStep(const PlotRange& range, int wanted);
/// The multiples of the step that lie in the range.
[[nodiscard]] std::vector<double> linearTicks(const PlotRange& range, double step);

/// How many labels a logarithmic axis of that height has room for, roughly: what logarithmicTicks() wants to know.
[[nodiscard]] int logarithmicTickCount(int pixels);
/// Where a logarithmic axis has labels: powers of ten, with 2 and 5 times them where there are few, and round numbers
/// where the range is less than a factor of three.
[[nodiscard]] std::vector<double> logarithmicTicks(const PlotRange& range, int wanted);

/// A tick's label on an axis whose ticks are `step` apart: as many decimals as tell neighbours apart.
[[nodiscard]] QString tickText(double tick, double step, ValueFormat format);
/// A tick's label on a logarithmic axis: "0.05", "20", "10⁻⁶".
[[nodiscard]] QString logarithmicTickText(double tick);

} // namespace ligature
