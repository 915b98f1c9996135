// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "core/project/project.h"

namespace ligature {

/// A project's network in small: nodes where the canvas has them, links, the frames of repeats, and the ties in their
/// parameters' colours. A long chain is drawn steeper than it is, and nothing thinner than can be seen.
class NetworkThumbnail : public QWidget {
    Q_OBJECT

public:
    explicit NetworkThumbnail(Project project, QWidget* parent = nullptr);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    /// How scene units become pixels.
    struct Fit {
        QPointF scene_centre;
        QPointF centre;
        qreal x = 1;    ///< distances along x
        qreal y = 1;    ///< distances along y
        qreal node = 1; ///< sizes of nodes, and widths of lines
        [[nodiscard]] QRectF box(const CanvasPosition& corner, const QSizeF& size) const;
        [[nodiscard]] qreal line(qreal width) const;
    };

    [[nodiscard]] Fit fit() const;
    [[nodiscard]] QRectF layerBox(const Fit& fit, LayerId layer) const;
    [[nodiscard]] QColor tieColour(ParameterId parameter) const;
    void paintFrames(QPainter& painter, const Fit& fit) const;
    void paintWires(QPainter& painter, const Fit& fit) const;
    void paintNodes(QPainter& painter, const Fit& fit) const;

    Project m_project;
};

} // namespace ligature
