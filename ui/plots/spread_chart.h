// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "core/training/parameter_figures.h"
#include "ui/plots/curve.h"
#include "ui/plots/drawn_figure.h"
#include "ui/plots/plot_range.h"

namespace ligature {

/// One histogram of several that are drawn over each other.
struct SpreadCurve {
    QString name;
    Curve look; ///< colour and dashes
    Spread spread;
};

/// Histograms over each other, each as an outline with a thin filling, on one axis. Their heights are densities (the
/// share of the numbers in a bin, by its width): bins of different widths can be compared, and each has an area of 1.
class SpreadChart : public DrawnFigure {
    Q_OBJECT

public:
    using DrawnFigure::DrawnFigure;

    void setSpreads(std::vector<SpreadCurve> spreads, const QString& axis_name);
    [[nodiscard]] const std::vector<SpreadCurve>& spreads() const { return m_spreads; }
    /// How high a bin is drawn.
    [[nodiscard]] static double density(const Spread& spread, std::size_t bin);

    void draw(QPainter& painter, const QSizeF& size, const Theme& theme) const override;
    [[nodiscard]] QSize fields() const override; ///< bins across, histograms down
    [[nodiscard]] QRectF fieldRect(const QPoint& field, const QSizeF& size) const override;
    [[nodiscard]] std::optional<QPoint> fieldAt(const QPointF& at, const QSizeF& size) const override;
    [[nodiscard]] QString fieldText(const QPoint& field) const override;

private:
    [[nodiscard]] QRectF plotRect(const QSizeF& size) const;
    [[nodiscard]] PlotRange range() const;
    [[nodiscard]] double greatestDensity() const;
    void drawAxes(QPainter& painter, const QRectF& plot, const Theme& theme) const;
    void drawSpread(QPainter& painter, const QRectF& plot, const SpreadCurve& curve, const Theme& theme) const;
    void drawLegend(QPainter& painter, const QRectF& plot, const Theme& theme) const;

    std::vector<SpreadCurve> m_spreads;
    QString m_axis_name;
};

} // namespace ligature
