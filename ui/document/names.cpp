// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/names.h"

#include <QCoreApplication>
#include <QStringList>

#include "core/layers/layer_type.h"
#include "core/network/repeat.h"
#include "ui/document/quantity_text.h"

namespace ligature {

namespace {

QString translated(const char* text, int count = -1)
{
    return QCoreApplication::translate("Names", text, nullptr, count);
}

QString counted(std::size_t count, const char* one, const char* many)
{
    return count == 1 ? translated(one) : translated(many).arg(groupedNumber(static_cast<std::int64_t>(count)));
}

} // namespace

QString layerName(const Network& network, LayerId layer)
{
    const auto found = network.layers.find(layer);
    return found == network.layers.end() ? translated("layer") : QString::fromStdString(found->second.name);
}

QString repeatName(const Network& network, RepeatId repeat)
{
    const auto found = network.repeats.find(repeat);
    return found == network.repeats.end() ? translated("repeat") : QString::fromStdString(found->second.name);
}

QString slotName(const Network& network, const Slot& slot)
{
    return layerName(network, slot.layer) + QLatin1Char('.') + QString::fromStdString(slot.slot);
}

QString parameterTitle(const Network& network, ParameterId parameter)
{
    const std::string name = parameterName(network, parameter);
    return name.empty() ? translated("parameter") : QString::fromStdString(name);
}

QString layerTypeTitle(const Layer& layer)
{
    const LayerType* const type = findLayerType(layer.type);
    return QString::fromStdString(type != nullptr ? type->title() : layer.type);
}

QString describe(const Network& network, const SelectedItems& items)
{
    QStringList parts;
    if (items.repeats.size() == 1)
        parts << repeatName(network, *items.repeats.begin());
    else if (!items.repeats.empty())
        parts << translated("%1 repeats").arg(items.repeats.size());
    std::set<LayerId> layers = items.layers;
    std::erase_if(layers, [&](LayerId id) { return items.repeats.contains(repeatOf(network, id)); });
    if (layers.size() == 1)
        parts << layerName(network, *layers.begin());
    else if (!layers.empty())
        parts << translated("%1 layers").arg(layers.size());
    if (items.parameters.size() == 1)
        parts << parameterTitle(network, *items.parameters.begin());
    else if (!items.parameters.empty())
        parts << translated("%1 parameters").arg(items.parameters.size());
    // Beside nodes, their links and ties go without saying.
    if (parts.isEmpty()) {
        if (items.links.size() == 1 && items.ties.empty())
            parts << translated("link to %1").arg(layerName(network, items.links.begin()->layer));
        else if (!items.links.empty())
            parts << counted(items.links.size(), "1 link", "%1 links");
        if (items.ties.size() == 1 && items.links.empty())
            parts << translated("tie of %1").arg(slotName(network, *items.ties.begin()));
        else if (!items.ties.empty())
            parts << counted(items.ties.size(), "1 tie", "%1 ties");
    }
    return parts.join(translated(" and "));
}

} // namespace ligature
