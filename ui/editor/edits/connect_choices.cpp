// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/edits/connect_choices.h"

#include <algorithm>

#include "ui/editor/edits/connection.h"
#include "ui/editor/edits/node_endpoints.h"

namespace ligature {

namespace {

QString nameOf(const Network& network, const Endpoint& endpoint)
{
    const auto dotted = [&](LayerId layer, const std::string& part) {
        return QString::fromStdString(network.layers.at(layer).name + "." + part);
    };
    if (const auto* output = std::get_if<OutputEnd>(&endpoint))
        return dotted(output->port.layer, output->port.port);
    if (const auto* input = std::get_if<InputEnd>(&endpoint))
        return dotted(input->port.layer, input->port.port);
    if (const auto* slot = std::get_if<SlotEnd>(&endpoint))
        return dotted(slot->slot.layer, slot->slot.slot);
    return QString::fromStdString(network.parameters.at(std::get<ParameterEnd>(endpoint).parameter).name);
}

bool isTaken(const Network& network, const Endpoint& endpoint)
{
    const auto* input = std::get_if<InputEnd>(&endpoint);
    return input != nullptr && network.links.contains(input->port);
}

QString remarkOn(const Network& network, const Endpoint& from, const Endpoint& to)
{
    const QString way = QStringLiteral("from %1").arg(nameOf(network, from));
    if (!isTaken(network, to))
        return way;
    const Port& source = network.links.at(std::get<InputEnd>(to).port);
    return way + QStringLiteral(", replaces %1").arg(QString::fromStdString(network.layers.at(source.layer).name));
}

} // namespace

std::vector<ConnectChoice> connectChoices(const Network& network, const Analysis& analysis,
                                          const SelectedItems& selected)
{
    if (selected.layers.size() + selected.parameters.size() != 1)
        return {};
    const NodeId own =
        selected.layers.empty() ? NodeId(*selected.parameters.begin()) : NodeId(*selected.layers.begin());
    std::vector<Endpoint> others;
    const auto collect = [&](const NodeId& node) {
        if (node == own)
            return;
        const std::vector<Endpoint> more = endpointsOf(network, node);
        others.insert(others.end(), more.begin(), more.end());
    };
    for (const auto& [id, layer] : network.layers)
        collect(id);
    for (const auto& [id, parameter] : network.parameters) {
        if (parameter.shared)
            collect(id);
    }
    std::vector<Endpoint> mine = endpointsOf(network, own);
    // What a layer's output goes to is asked for most.
    std::ranges::stable_sort(mine, {}, [](const Endpoint& endpoint) { return endpoint.index(); });
    std::vector<ConnectChoice> choices;
    for (const Endpoint& from : mine) {
        const ConnectionTargets targets(network, analysis, from);
        for (const bool taken : {false, true}) {
            for (const Endpoint& to : others) {
                if (isTaken(network, to) == taken && targets.fits(to))
                    choices.push_back({from, to, nameOf(network, to), remarkOn(network, from, to)});
            }
        }
    }
    return choices;
}

} // namespace ligature
