// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/palette_drop.h"

#include <QDropEvent>
#include <QMimeData>

#include "ui/editor/edits/canvas_edits.h"
#include "ui/editor/network_view.h"
#include "ui/palette/node_catalogue.h"

namespace ligature {

namespace {

/// How near to a link, in pixels, a drop goes into it.
constexpr qreal dropReachPixels = 16;

QString typeOf(const QDropEvent& event)
{
    return QString::fromUtf8(event.mimeData()->data(QLatin1String(nodeMimeType)));
}

} // namespace

void PaletteDrop::enter(QDragEnterEvent& event)
{
    if (event.mimeData()->hasFormat(QLatin1String(nodeMimeType)))
        event.acceptProposedAction();
    else
        event.ignore();
}

void PaletteDrop::move(QDragMoveEvent& event)
{
    if (!event.mimeData()->hasFormat(QLatin1String(nodeMimeType))) {
        event.ignore();
        return;
    }
    setTarget(linkAt(typeOf(event), m_view.mapToScene(event.position().toPoint())));
    event.acceptProposedAction();
}

void PaletteDrop::leave()
{
    setTarget({});
}

void PaletteDrop::drop(QDropEvent& event)
{
    setTarget({});
    if (!event.mimeData()->hasFormat(QLatin1String(nodeMimeType))) {
        event.ignore();
        return;
    }
    event.acceptProposedAction();
    const QString type = typeOf(event);
    const QPointF position = m_view.mapToScene(event.position().toPoint());
    const Result<NodeId> added = addNode(
        m_view.document(), type, {.position = position, .into_link = linkAt(type, position)}, m_view.networkScene());
    if (m_view.report(added)) {
        m_view.select(*added);
        m_view.setFocus();
    }
}

std::optional<Port> PaletteDrop::linkAt(const QString& type, QPointF position) const
{
    if (!fitsIntoLink(type.toStdString()))
        return std::nullopt;
    const auto* link =
        qgraphicsitem_cast<LinkItem*>(m_view.networkScene().wireAt(position, dropReachPixels / m_view.zoom()));
    return link == nullptr ? std::nullopt : std::optional(link->input());
}

void PaletteDrop::setTarget(const std::optional<Port>& link)
{
    const NetworkScene& scene = m_view.networkScene();
    const auto light = [&](bool on) {
        if (LinkItem* item = m_target ? scene.linkItem(*m_target) : nullptr)
            item->setState(CanvasItem::Target, on);
    };
    light(false);
    m_target = link;
    light(true);
}

} // namespace ligature
