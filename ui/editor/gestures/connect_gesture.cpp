// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/gestures/connect_gesture.h"

#include <QLineF>

#include "core/network/edits.h"
#include "core/tying/account.h"
#include "ui/document/names.h"
#include "ui/document/quantity_text.h"
#include "ui/editor/edits/connect_or_ask.h"
#include "ui/editor/items/link_route.h"
#include "ui/editor/network_view.h"
#include "ui/editor/popups/node_search.h"

namespace ligature {

namespace {

/// How near the mouse has to come to a point, in pixels, for the wire to jump to it.
constexpr qreal magnetPixels = 20;
/// How far below its slot a wire's end is drawn as one from a parameter; above that, as one to another slot.
constexpr qreal lowEnough = 40;
/// A drag that ends nearer than this to its start was none.
constexpr qreal shortestPixels = 12;

std::optional<Port> linkedInput(const Network& network, const Endpoint& grabbed)
{
    const auto* input = std::get_if<InputEnd>(&grabbed);
    return input != nullptr && network.links.contains(input->port) ? std::optional(input->port) : std::nullopt;
}

/// "4,192 → 2,144 parameters" where connecting changes how many there are.
QString countsChange(const Document& document, const Connection& found)
{
    Project edited = document.project();
    if (!found.apply(edited))
        return {};
    const std::int64_t before = accountOf(document.network(), document.analysis(), edited.training).tied.parameters;
    const std::int64_t after = accountOf(edited.network, edited.training).tied.parameters;
    return before == after ? QString()
                           : QStringLiteral("%1 → %2 parameters").arg(groupedNumber(before), groupedNumber(after));
}

} // namespace

ConnectGesture::ConnectGesture(NetworkView& view, const Endpoint& grabbed, QPointF start)
    : m_view(view), m_from(grabbed), m_detached(linkedInput(view.document().network(), grabbed)), m_start(start),
      m_targets(view.document().network(), view.document().analysis(),
                m_detached ? Endpoint(OutputEnd{view.document().network().links.at(*m_detached)}) : grabbed)
{
    NetworkScene& scene = view.networkScene();
    const Network& network = view.document().network();
    if (m_detached) {
        m_from = OutputEnd{network.links.at(*m_detached)};
        scene.linkItem(*m_detached)->setVisible(false);
    }
    QColor colour = scene.style().theme->accent;
    if (const std::optional<int> tie = scene.tieColourOf(m_from))
        colour = scene.style().tieColour(*tie);
    const bool is_link = m_from.index() < 2;
    m_preview = std::make_unique<WirePreview>(scene.style(), colour, is_link ? 2 : 3);
    scene.addItem(m_preview.get());
    lightUpTargets();
}

ConnectGesture::~ConnectGesture()
{
    cleanUp();
}

void ConnectGesture::lightUpTargets()
{
    const NetworkScene& scene = m_view.networkScene();
    const NodeItem* own = scene.nodeOf(m_from);
    for (NodeItem* node : scene.nodes()) {
        bool any = false;
        // A copy, because marking changes them.
        const std::vector<NodeItem::Anchor> anchors = node->anchors();
        for (const NodeItem::Anchor& anchor : anchors) {
            if (anchor.endpoint == m_from)
                continue;
            const bool fits = m_targets.fits(anchor.endpoint);
            any = any || fits;
            node->setMark(anchor.endpoint, fits ? NodeItem::Mark::Fits : NodeItem::Mark::Refused);
        }
        node->setState(CanvasItem::Dimmed, !any && node != own);
    }
}

void ConnectGesture::cleanUp()
{
    const NetworkScene& scene = m_view.networkScene();
    for (NodeItem* node : scene.nodes()) {
        node->clearMarks();
        node->setState(CanvasItem::Dimmed, false);
        node->setState(CanvasItem::Target, false);
    }
    if (m_detached) {
        if (LinkItem* link = scene.linkItem(*m_detached))
            link->setVisible(true);
    }
    m_preview.reset();
}

std::optional<Endpoint> ConnectGesture::endpointAt(QPointF position) const
{
    const NetworkScene& scene = m_view.networkScene();
    const qreal distance = magnetPixels / m_view.zoom();
    if (const auto hit = scene.anchorAt(position, distance); hit && hit->endpoint != m_from)
        return hit->endpoint;
    // Anywhere on a node means its first point that fits, a free one before one that is taken.
    const NodeItem* node = scene.nodeAt(position);
    if (node == nullptr || node == scene.nodeOf(m_from))
        return std::nullopt;
    const Network& network = m_view.document().network();
    std::optional<Endpoint> taken;
    for (const NodeItem::Anchor& anchor : node->anchors()) {
        if (!m_targets.fits(anchor.endpoint))
            continue;
        const auto* input = std::get_if<InputEnd>(&anchor.endpoint);
        if (input == nullptr || !network.links.contains(input->port))
            return anchor.endpoint;
        if (!taken)
            taken = anchor.endpoint;
    }
    if (taken)
        return taken;
    // Nothing fits: the first point of the right kind tells why.
    for (const NodeItem::Anchor& anchor : node->anchors()) {
        const bool same_kind = anchor.endpoint.index() / 2 == m_from.index() / 2;
        if (same_kind && (anchor.endpoint.index() != m_from.index() || std::holds_alternative<SlotEnd>(m_from)))
            return anchor.endpoint;
    }
    return node->anchors().empty() ? std::nullopt : std::optional(node->anchors().front().endpoint);
}

void ConnectGesture::aimAt(const std::optional<Endpoint>& endpoint)
{
    if (endpoint == m_aimed)
        return;
    const NetworkScene& scene = m_view.networkScene();
    if (m_aimed) {
        if (NodeItem* node = scene.nodeOf(*m_aimed)) {
            node->setMark(*m_aimed, m_targets.fits(*m_aimed) ? NodeItem::Mark::Fits : NodeItem::Mark::Refused);
            node->setState(CanvasItem::Target, false);
        }
    }
    m_aimed = endpoint;
    m_connection.reset();
    m_counts.clear();
    if (!m_aimed)
        return;
    m_connection = connection(m_view.document().network(), m_from, *m_aimed);
    if (*m_connection && (std::holds_alternative<SlotEnd>(*m_aimed) || std::holds_alternative<SlotEnd>(m_from)))
        m_counts = countsChange(m_view.document(), **m_connection);
    NodeItem* node = scene.nodeOf(*m_aimed);
    if (*m_connection && node != nullptr) {
        node->setMark(*m_aimed, NodeItem::Mark::Aimed);
        node->setState(CanvasItem::Target, true);
    }
}

void ConnectGesture::drawWire(QPointF position)
{
    const NetworkScene& scene = m_view.networkScene();
    const bool connects = m_connection && *m_connection;
    const QPointF near_end = scene.nodeOf(m_from)->anchorPosition(m_from);
    const QPointF far_end = connects ? scene.nodeOf(*m_aimed)->anchorPosition(*m_aimed) : position;
    QPainterPath path;
    switch (m_from.index()) {
    case 0: path = linkPath(near_end, far_end); break;
    case 1: path = linkPath(far_end, near_end).toReversed(); break;
    case 2:
        path = far_end.y() > near_end.y() + lowEnough ? tiePath(far_end, near_end).toReversed()
                                                      : slotPath(near_end, far_end);
        break;
    default: path = tiePath(near_end, far_end); break;
    }
    if (connects && std::holds_alternative<SlotEnd>(m_from) && std::holds_alternative<SlotEnd>(*m_aimed))
        path = slotPath(near_end, far_end);
    m_preview->setPath(path, connects);
}

void ConnectGesture::showTip(QPointF position)
{
    if (!m_connection) {
        m_view.tip().hide();
        return;
    }
    const QPoint at = m_view.mapFromScene(position);
    if (*m_connection) {
        const Connection& found = **m_connection;
        QStringList parts = {found.text, found.remark, m_counts};
        parts.removeAll(QString());
        m_view.tip().show(parts.join(QStringLiteral(", ")), at, CanvasTip::Kind::Information);
    } else {
        m_view.tip().show(CanvasTip::sentence(m_connection->error()), at, CanvasTip::Kind::Refusal);
    }
}

void ConnectGesture::move(QPointF position, Qt::KeyboardModifiers)
{
    aimAt(endpointAt(position));
    drawWire(position);
    showTip(position);
}

void ConnectGesture::finish(QPointF position, Qt::KeyboardModifiers modifiers)
{
    move(position, modifiers);
    m_view.tip().hide();
    const std::optional<Port> detached = m_detached;
    if (m_connection && *m_connection) {
        const auto* input = std::get_if<InputEnd>(&*m_aimed);
        if (detached && input != nullptr && input->port == *detached)
            return;
        const Connection found = **m_connection;
        if (!detached)
            return connectOrAsk(m_view, found);
        m_view.report(m_view.document().edit(found.text, [&](Project& project) {
            unlink(project.network, *detached);
            return found.apply(project);
        }));
        return;
    }
    if (m_connection) {
        m_view.say(CanvasTip::sentence(m_connection->error()), position, CanvasTip::Kind::Refusal);
        return;
    }
    if (QLineF(m_start, position).length() * m_view.zoom() < shortestPixels)
        return;
    if (detached) {
        m_view.report(m_view.document().edit(
            QStringLiteral("Unlink %1").arg(layerName(m_view.document().network(), detached->layer)),
            [&](Project& project) -> Result<void> {
                unlink(project.network, *detached);
                return {};
            }));
        return;
    }
    m_view.search().open({.position = position, .wire = m_from, .preview = std::move(m_preview)});
}

void ConnectGesture::cancel()
{
    m_view.tip().hide();
    cleanUp();
}

} // namespace ligature
