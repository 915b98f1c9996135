// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/edits/connection.h"

#include <algorithm>
#include <cmath>

#include "core/network/edits.h"
#include "core/network/reachability.h"
#include "core/project/arrangement.h"
#include "ui/document/text.h"

namespace ligature {

namespace {

QString portName(const Network& network, LayerId layer, const std::string& part)
{
    return text(network.layers.at(layer).name) + '.' + text(part);
}

Result<Connection> linkConnection(const Network& network, const Port& output, const Port& input)
{
    if (const Result<void> allowed = canLink(network, output, input); !allowed)
        return tl::unexpected(allowed.error());
    Connection result;
    result.text = QStringLiteral("Link %1 to %2")
                      .arg(text(network.layers.at(output.layer).name), text(network.layers.at(input.layer).name));
    if (const auto present = network.links.find(input); present != network.links.end() && present->second != output)
        result.remark =
            QStringLiteral("replaces the link from %1").arg(text(network.layers.at(present->second.layer).name));
    result.apply = [output, input](Project& project) { return link(project.network, output, input); };
    return result;
}

/// How the slot would read the parameter: as it is, or transposed where it fits only so.
Result<View> fittingView(const Network& network, ParameterId parameter, const Slot& slot)
{
    const Result<void> as_is = canTie(network, parameter, slot, {});
    if (as_is)
        return View{};
    if (canTie(network, parameter, slot, transposeView()))
        return transposeView();
    return tl::unexpected(as_is.error());
}

Result<Connection> tieConnection(const Network& network, ParameterId parameter, const Slot& slot)
{
    const auto present = network.ties.find(slot);
    if (present != network.ties.end() && present->second.parameter == parameter)
        return fail({}, "it is read by " + portName(network, slot.layer, slot.slot).toStdString() + " already",
                    "choose its view in the menu of the tie");
    const Result<View> view = fittingView(network, parameter, slot);
    if (!view)
        return tl::unexpected(view.error());
    const std::string& name = network.parameters.at(parameter).name;
    Connection result;
    result.text = QStringLiteral("Tie %1 to %2").arg(text(name), portName(network, slot.layer, slot.slot));
    if (!view->empty())
        result.remark = QStringLiteral("read transposed, as %1").arg(text(notation(*view, name)));
    result.apply = [parameter, slot, view = *view](Project& project) {
        return tie(project.network, parameter, slot, view);
    };
    return result;
}

/// Why two private slots cannot share a parameter: it has no name yet that a reason could give.
Result<Connection> slotsDiffer(const Network& network, const Slot& from, const Slot& to)
{
    const Analysis analysis = analyse(network);
    const auto shape = [&](const Slot& slot) {
        const auto found = analysis.slots.find(slot);
        return found == analysis.slots.end() ? std::string("of a shape not known yet") : found->second.toString();
    };
    const auto name = [&](const Slot& slot) { return portName(network, slot.layer, slot.slot).toStdString(); };
    return fail({}, "the slots differ: " + name(to) + " is " + shape(to) + ", " + name(from) + " is " + shape(from),
                "share slots of the same shape, or of the transposed one");
}

Result<Connection> slotConnection(const Network& network, const Slot& from, const Slot& to)
{
    if (from == to)
        return fail({}, "this is the same slot", "drop on another layer's slot");
    const auto shared = [&](const Slot& slot) { return network.parameters.at(network.ties.at(slot).parameter).shared; };
    if (!network.ties.contains(from) || !network.ties.contains(to))
        return fail({}, "one of the slots reads no parameter", "tie it to a parameter first");
    if (shared(from))
        return tieConnection(network, network.ties.at(from).parameter, to);
    if (shared(to))
        return tieConnection(network, network.ties.at(to).parameter, from);
    Network trial = network;
    const ParameterId parameter = shareSlot(trial, from);
    Result<Connection> result = tieConnection(trial, parameter, to);
    if (!result)
        return slotsDiffer(network, from, to);
    result->text = QStringLiteral("Share %1 with %2")
                       .arg(portName(network, from.layer, from.slot), portName(network, to.layer, to.slot));
    result->apply = [from, to, apply = result->apply](Project& project) {
        const ParameterId shared_parameter = shareSlot(project.network, from);
        project.canvas.parameters[shared_parameter] = placeBelow(project.canvas, {from.layer, to.layer});
        return apply(project);
    };
    return result;
}

const char* kindOf(const Endpoint& endpoint)
{
    constexpr const char* kinds[] = {"an output", "an input", "a parameter slot", "a shared parameter"};
    return kinds[endpoint.index()];
}

} // namespace

Result<Connection> connection(const Network& network, const Endpoint& from, const Endpoint& to)
{
    const auto* from_slot = std::get_if<SlotEnd>(&from);
    const auto* to_slot = std::get_if<SlotEnd>(&to);
    if (from_slot != nullptr && to_slot != nullptr)
        return slotConnection(network, from_slot->slot, to_slot->slot);
    for (const auto& [a, b] : {std::pair(&from, &to), std::pair(&to, &from)}) {
        const auto* output = std::get_if<OutputEnd>(a);
        const auto* input = std::get_if<InputEnd>(b);
        if (output != nullptr && input != nullptr)
            return linkConnection(network, output->port, input->port);
        const auto* parameter = std::get_if<ParameterEnd>(a);
        const auto* slot = std::get_if<SlotEnd>(b);
        if (parameter != nullptr && slot != nullptr)
            return tieConnection(network, parameter->parameter, slot->slot);
    }
    const bool is_link = from.index() < 2;
    return fail({}, std::string("this is ") + kindOf(to),
                is_link ? "link an output to an input" : "tie a shared parameter to a slot, or a slot to another slot");
}

ConnectionTargets::ConnectionTargets(const Network& network, const Analysis& analysis, Endpoint from)
    : m_network(network), m_analysis(analysis), m_from(std::move(from))
{
    if (const auto* output = std::get_if<OutputEnd>(&m_from))
        m_circular = layersThatReach(network, output->port.layer);
    else if (const auto* input = std::get_if<InputEnd>(&m_from))
        m_circular = layersReachedFrom(network, input->port.layer);
}

bool ConnectionTargets::fits(const Endpoint& to) const
{
    if (const auto* output = std::get_if<OutputEnd>(&to))
        return std::holds_alternative<InputEnd>(m_from) && !m_circular.contains(output->port.layer);
    if (const auto* input = std::get_if<InputEnd>(&to))
        return std::holds_alternative<OutputEnd>(m_from) && !m_circular.contains(input->port.layer);
    const auto* own_slot = std::get_if<SlotEnd>(&m_from);
    if (const auto* slot = std::get_if<SlotEnd>(&to)) {
        if (const auto* parameter = std::get_if<ParameterEnd>(&m_from))
            return parameterFits(parameter->parameter, slot->slot);
        return own_slot != nullptr && slotsFit(own_slot->slot, slot->slot);
    }
    return own_slot != nullptr && parameterFits(std::get<ParameterEnd>(to).parameter, own_slot->slot);
}

bool ConnectionTargets::slotsFit(const Slot& slot, const Slot& other) const
{
    const auto mine = m_network.ties.find(slot);
    const auto theirs = m_network.ties.find(other);
    if (slot == other || mine == m_network.ties.end() || theirs == m_network.ties.end() ||
        mine->second.parameter == theirs->second.parameter)
        return false;
    if (m_network.parameters.at(mine->second.parameter).shared)
        return parameterFits(mine->second.parameter, other);
    return parameterFits(theirs->second.parameter, slot);
}

bool ConnectionTargets::parameterFits(ParameterId parameter, const Slot& slot) const
{
    const auto present = m_network.ties.find(slot);
    if (present != m_network.ties.end() && present->second.parameter == parameter)
        return false;
    const auto own = m_analysis.parameters.find(parameter);
    const auto expected = m_analysis.slots.find(slot);
    if (own == m_analysis.parameters.end() || expected == m_analysis.slots.end())
        return true;
    const Shape& shape = own->second.shape;
    return shape == expected->second || (shape.rank() == 2 && shape.reversed() == expected->second);
}

} // namespace ligature
