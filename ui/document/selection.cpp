// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/selection.h"

namespace ligature {

std::set<LayerId> layersOf(const Network& network, const SelectedItems& items)
{
    std::set<LayerId> layers = items.layers;
    for (const RepeatId id : items.repeats) {
        if (const auto repeat = network.repeats.find(id); repeat != network.repeats.end())
            layers.insert(repeat->second.layers.begin(), repeat->second.layers.end());
    }
    return layers;
}

SelectedItems withLayersOfRepeats(const Network& network, SelectedItems items)
{
    items.layers = layersOf(network, items);
    return items;
}

void Selection::set(SelectedItems items)
{
    if (items == m_items)
        return;
    m_items = std::move(items);
    emit changed();
}

void Selection::prune(const Network& network)
{
    const auto is_not_shared = [&](ParameterId id) {
        const auto parameter = network.parameters.find(id);
        return parameter == network.parameters.end() || !parameter->second.shared;
    };
    SelectedItems items = m_items;
    std::erase_if(items.layers, [&](LayerId id) { return !network.layers.contains(id); });
    std::erase_if(items.parameters, is_not_shared);
    std::erase_if(items.repeats, [&](RepeatId id) { return !network.repeats.contains(id); });
    std::erase_if(items.links, [&](const Port& input) { return !network.links.contains(input); });
    // A tie that is drawn is one to a shared parameter.
    std::erase_if(items.ties, [&](const Slot& slot) {
        const auto tie = network.ties.find(slot);
        return tie == network.ties.end() || is_not_shared(tie->second.parameter);
    });
    set(std::move(items));
    if (m_highlighted && is_not_shared(*m_highlighted))
        setHighlighted(std::nullopt);
}

void Selection::setHighlighted(std::optional<ParameterId> parameter)
{
    if (parameter == m_highlighted)
        return;
    m_highlighted = parameter;
    emit highlightChanged();
}

} // namespace ligature
