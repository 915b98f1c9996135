// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/network_scene.h"

#include <algorithm>

#include <QApplication>
#include <QFontMetricsF>

#include "core/project/arrangement.h"
#include "ui/document/canvas_point.h"
#include "ui/editor/edits/node_boxes.h"
#include "ui/editor/items/link_route.h"

namespace ligature {

namespace {

template <typename Map, typename Key>
auto* find(const Map& map, const Key& key)
{
    const auto entry = map.find(key);
    return entry == map.end() ? nullptr : entry->second.get();
}

} // namespace

NetworkScene::NetworkScene(const Document* document, const Selection* selection, QObject* parent)
    : QGraphicsScene(parent), m_document(document), m_selection(selection),
      m_style(canvasStyle(QApplication::palette(), QApplication::font())), m_frames(*this)
{
    setItemIndexMethod(BspTreeIndex);
    connect(document, &Document::changed, this, &NetworkScene::follow);
    connect(document, &Document::analysisChanged, this, &NetworkScene::synchronise);
    connect(selection, &Selection::changed, this, &NetworkScene::showSelection);
    connect(selection, &Selection::highlightChanged, this, &NetworkScene::showHighlight);
    synchronise();
}

NetworkScene::~NetworkScene()
{
    // Wires refer to their nodes.
    m_links.clear();
    m_ties.clear();
}

void NetworkScene::setStyle(const CanvasStyle& style)
{
    m_style = style;
    for (NodeItem* node : nodes())
        node->restyle();
    m_frames.restyle();
    for (const auto& [input, item] : m_links)
        item->restyle();
    for (const auto& [slot, item] : m_ties)
        item->restyle();
    update();
}

LayerItem* NetworkScene::layerItem(LayerId layer) const
{
    return find(m_layers, layer);
}

ParameterItem* NetworkScene::parameterItem(ParameterId parameter) const
{
    return find(m_parameters, parameter);
}

LinkItem* NetworkScene::linkItem(const Port& input) const
{
    return find(m_links, input);
}

TieItem* NetworkScene::tieItem(const Slot& slot) const
{
    return find(m_ties, slot);
}

NodeItem* NetworkScene::node(const NodeId& id) const
{
    if (const auto* layer = std::get_if<LayerId>(&id))
        return layerItem(*layer);
    return parameterItem(std::get<ParameterId>(id));
}

NodeItem* NetworkScene::nodeOf(const Endpoint& endpoint) const
{
    if (const std::optional<LayerId> layer = layerOf(endpoint))
        return layerItem(*layer);
    return parameterItem(std::get<ParameterEnd>(endpoint).parameter);
}

std::vector<NodeItem*> NetworkScene::nodes() const
{
    std::vector<NodeItem*> result;
    result.reserve(m_layers.size() + m_parameters.size());
    for (const auto& [id, item] : m_layers)
        result.push_back(item.get());
    for (const auto& [id, item] : m_parameters)
        result.push_back(item.get());
    return result;
}

std::vector<NodeItem*> NetworkScene::nodes(const SelectedItems& items) const
{
    std::vector<NodeItem*> result;
    for (const LayerId layer : layersOf(m_document->network(), items)) {
        if (LayerItem* item = layerItem(layer))
            result.push_back(item);
    }
    for (const ParameterId parameter : items.parameters) {
        if (ParameterItem* item = parameterItem(parameter))
            result.push_back(item);
    }
    return result;
}

std::optional<NetworkScene::AnchorHit> NetworkScene::anchorAt(QPointF position, qreal distance) const
{
    const QRectF around(position - QPointF(distance, distance), QSizeF(2 * distance, 2 * distance));
    // Ports lie on the edge of their node's shape, so the node is found through its bounding rectangle. The topmost
    // node that has a point here wins, unless another node covers it.
    for (QGraphicsItem* item : items(around, Qt::IntersectsItemBoundingRect, Qt::DescendingOrder)) {
        auto* node = dynamic_cast<NodeItem*>(item);
        if (node == nullptr)
            continue;
        if (const NodeItem::Anchor* anchor = node->anchorNear(position, distance))
            return AnchorHit{node, anchor->endpoint};
        if (node->sceneBody().contains(position))
            return std::nullopt;
    }
    return std::nullopt;
}

const Remedy* NetworkScene::remedyAt(QPointF position) const
{
    for (QGraphicsItem* item : items(position, Qt::IntersectsItemBoundingRect, Qt::DescendingOrder)) {
        const auto* const shown = dynamic_cast<const CanvasItem*>(item);
        const Remedy* const remedy = shown == nullptr ? nullptr : shown->remedyAt(position);
        if (remedy != nullptr)
            return remedy;
    }
    return nullptr;
}

NodeItem* NetworkScene::nodeAt(QPointF position) const
{
    for (QGraphicsItem* item : items(position, Qt::IntersectsItemBoundingRect, Qt::DescendingOrder)) {
        auto* node = dynamic_cast<NodeItem*>(item);
        if (node != nullptr && node->sceneBody().contains(position))
            return node;
    }
    return nullptr;
}

WireItem* NetworkScene::wireAt(QPointF position, qreal distance) const
{
    const QRectF around(position - QPointF(distance, distance), QSizeF(2 * distance, 2 * distance));
    WireItem* nearest = nullptr;
    qreal shortest = distance;
    for (QGraphicsItem* item : items(around, Qt::IntersectsItemBoundingRect)) {
        auto* wire = dynamic_cast<WireItem*>(item);
        if (wire == nullptr)
            continue;
        const qreal length = wire->distanceTo(position);
        if (length > shortest)
            continue;
        nearest = wire;
        shortest = length;
    }
    return nearest;
}

QRectF NetworkScene::boundsOf(const std::vector<NodeItem*>& items) const
{
    QRectF bounds;
    for (const NodeItem* item : items)
        bounds = bounds.united(item->sceneBoundingRect());
    return bounds;
}

QRectF NetworkScene::bounds() const
{
    return boundsOf(nodes()) | m_frames.bounds();
}

QRectF NetworkScene::boundsOf(const SelectedItems& items) const
{
    QRectF bounds = boundsOf(nodes(items));
    for (const RepeatId repeat : items.repeats) {
        if (const RepeatItem* item = repeatItem(repeat))
            bounds |= item->frame();
    }
    return bounds;
}

std::optional<int> NetworkScene::tieColourOf(const Endpoint& endpoint) const
{
    const ParameterItem* parameter = nullptr;
    if (const auto* end = std::get_if<ParameterEnd>(&endpoint))
        parameter = parameterItem(end->parameter);
    else if (const auto* slot = std::get_if<SlotEnd>(&endpoint)) {
        if (const TieItem* tie = tieItem(slot->slot))
            parameter = parameterItem(tie->parameter());
    }
    return parameter == nullptr ? std::nullopt : std::optional(parameter->content().colour);
}

void NetworkScene::setHover(const Hover& hover)
{
    if (hover == m_hover)
        return;
    showHover(false);
    m_hover = hover;
    showHover(true);
}

void NetworkScene::showHover(bool on)
{
    if (m_hover.anchor) {
        if (NodeItem* item = nodeOf(*m_hover.anchor))
            item->setHoveredAnchor(on ? m_hover.anchor : std::nullopt);
    }
    CanvasItem* item = nullptr;
    if (m_hover.node)
        item = node(*m_hover.node);
    else if (m_hover.link)
        item = linkItem(*m_hover.link);
    else if (m_hover.tie)
        item = tieItem(*m_hover.tie);
    if (RepeatItem* frame = m_hover.repeat ? repeatItem(*m_hover.repeat) : nullptr) {
        frame->setCounterHovered(on && m_hover.counter);
        item = frame;
    }
    if (item != nullptr)
        item->setState(CanvasItem::Hovered, on);
}

std::optional<ParameterId> NetworkScene::parameterOf(const Hover& hover) const
{
    std::optional<Slot> slot = hover.tie;
    if (hover.anchor) {
        if (const auto* parameter = std::get_if<ParameterEnd>(&*hover.anchor))
            return parameter->parameter;
        if (const auto* end = std::get_if<SlotEnd>(&*hover.anchor))
            slot = end->slot;
    }
    if (hover.node && std::holds_alternative<ParameterId>(*hover.node))
        return std::get<ParameterId>(*hover.node);
    const TieItem* tie = slot ? tieItem(*slot) : nullptr;
    return tie == nullptr ? std::nullopt : std::optional(tie->parameter());
}

void NetworkScene::follow(const ProjectChange& change)
{
    const bool only_moved = !change.everything && !change.changesNetwork() && change.colours.empty();
    if (!only_moved) {
        synchronise();
    } else if (!change.layer_positions.empty() || !change.parameter_positions.empty()) {
        placeNodes();
        nodesMoved();
        growSceneRect();
    }
}

void NetworkScene::synchronise()
{
    synchroniseNodes();
    refreshContents();
    placeNodes();
    synchroniseWires();
    nodesMoved();
    growSceneRect();
    showSelection();
    showHighlight();
}

void NetworkScene::synchroniseNodes()
{
    const Network& network = m_document->network();
    // Wires go before the nodes that they refer to.
    std::erase_if(m_links, [&](const auto& entry) {
        const auto link = network.links.find(entry.first);
        return link == network.links.end() || link->second != entry.second->output();
    });
    std::erase_if(m_ties, [&](const auto& entry) {
        const auto tie = network.ties.find(entry.first);
        return tie == network.ties.end() || tie->second.parameter != entry.second->parameter() ||
               !network.parameters.at(tie->second.parameter).shared;
    });
    std::erase_if(m_layers, [&](const auto& entry) { return !network.layers.contains(entry.first); });
    std::erase_if(m_parameters, [&](const auto& entry) {
        const auto parameter = network.parameters.find(entry.first);
        return parameter == network.parameters.end() || !parameter->second.shared;
    });
    for (const auto& [id, layer] : network.layers) {
        std::unique_ptr<LayerItem>& item = m_layers[id];
        if (item == nullptr) {
            item = std::make_unique<LayerItem>(m_style, id);
            addItem(item.get());
        }
    }
    for (const auto& [id, parameter] : network.parameters) {
        if (!parameter.shared)
            continue;
        std::unique_ptr<ParameterItem>& item = m_parameters[id];
        if (item == nullptr) {
            item = std::make_unique<ParameterItem>(m_style, id);
            addItem(item.get());
        }
    }
}

void NetworkScene::refreshContents()
{
    const Project& project = m_document->project();
    const Analysis& analysis = m_document->analysis();
    const NodeMessages messages = nodeMessages(analysis);
    std::set<Port> linked_outputs;
    for (const auto& [input, output] : project.network.links)
        linked_outputs.insert(output);
    for (const auto& [id, item] : m_layers)
        item->setContent(layerContent(project, analysis, messages, linked_outputs, id));
    m_frames.synchronise(*m_document, messages);
    const std::vector<ParameterAccount>& accounts = m_document->account().parameters;
    for (const auto& [id, item] : m_parameters) {
        const ParameterId wanted = id;
        const auto account = std::find_if(accounts.begin(), accounts.end(),
                                          [&](const ParameterAccount& entry) { return entry.parameter == wanted; });
        item->setContent(
            parameterContent(project, analysis, account == accounts.end() ? nullptr : &*account, messages, id));
    }
}

void NetworkScene::placeNodes()
{
    const Canvas& canvas = m_document->project().canvas;
    // What has no place in the file (it may have been made by a script) is shown where a layout would put it.
    std::optional<Canvas> layout;
    const auto makeshift = [&]() -> const Canvas& {
        if (!layout)
            layout = arranged(m_document->network(), nodeBoxes(*this));
        return *layout;
    };
    for (const auto& [id, item] : m_layers) {
        const auto position = canvas.layers.find(id);
        item->setPos(point(position != canvas.layers.end() ? position->second : makeshift().layers.at(id)));
    }
    for (const auto& [id, item] : m_parameters) {
        const auto position = canvas.parameters.find(id);
        item->setPos(point(position != canvas.parameters.end() ? position->second : makeshift().parameters.at(id)));
    }
}

void NetworkScene::synchroniseWires()
{
    const Network& network = m_document->network();
    const Analysis& analysis = m_document->analysis();
    for (const auto& [input, output] : network.links) {
        std::unique_ptr<LinkItem>& item = m_links[input];
        if (item == nullptr) {
            item = std::make_unique<LinkItem>(m_style, layerItem(output.layer), output, layerItem(input.layer), input);
            addItem(item.get());
        }
        const auto shape = analysis.outputs.find(output);
        item->setLabel(shape == analysis.outputs.end() ? QString() : QString::fromStdString(shape->second.toString()));
    }
    const Canvas& canvas = m_document->project().canvas;
    for (const auto& [slot, tie] : network.ties) {
        ParameterItem* parameter = parameterItem(tie.parameter);
        if (parameter == nullptr)
            continue;
        std::unique_ptr<TieItem>& item = m_ties[slot];
        if (item == nullptr) {
            item = std::make_unique<TieItem>(m_style, parameter, tie.parameter, layerItem(slot.layer), slot);
            addItem(item.get());
        }
        const auto colour = canvas.colours.find(tie.parameter);
        item->setColourIndex(colour == canvas.colours.end() ? 0 : colour->second);
        // A long chain keeps its name and its end; the inspector has it all.
        constexpr qreal widest = 160;
        const QString read = QString::fromStdString(notation(tie.view, network.parameters.at(tie.parameter).name));
        item->setLabel(QFontMetricsF(m_style.label).elidedText(read, Qt::ElideMiddle, widest));
    }
}

void NetworkScene::nodesMoved(const NodeItem* lifted)
{
    routeLinks(lifted);
    m_frames.place(m_document->network());
}

void NetworkScene::routeLinks(const NodeItem* lifted)
{
    std::vector<QRectF> obstacles;
    obstacles.reserve(m_layers.size() + m_parameters.size());
    for (const NodeItem* node : nodes()) {
        if (node != lifted)
            obstacles.push_back(node->sceneBody());
    }
    std::ranges::sort(obstacles, {}, &QRectF::left);
    for (const auto& [input, item] : m_links)
        item->setLane(laneFor(item->fromPosition(), item->toPosition(), obstacles));
}

void NetworkScene::growSceneRect()
{
    // The index divides this rectangle; the view's own is larger, so that one can pan beyond the nodes.
    const QRectF used = bounds();
    if (!sceneRect().contains(used))
        setSceneRect(sceneRect().united(used).adjusted(-2000, -2000, 2000, 2000));
}

void NetworkScene::showSelection()
{
    const SelectedItems& selected = m_selection->items();
    for (const auto& [id, item] : m_layers)
        item->setState(CanvasItem::Selected, selected.layers.contains(id));
    for (const auto& [id, item] : m_parameters)
        item->setState(CanvasItem::Selected, selected.parameters.contains(id));
    for (const auto& [input, item] : m_links)
        item->setState(CanvasItem::Selected, selected.links.contains(input));
    for (const auto& [slot, item] : m_ties)
        item->setState(CanvasItem::Selected, selected.ties.contains(slot));
    m_frames.showSelection(selected);
}

void NetworkScene::showHighlight()
{
    std::optional<ParameterId> parameter = m_selection->highlighted();
    if (parameter && parameterItem(*parameter) == nullptr)
        parameter.reset();
    std::set<LayerId> users;
    for (const auto& [slot, item] : m_ties) {
        const bool uses = parameter && item->parameter() == *parameter;
        item->setState(CanvasItem::Lit, uses);
        item->setState(CanvasItem::Dimmed, parameter && !uses);
        if (uses)
            users.insert(slot.layer);
    }
    for (const auto& [id, item] : m_parameters) {
        item->setState(CanvasItem::Lit, parameter == id);
        item->setState(CanvasItem::Dimmed, parameter && parameter != id);
    }
    for (const auto& [id, item] : m_layers) {
        item->setState(CanvasItem::Lit, users.contains(id));
        item->setState(CanvasItem::Dimmed, parameter && !users.contains(id));
    }
    for (const auto& [input, item] : m_links)
        item->setState(CanvasItem::Dimmed, parameter.has_value());
    m_frames.dimAllBut(m_document->network(), parameter ? std::optional(users) : std::nullopt);
}

} // namespace ligature
