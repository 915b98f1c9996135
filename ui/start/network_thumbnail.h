// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "core/project/project.h"

namespace ligature {

/// A project's network in small: nodes where the canvas has them, links, and the ties in their parameters' colours.
class NetworkThumbnail : public QWidget {
    Q_OBJECT

public:
    explicit NetworkThumbnail(Project project, QWidget* parent = nullptr);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    [[nodiscard]] QRectF bounds() const;
    [[nodiscard]] QPointF layerCentre(LayerId layer) const;
    void paintFrames(QPainter& painter) const;
    void paintWires(QPainter& painter) const;
    void paintNodes(QPainter& painter) const;

    Project m_project;
};

} // namespace ligature
