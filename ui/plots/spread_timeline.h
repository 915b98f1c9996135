// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "core/training/parameter_figures.h"
#include "ui/plots/curve.h"
#include "ui/plots/drawn_figure.h"
#include "ui/plots/plot_range.h"

namespace ligature {

/// What is kept of a histogram for a picture of many: so little that those of every parameter fit.
struct SpreadMoment {
    std::int64_t step = 0;
    std::int64_t total = 0;
    float lower = 0;
    float upper = 0;
    std::array<float, 3> quartiles = {};                    ///< the middle one is the median
    std::array<std::uint8_t, Spread::binCount> shades = {}; ///< 255: the highest bin
};

/// Quartiles are read off the bins, as if the numbers were even within each.
[[nodiscard]] SpreadMoment momentOf(const Spread& spread, std::int64_t step);

/// How one parameter's numbers were spread in the course of a training: evenly over it, in bounded memory.
class SpreadHistory {
public:
    static constexpr std::size_t mostMoments = 96;

    /// A moment that is not later than the last one is left out.
    void append(const SpreadMoment& moment);
    [[nodiscard]] const std::vector<SpreadMoment>& moments() const { return m_moments; }

private:
    std::vector<SpreadMoment> m_moments;
    std::int64_t m_stride = 1; ///< how many that came stand for one that is kept
    std::int64_t m_came = 0;
};

struct TimelinePanel {
    QString name;
    Curve look;
    std::vector<SpreadMoment> moments;
};

/// Histograms over the steps, side by side, each moment a column: dark where most numbers are, with the median as a
/// line and the quartiles as two thinner ones. All panels have the same axes.
class SpreadTimeline : public DrawnFigure {
    Q_OBJECT

public:
    using DrawnFigure::DrawnFigure;

    void setPanels(std::vector<TimelinePanel> panels);
    [[nodiscard]] const std::vector<TimelinePanel>& panels() const { return m_panels; }

    void draw(QPainter& painter, const QSizeF& size, const Theme& theme) const override;
    [[nodiscard]] QSize fields() const override; ///< moments across, panels down
    [[nodiscard]] QRectF fieldRect(const QPoint& field, const QSizeF& size) const override;
    [[nodiscard]] std::optional<QPoint> fieldAt(const QPointF& at, const QSizeF& size) const override;
    [[nodiscard]] QString fieldText(const QPoint& field) const override;

private:
    [[nodiscard]] QRectF plotRect(int panel, const QSizeF& size) const;
    [[nodiscard]] PlotRange valueRange() const;
    [[nodiscard]] PlotRange stepRange() const;
    void drawMoments(QPainter& painter, int panel, const QSizeF& size, const Theme& theme) const;
    void drawLines(QPainter& painter, int panel, const QSizeF& size, const Theme& theme) const;
    void drawAxes(QPainter& painter, int panel, const QSizeF& size, const Theme& theme) const;

    std::vector<TimelinePanel> m_panels;
};

} // namespace ligature
