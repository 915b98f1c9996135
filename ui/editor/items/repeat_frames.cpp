// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/items/repeat_frames.h"

#include <algorithm>

#include "ui/document/document.h"
#include "ui/editor/network_scene.h"

namespace ligature {

void RepeatFrames::synchronise(const Document& document, const NodeMessages& messages)
{
    const Network& network = document.network();
    std::erase_if(m_items, [&](const auto& entry) { return !network.repeats.contains(entry.first); });
    for (const auto& [id, repeat] : network.repeats) {
        std::unique_ptr<RepeatItem>& item = m_items[id];
        if (item == nullptr) {
            item = std::make_unique<RepeatItem>(m_scene.style(), id);
            m_scene.addItem(item.get());
        }
        item->setContent(repeatContent(document, messages, id));
    }
}

void RepeatFrames::place(const Network& network)
{
    for (const auto& [id, item] : m_items) {
        const auto repeat = network.repeats.find(id);
        if (repeat == network.repeats.end())
            continue;
        std::vector<const NodeItem*> layers;
        for (const LayerId layer : repeat->second.layers) {
            if (const NodeItem* node = m_scene.layerItem(layer))
                layers.push_back(node);
        }
        std::vector<qreal> lanes;
        for (const auto& [input, output] : network.links) {
            const LinkItem* link = repeat->second.layers.contains(input.layer) ? m_scene.linkItem(input) : nullptr;
            if (link != nullptr && link->lane())
                lanes.push_back(*link->lane());
        }
        if (!layers.empty())
            item->enclose(layers, lanes);
    }
}

void RepeatFrames::restyle()
{
    for (const auto& [id, item] : m_items)
        item->restyle();
}

RepeatItem* RepeatFrames::item(RepeatId repeat) const
{
    const auto found = m_items.find(repeat);
    return found == m_items.end() ? nullptr : found->second.get();
}

RepeatItem* RepeatFrames::at(QPointF position, qreal zoom) const
{
    const auto area = [](const RepeatItem& item) { return item.frame().width() * item.frame().height(); };
    RepeatItem* smallest = nullptr;
    for (const auto& [id, item] : m_items) {
        if (item->hits(position, zoom) && (smallest == nullptr || area(*item) < area(*smallest)))
            smallest = item.get();
    }
    return smallest;
}

QRectF RepeatFrames::bounds() const
{
    QRectF bounds;
    for (const auto& [id, item] : m_items)
        bounds |= item->frame();
    return bounds;
}

void RepeatFrames::addTo(std::vector<QRectF>& boxes) const
{
    for (const auto& [id, item] : m_items)
        boxes.push_back(item->frame());
}

void RepeatFrames::showSelection(const SelectedItems& selected)
{
    for (const auto& [id, item] : m_items)
        item->setState(CanvasItem::Selected, selected.repeats.contains(id));
}

void RepeatFrames::dimAllBut(const Network& network, const std::optional<std::set<LayerId>>& lit)
{
    for (const auto& [id, item] : m_items) {
        const auto repeat = network.repeats.find(id);
        const bool dims =
            lit && repeat != network.repeats.end() &&
            std::ranges::none_of(repeat->second.layers, [&](LayerId layer) { return lit->contains(layer); });
        item->setState(CanvasItem::Dimmed, dims);
    }
}

} // namespace ligature
