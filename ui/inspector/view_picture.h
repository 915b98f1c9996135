// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "ui/inspector/view_grid.h"

namespace ligature {

/// A small picture of what a view reads: the parameter as a table, each entry in a colour by its place, grey where it
/// is not read; beside it what is read, each entry in the colour of the one that it reads. So a transpose, a flip or a
/// hash look like what they are.
class ViewPicture : public QWidget {
    Q_OBJECT

public:
    explicit ViewPicture(QWidget* parent = nullptr);

    /// @param parameter its name
    /// @param shape its shape, which the view fits; nothing: there is nothing to draw
    void showView(const View& view, const std::optional<Shape>& shape, const QString& parameter, const QString& reader);

    [[nodiscard]] const ViewGrid& grid() const { return m_grid; }
    /// The colour of an entry of the parameter in this theme.
    [[nodiscard]] QColor colourOf(std::int64_t entry) const;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    [[nodiscard]] QColor resultColour(std::size_t cell) const;
    [[nodiscard]] QString explanation(const Shape& output) const;
    void paintCaption(QPainter& painter, const QRectF& column, const QString& name, const QString& shape) const;

    View m_view;
    std::optional<Shape> m_shape;
    ViewGrid m_grid;
    QString m_parameter;
    QString m_reader;
    QString m_parameter_shape;
    QString m_result_shape;
};

} // namespace ligature
