// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <span>

#include <QPaintDevice>
#include <QPixmap>
#include <QPointF>
#include <QWidget>

#include "ui/plots/curve.h"
#include "ui/plots/number_text.h"

namespace ligature {

/// What a plot shows beside its curves.
struct PlotView {
    PlotRange x;
    PlotRange y;
    AxisScale value_scale = AxisScale::Linear;
    ValueFormat value_format = ValueFormat::Plain;
    QString x_name;
    QString y_name;
    bool whole_x = false; ///< x counts whole things: no ticks in between
};

/// Draws curves and axes in the theme of its palette; the only place that knows QCustomPlot. It keeps nothing but what
/// it was last given, and leaves the mouse to its parent.
class CurveCanvas : public QWidget {
    Q_OBJECT

public:
    explicit CurveCanvas(QWidget* parent = nullptr);
    ~CurveCanvas() override;

    void setCurves(std::span<const Curve> curves);
    /// Becomes a figure on paper, in the light theme: on white, with names at both axes and a legend of these curves
    /// below them. On the screen it is transparent, and leaves names to its surroundings where there is little room.
    void becomeFigure();

    /// @param drawn one for each curve; an empty one is not drawn
    void draw(const PlotView& view, std::span<const DrawnCurve> drawn);

    /// A vertical line and a dot on each point, over the curves and without drawing these again.
    void setCrosshair(std::optional<double> x, std::span<const QPointF> points);

    /// Where the curves are, in this widget's pixels.
    [[nodiscard]] QRect plotRect() const;

    [[nodiscard]] QPixmap toPixmap(const QSize& size, double scale);
    /// As vectors, filling the device.
    void paintVectors(QPaintDevice& device, const QSize& size);

protected:
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    struct Parts;
    void applyTheme();
    void applyStyles();

    std::unique_ptr<Parts> m_parts;
};

} // namespace ligature
