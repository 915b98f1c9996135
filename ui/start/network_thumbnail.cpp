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

// A node of a small network is not drawn larger than this, nor a long one's distances stretched more.
constexpr qreal largestScale = 0.3;
constexpr qreal steepest = 2.5;
// Sizes of nodes against distances: a neighbour is 230 away or more. Where a node would be tiny, it takes more of that.
constexpr qreal usualGrowth = 1.15;
constexpr qreal largestGrowth = 1.35;
constexpr qreal tiny = 0.075;

} // namespace

NetworkThumbnail::NetworkThumbnail(Project project, QWidget* parent) : QWidget(parent), m_project(std::move(project))
{
    setAttribute(Qt::WA_TransparentForMouseEvents);
}

QRectF NetworkThumbnail::Fit::box(const CanvasPosition& corner, const QSizeF& size) const
{
    const QPointF away = point(corner) + QPointF(size.width() / 2, size.height() / 2) - scene_centre;
    const QSizeF drawn = size * node;
    const QPointF middle = centre + QPointF(away.x() * x, away.y() * y);
    return {middle - QPointF(drawn.width() / 2, drawn.height() / 2), drawn};
}

qreal NetworkThumbnail::Fit::line(qreal width) const
{
    return std::max(width * node, 1.1);
}

NetworkThumbnail::Fit NetworkThumbnail::fit() const
{
    QRectF all;
    for (const auto& [layer, position] : m_project.canvas.layers)
        all |= QRectF(point(position), layerSize);
    for (const auto& [parameter, position] : m_project.canvas.parameters)
        all |= QRectF(point(position), parameterSize);
    const QRectF room = QRectF(rect()).adjusted(16, 14, -16, -14);
    Fit fit;
    fit.scene_centre = all.center();
    fit.centre = room.center();
    if (all.isEmpty() || room.isEmpty())
        return fit;
    const qreal high = std::min(room.height() / all.height(), largestScale);
    fit.x = std::min({room.width() / all.width(), largestScale, high * steepest});
    fit.y = std::min(high, fit.x * steepest);
    fit.x = std::min(fit.x, fit.y * steepest);
    const qreal least = std::min(fit.x, fit.y);
    fit.node = std::min(std::max(least * usualGrowth, std::min(least * largestGrowth, tiny)), largestScale);
    return fit;
}

QRectF NetworkThumbnail::layerBox(const Fit& fit, LayerId layer) const
{
    const auto found = m_project.canvas.layers.find(layer);
    return fit.box(found == m_project.canvas.layers.end() ? CanvasPosition{} : found->second, layerSize);
}

QColor NetworkThumbnail::tieColour(ParameterId parameter) const
{
    const Theme& theme = themeFor(palette());
    const auto colour = m_project.canvas.colours.find(parameter);
    const auto index = colour == m_project.canvas.colours.end() ? 0 : static_cast<std::size_t>(colour->second);
    return theme.ties[index % theme.ties.size()];
}

void NetworkThumbnail::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QPainterPath ground;
    ground.addRoundedRect(QRectF(rect()), 7, 7);
    painter.fillPath(ground, themeFor(palette()).canvas);
    painter.setClipPath(ground);
    const Fit scaled = fit();
    paintFrames(painter, scaled);
    paintWires(painter, scaled);
    paintNodes(painter, scaled);
}

void NetworkThumbnail::paintFrames(QPainter& painter, const Fit& fit) const
{
    const Theme& theme = themeFor(palette());
    painter.setPen(QPen(theme.link, fit.line(7)));
    painter.setBrush(theme.panel);
    for (const auto& [id, repeat] : m_project.network.repeats) {
        QRectF frame;
        for (const LayerId layer : repeat.layers)
            frame |= layerBox(fit, layer).adjusted(-30 * fit.node, -50 * fit.node, 30 * fit.node, 30 * fit.node);
        painter.drawRoundedRect(frame, 26 * fit.node, 26 * fit.node);
    }
}

void NetworkThumbnail::paintWires(QPainter& painter, const Fit& fit) const
{
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(themeFor(palette()).link, fit.line(5), Qt::SolidLine, Qt::RoundCap));
    for (const auto& [input, output] : m_project.network.links) {
        const QRectF source = layerBox(fit, output.layer);
        const QRectF reader = layerBox(fit, input.layer);
        const QPointF from(source.right(), source.center().y());
        const QPointF to(reader.left(), reader.center().y());
        const QPointF reach(std::max(std::abs(to.x() - from.x()) / 2, 20 * fit.node), 0);
        QPainterPath path(from);
        path.cubicTo(from + reach, to - reach, to);
        painter.drawPath(path);
    }
    for (const auto& [slot, tie] : m_project.network.ties) {
        const auto place = m_project.canvas.parameters.find(tie.parameter);
        if (place == m_project.canvas.parameters.end())
            continue;
        // From the side of the parameter that faces the layer, to that of the layer.
        const QRectF parameter = fit.box(place->second, parameterSize);
        const QRectF layer = layerBox(fit, slot.layer);
        const bool below = layer.center().y() > parameter.center().y();
        const QPointF from(parameter.center().x(), below ? parameter.bottom() : parameter.top());
        const QPointF to(layer.center().x(), below ? layer.top() : layer.bottom());
        const QPointF reach(0, (to.y() - from.y()) / 2);
        QPainterPath path(from);
        path.cubicTo(from + reach, to - reach, to);
        painter.setPen(QPen(tieColour(tie.parameter), fit.line(7), Qt::SolidLine, Qt::RoundCap));
        painter.drawPath(path);
    }
}

void NetworkThumbnail::paintNodes(QPainter& painter, const Fit& fit) const
{
    const Theme& theme = themeFor(palette());
    for (const auto& [id, position] : m_project.canvas.layers) {
        const auto layer = m_project.network.layers.find(id);
        const LayerType* const type =
            layer == m_project.network.layers.end() ? nullptr : findLayerType(layer->second.type);
        const QRectF box = fit.box(position, layerSize);
        painter.setPen(QPen(theme.node_border, std::max(4 * fit.node, 0.8)));
        painter.setBrush(theme.node);
        painter.drawRoundedRect(box, 16 * fit.node, 16 * fit.node);
        if (type == nullptr)
            continue;
        const QSizeF strip(box.width() - 40 * fit.node, std::max(18 * fit.node, 1.6));
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.categories[static_cast<std::size_t>(type->category())]);
        painter.drawRoundedRect(QRectF(box.center() - QPointF(strip.width() / 2, strip.height() / 2), strip),
                                strip.height() / 2, strip.height() / 2);
    }
    painter.setPen(Qt::NoPen);
    for (const auto& [id, position] : m_project.canvas.parameters) {
        painter.setBrush(tieColour(id));
        const QRectF box = fit.box(position, parameterSize);
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2);
    }
}

} // namespace ligature
