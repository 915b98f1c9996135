// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/links.h"

#include "ui/document/names.h"
#include "ui/document/selection.h"

namespace ligature {

namespace {

QString anchor(const char* kind, std::uint64_t id, const QString& text)
{
    return QStringLiteral("<a href='%1 %2'>%3</a>").arg(QLatin1String(kind)).arg(id).arg(text.toHtmlEscaped());
}

} // namespace

QString linkTo(const Network& network, LayerId layer)
{
    return anchor("layer", layer.value, layerName(network, layer));
}

QString linkTo(const Network& network, RepeatId repeat)
{
    return anchor("repeat", repeat.value, repeatName(network, repeat));
}

QString linkTo(const Network& network, ParameterId parameter)
{
    const auto found = network.parameters.find(parameter);
    if (found != network.parameters.end() && !found->second.shared) {
        for (const auto& [slot, tie] : network.ties) {
            if (tie.parameter == parameter)
                return linkTo(network, slot);
        }
    }
    return anchor("parameter", parameter.value, parameterTitle(network, parameter));
}

QString linkTo(const Network& network, const Slot& slot)
{
    return anchor("layer", slot.layer.value, slotName(network, slot));
}

QString linkTo(const Network& network, const Diagnostic& diagnostic)
{
    if (diagnostic.repeat && network.repeats.contains(*diagnostic.repeat))
        return linkTo(network, *diagnostic.repeat);
    if (diagnostic.layer && network.layers.contains(*diagnostic.layer))
        return linkTo(network, *diagnostic.layer);
    if (diagnostic.parameter && network.parameters.contains(*diagnostic.parameter))
        return linkTo(network, *diagnostic.parameter);
    return {};
}

void follow(const QString& address, Selection& selection)
{
    const auto id = address.section(QLatin1Char(' '), 1).toULongLong();
    if (address.startsWith(QLatin1String("layer")))
        selection.set(SelectedItems{.layers = {LayerId{id}}});
    else if (address.startsWith(QLatin1String("repeat")))
        selection.set(SelectedItems{.repeats = {RepeatId{id}}});
    else
        selection.set(SelectedItems{.parameters = {ParameterId{id}}});
}

} // namespace ligature
