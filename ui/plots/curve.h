// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <span>
#include <vector>

#include <QString>

#include "core/optimization/training_settings.h"
#include "ui/plots/metric_series.h"
#include "ui/plots/plot_range.h"

namespace ligature {

enum class CurveKind {
    Steps,  ///< a smoothed line, what it was made from faintly behind it
    Epochs, ///< a line with a marker on each value
};

/// How the curve of one use of a shared parameter looks.
struct UseLook {
    int colour = 0; ///< of the parameter, in Theme::ties; each further use takes the next one
    int use = 0;
};

/// One curve of a plot. Its colour and its line style follow from variant and kind, or from the use, so they are the
/// same in each run.
struct Curve {
    const MetricSeries* series = nullptr; ///< not owned
    QString name;                         ///< "Tied, validation"
    ArmId variant = tiedArm;
    CurveKind kind = CurveKind::Steps;
    bool visible = true;
    std::optional<UseLook> use = {};            ///< of a shared parameter, in place of a variant
    std::optional<std::size_t> custom_arm = {}; ///< the place of the variant among the arms that a person made
    std::vector<const MetricSeries*> runs = {}; ///< of a mean what it is of, faintly behind it; not owned
    const MetricSeries* band_low = nullptr;     ///< the mean's interval, at the positions of the series; not owned
    const MetricSeries* band_high = nullptr;
};

/// The points of a curve that are worth drawing at one zoom. A value that no axis can hold is NaN in y (a line breaks
/// there) and listed as a mark.
struct DrawnCurve {
    std::vector<double> x;
    std::vector<double> y;
    std::vector<double> raw_x; ///< what lies behind a smoothed line; empty where nothing does
    std::vector<double> raw_y;
    std::vector<double> marker_x; ///< of an epoch curve: as many as have room, the last one among them
    std::vector<double> marker_y;
    std::vector<std::pair<std::vector<double>, std::vector<double>>> runs; ///< positions and values of each
    std::vector<double> band_low;                                          ///< at x; empty where there is none
    std::vector<double> band_high;
    std::vector<double> high_marks; ///< where a value is NaN or too large
    std::vector<double> low_marks;  ///< where it is too small

    [[nodiscard]] std::size_t pointCount() const
    {
        return x.size() + raw_x.size() + marker_x.size() + high_marks.size() + low_marks.size();
    }
};

/// @param buckets how many parts of the range can be told apart, such as its pixels
[[nodiscard]] DrawnCurve drawnCurve(const Curve& curve, const ProgressScale& progress, const PlotRange& x,
                                    AxisScale value_scale, std::size_t buckets);

/// From the first to the last position of the visible curves, never empty.
[[nodiscard]] PlotRange progressRange(std::span<const Curve> curves, const ProgressScale& progress);

/// What the values that lie in x take, with some air around them; never empty. Does not go below 0 for their sake when
/// none of them does.
[[nodiscard]] PlotRange valueRange(std::span<const DrawnCurve> curves, const PlotRange& x, AxisScale value_scale);

} // namespace ligature
