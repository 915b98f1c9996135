// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "ui/plots/downsampling.h"
#include "ui/plots/smoothing.h"

namespace ligature {

/// What a plot's horizontal axis counts.
enum class ProgressUnit { Step, Epoch, Seconds };

/// When in a training something was measured.
struct MetricPosition {
    std::int64_t step = 0;
    std::int64_t epoch = 0;
    double seconds = 0;
};

/// Reads positions in one unit. An epoch is a fraction once the steps of an epoch are known.
struct ProgressScale {
    ProgressUnit unit = ProgressUnit::Step;
    std::int64_t steps_per_epoch = 0; ///< 0: not known
    [[nodiscard]] double operator()(const MetricPosition& position) const;
    bool operator==(const ProgressScale&) const = default;
};

/// One curve: values in the order in which they were measured, as they are and smoothed.
class MetricSeries {
public:
    /// Positions must not go backwards.
    void append(const MetricPosition& position, double value);
    /// Smooths all of it anew.
    void setSmoothing(double weight);
    /// Leaves out all but these, in order; what is smoothed stays as it was.
    void keep(std::span<const std::size_t> indices);

    [[nodiscard]] std::size_t size() const { return m_positions.size(); }
    [[nodiscard]] bool empty() const { return m_positions.empty(); }
    [[nodiscard]] const MetricPosition& position(std::size_t i) const { return m_positions[i]; }
    [[nodiscard]] const ExtremaPyramid& raw() const { return m_raw; }
    /// raw() without smoothing.
    [[nodiscard]] const ExtremaPyramid& smoothed() const { return isSmoothed() ? m_smoothed : m_raw; }
    [[nodiscard]] bool isSmoothed() const { return m_smoothing.weight() > 0; }

    /// The indices [first, last) of what lies in [lower, upper], and one neighbour on each side, so that lines reach
    /// the edges.
    [[nodiscard]] std::pair<std::size_t, std::size_t> indicesWithin(const ProgressScale& scale, double lower,
                                                                    double upper) const;
    /// The index of what was measured nearest to x; nothing in an empty series.
    [[nodiscard]] std::optional<std::size_t> nearest(const ProgressScale& scale, double x) const;

private:
    std::vector<MetricPosition> m_positions;
    ExtremaPyramid m_raw;
    ExtremaPyramid m_smoothed;
    Smoothing m_smoothing{0};
};

/// So that a curve of any length takes so much memory at most: a million times what a screen is wide is of no use to
/// it.
inline constexpr std::size_t largestSeries = std::size_t{1} << 18;

/// Where the first series has grown to its largest, leaves out of all of them, which are of the same positions, what is
/// no extreme of the first one over a few values.
/// @param largest where there are many curves, less than largestSeries
void thinWhereFull(std::span<MetricSeries* const> series, std::size_t largest = largestSeries);

} // namespace ligature
