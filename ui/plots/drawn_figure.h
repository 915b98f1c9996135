// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <optional>

#include <QPainter>
#include <QPoint>
#include <QWidget>

#include "ui/plots/plot_figure.h"
#include "ui/theme/theme.h"

namespace ligature {

/// A plot that is painted by hand, on the screen and on paper alike, out of fields: bars, entries of a matrix,
/// pictures. The field under the pointer, or the one that the arrow keys walk to, is told in words; Ctrl+C copies them.
class DrawnFigure : public QWidget {
    Q_OBJECT

public:
    explicit DrawnFigure(QWidget* parent = nullptr);

    /// As the bytes of a picture for paper: on white, in the light theme.
    [[nodiscard]] QByteArray picture(FigureFormat format) const;

    /// Paints all of it into the size, which is the widget's or the paper's.
    virtual void draw(QPainter& painter, const QSizeF& size, const Theme& theme) const = 0;
    /// How many fields keys walk across and down.
    [[nodiscard]] virtual QSize fields() const = 0;
    /// Where a field is; empty for one that is not there.
    [[nodiscard]] virtual QRectF fieldRect(const QPoint& field, const QSizeF& size) const = 0;
    [[nodiscard]] virtual std::optional<QPoint> fieldAt(const QPointF& at, const QSizeF& size) const = 0;
    /// What a field says: "Tied: 12 of 2,048 values between 0.01 and 0.02".
    [[nodiscard]] virtual QString fieldText(const QPoint& field) const = 0;

    [[nodiscard]] QPoint current() const { return m_current; }
    [[nodiscard]] QSize sizeHint() const override { return {520, 260}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {150, 84}; }

signals:
    /// The field that is looked at; empty when none is.
    void pointed(const QString& text);

protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    void walk(const QPoint& by);
    void tell(const QPoint& field);

    QPoint m_current; ///< that the keys are at
    std::optional<QPoint> m_under_mouse;
};

} // namespace ligature
