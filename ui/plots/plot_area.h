// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include <QPoint>
#include <QWidget>

#include "ui/plots/curve.h"
#include "ui/plots/curve_canvas.h"

class QLabel;

namespace ligature {

class ZoomBox;

/// Curves that can be looked at closely. While nobody has zoomed, the axes follow what comes. Dragging zooms into a
/// box, the wheel zooms along x (over the values, or with Shift, along y), the middle button pans; double click or Home
/// follows again. The pointer, or Left and Right, move the readout.
class PlotArea : public QWidget {
    Q_OBJECT

public:
    explicit PlotArea(QWidget* parent = nullptr);

    /// The series must outlive the next setCurves().
    void setCurves(std::vector<Curve> curves);
    [[nodiscard]] const std::vector<Curve>& curves() const { return m_curves; }
    void setCurveVisible(std::size_t index, bool visible);

    void setProgress(const ProgressScale& progress);
    [[nodiscard]] const ProgressScale& progress() const { return m_progress; }
    void setValueScale(AxisScale scale);
    void setValueName(const QString& name, ValueFormat format);
    /// Shown in the middle as long as there is nothing to draw.
    void setEmptyText(const QString& text);
    [[nodiscard]] QString emptyText() const;

    /// Draws what the series have now; a hidden widget draws when it is shown.
    void refresh();
    /// Follows again.
    void resetView();
    [[nodiscard]] bool isFollowing() const { return !m_x_zoom && !m_y_zoom; }

    /// Where the readout is; nothing while it is at the newest values.
    [[nodiscard]] std::optional<double> readout() const { return m_readout; }
    void setReadout(std::optional<double> x);
    /// What is written beside the readout's line.
    void setPlaceText(const QString& text);

    [[nodiscard]] const PlotView& view() const { return m_view; }
    [[nodiscard]] const std::vector<DrawnCurve>& drawn() const { return m_drawn; }
    /// Where the curves are, in this widget's pixels.
    [[nodiscard]] QRect plotRect() const;
    /// How many points the drawing consists of, whatever the series hold.
    [[nodiscard]] std::size_t drawnPointCount() const;

    [[nodiscard]] QSize sizeHint() const override { return {520, 260}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {150, 84}; }

signals:
    /// The readout or the values at it are others.
    void readoutChanged();
    void viewChanged();
    void copyRequested();

protected:
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    enum class Drag { None, Box, Pan };

    void cancelDrag();
    void zoomIntoBox(const QPoint& from, const QPoint& to);
    void zoomX(double factor, double fraction);
    void zoomY(double factor, double fraction);
    void pan(const QPoint& by);
    void moveReadout(int direction, bool far);
    [[nodiscard]] double xFraction(double pixel) const;
    [[nodiscard]] double yFraction(double pixel) const;
    [[nodiscard]] bool isEmpty() const;
    void updateCrosshair();
    void movePlace();

    std::vector<Curve> m_curves;
    std::vector<DrawnCurve> m_drawn;
    ProgressScale m_progress;
    PlotView m_view;
    std::optional<PlotRange> m_x_zoom; ///< nothing: follows
    std::optional<PlotRange> m_y_zoom;
    std::optional<double> m_readout;

    CurveCanvas* m_canvas;
    QLabel* m_empty_text;
    QLabel* m_place;
    ZoomBox* m_box;
    Drag m_drag = Drag::None;
    QPoint m_drag_start;
    QPoint m_drag_last;
    bool m_show_focus = false;
};

} // namespace ligature
