// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/start/network_thumbnail.h"

#include <algorithm>

#include <QPainter>
#include <QPainterPath>

#include "core/layers/layer_type.h"
#include "ui/document/canvas_point.h"
#include "ui/theme/theme.h"

namespace ligature {

namespace {

// About what a node takes on the canvas, in scene units.
constexpr QSizeF layerSize(170, 96);
constexpr QSizeF parameterSize(120, 70);

} // namespace

NetworkThumbnail::NetworkThumbnail(Project project, QWidget* parent) : QWidget(parent), m_project(std::move(project))
{
    setAttribute(Qt::WA_TransparentForMouseEvents);
}

QRectF NetworkThumbnail::bounds() const
{
    QRectF all;
    for (const auto& [layer, position] : m_project.canvas.layers)
        all |= QRectF(point(position), layerSize);
    for (const auto& [parameter, position] : m_project.canvas.parameters)
        all |= QRectF(point(position), parameterSize);
    return all;
}

QPointF NetworkThumbnail::layerCentre(LayerId layer) const
{
    const auto found = m_project.canvas.layers.find(layer);
    const QPointF corner = found == m_project.canvas.layers.end() ? QPointF() : point(found->second);
    return corner + QPointF(layerSize.width() / 2, layerSize.height() / 2);
}

void NetworkThumbnail::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Theme& theme = themeFor(palette());
    QPainterPath ground;
    ground.addRoundedRect(QRectF(rect()), 7, 7);
    painter.fillPath(ground, theme.canvas);
    painter.setClipPath(ground);
    const QRectF all = bounds();
    if (all.isEmpty())
        return;
    const QRectF room = QRectF(rect()).adjusted(16, 14, -16, -14);
    const qreal scale = std::min({room.width() / all.width(), room.height() / all.height(), 0.3});
    painter.translate(room.center());
    painter.scale(scale, scale);
    painter.translate(-all.center());
    paintFrames(painter);
    paintWires(painter);
    paintNodes(painter);
}

void NetworkThumbnail::paintFrames(QPainter& painter) const
{
    const Theme& theme = themeFor(palette());
    for (const auto& [id, repeat] : m_project.network.repeats) {
        QRectF frame;
        for (const LayerId layer : repeat.layers) {
            QRectF box(QPointF(), layerSize);
            box.moveCenter(layerCentre(layer));
            frame |= box.adjusted(-30, -50, 30, 30);
        }
        painter.setPen(QPen(theme.link, 7));
        painter.setBrush(theme.panel);
        painter.drawRoundedRect(frame, 26, 26);
    }
}

void NetworkThumbnail::paintWires(QPainter& painter) const
{
    const Theme& theme = themeFor(palette());
    const auto wire = [&](QPointF from, QPointF to, const QColor& colour, qreal width) {
        QPainterPath path(from);
        const qreal reach = std::max(std::abs(to.x() - from.x()) / 2, 20.0);
        path.cubicTo(from + QPointF(reach, 0), to - QPointF(reach, 0), to);
        painter.setPen(QPen(colour, width, Qt::SolidLine, Qt::RoundCap));
        painter.setBrush(Qt::NoBrush);
        painter.drawPath(path);
    };
    const QPointF half(layerSize.width() / 2, 0);
    for (const auto& [input, output] : m_project.network.links)
        wire(layerCentre(output.layer) + half, layerCentre(input.layer) - half, theme.link, 5);
    for (const auto& [slot, tie] : m_project.network.ties) {
        const auto place = m_project.canvas.parameters.find(tie.parameter);
        const auto colour = m_project.canvas.colours.find(tie.parameter);
        if (place == m_project.canvas.parameters.end())
            continue;
        const std::size_t index = colour == m_project.canvas.colours.end() ? 0 : std::size_t(colour->second);
        const QPointF from = point(place->second) + QPointF(parameterSize.width() / 2, parameterSize.height());
        const QPointF to = layerCentre(slot.layer) - QPointF(0, layerSize.height() / 2);
        QPainterPath path(from);
        path.cubicTo(from + QPointF(0, 50), to - QPointF(0, 50), to);
        painter.setPen(QPen(theme.ties[index % theme.ties.size()], 7, Qt::SolidLine, Qt::RoundCap));
        painter.setBrush(Qt::NoBrush);
        painter.drawPath(path);
    }
}

void NetworkThumbnail::paintNodes(QPainter& painter) const
{
    const Theme& theme = themeFor(palette());
    for (const auto& [id, position] : m_project.canvas.layers) {
        const auto layer = m_project.network.layers.find(id);
        const LayerType* const type =
            layer == m_project.network.layers.end() ? nullptr : findLayerType(layer->second.type);
        const QRectF box(point(position), layerSize);
        painter.setPen(QPen(theme.node_border, 4));
        painter.setBrush(theme.node);
        painter.drawRoundedRect(box, 16, 16);
        if (type == nullptr)
            continue;
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.categories[static_cast<std::size_t>(type->category())]);
        painter.drawRoundedRect(QRectF(box.left() + 20, box.center().y() - 9, box.width() - 40, 18), 9, 9);
    }
    for (const auto& [id, position] : m_project.canvas.parameters) {
        const auto colour = m_project.canvas.colours.find(id);
        const std::size_t index = colour == m_project.canvas.colours.end() ? 0 : std::size_t(colour->second);
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.ties[index % theme.ties.size()]);
        painter.drawRoundedRect(QRectF(point(position), parameterSize), 35, 35);
    }
}

} // namespace ligature
