// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace ligature {

enum class AxisScale { Linear, Logarithmic };

/// What an axis shows. upper > lower, and both are positive on a logarithmic axis.
struct PlotRange {
    double lower = 0;
    double upper = 1;

    [[nodiscard]] double span() const { return upper - lower; }
    [[nodiscard]] bool contains(double value) const { return value >= lower && value <= upper; }
    bool operator==(const PlotRange&) const = default;
};

/// The value at a fraction of the way from lower (0) to upper (1).
[[nodiscard]] double valueAt(const PlotRange& range, double fraction, AxisScale scale);
/// The fraction at which a value is.
[[nodiscard]] double fractionOf(const PlotRange& range, double value, AxisScale scale);
/// The part of a range between two fractions, which may be outside [0, 1] and in either order.
[[nodiscard]] PlotRange part(const PlotRange& range, double from, double to, AxisScale scale);
/// Shrunk (factor < 1) or grown around the point at a fraction, which stays where it is. Stops where the numbers end.
[[nodiscard]] PlotRange zoomed(const PlotRange& range, double factor, double fraction, AxisScale scale);

} // namespace ligature
