// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/edits/canvas_edits.h"

#include <cmath>

#include "core/layers/layer_type.h"
#include "core/network/edits.h"
#include "core/network/repeat.h"
#include "core/network/repeat_edits.h"
#include "core/training/data_fit.h"
#include "ui/document/names.h"
#include "ui/document/text.h"
#include "ui/editor/edits/connection.h"
#include "ui/editor/edits/free_place.h"
#include "ui/editor/edits/node_boxes.h"
#include "ui/editor/edits/node_endpoints.h"
#include "ui/editor/network_scene.h"
#include "ui/palette/node_catalogue.h"

namespace ligature {

namespace {

/// What a node's message takes at most as a rule.
constexpr qreal messageRoom = 3 * CanvasStyle::grid;

std::vector<QRectF> occupied(const NetworkScene& scene)
{
    std::vector<QRectF> boxes;
    for (const NodeItem* node : scene.nodes())
        boxes.push_back(node->sceneBoundingRect());
    scene.addFramesTo(boxes);
    return boxes;
}

void setPosition(Canvas& canvas, const NodeId& node, CanvasPosition position)
{
    if (const auto* layer = std::get_if<LayerId>(&node))
        canvas.layers[*layer] = position;
    else
        canvas.parameters[std::get<ParameterId>(node)] = position;
}

/// From the node's corner to the point that was connected, or to its middle.
QPointF gripOf(const NodeBox& box, const std::optional<Endpoint>& connected)
{
    if (connected) {
        if (const auto* input = std::get_if<InputEnd>(&*connected))
            return {0, box.input_y.at(input->port.port)};
        if (const auto* output = std::get_if<OutputEnd>(&*connected))
            return {box.width, box.output_y.at(output->port.port)};
        if (const auto* slot = std::get_if<SlotEnd>(&*connected))
            return {box.slot_x.at(slot->slot.slot), box.height};
        return {box.width / 2, 0};
    }
    return {box.width / 2, box.height / 2};
}

Result<void> putIntoLink(Network& network, LayerId layer, const Port& input)
{
    const auto present = network.links.find(input);
    if (present == network.links.end())
        return fail({}, "the link is gone", "try again");
    const Port source = present->second;
    std::optional<Port> own_input;
    std::optional<Port> own_output;
    for (const Endpoint& endpoint : endpointsOf(network, layer)) {
        if (const auto* in = std::get_if<InputEnd>(&endpoint); in != nullptr && !own_input)
            own_input = in->port;
        if (const auto* out = std::get_if<OutputEnd>(&endpoint); out != nullptr && !own_output)
            own_output = out->port;
    }
    if (!own_input || !own_output)
        return fail(network.layers.at(layer).name, "it has no input and output to put into the link",
                    "choose another layer");
    if (Result<void> done = link(network, source, *own_input); !done)
        return done;
    if (Result<void> done = link(network, *own_output, input); !done)
        return done;
    // Between two layers of a repeat, it is repeated with them.
    const RepeatId around = repeatOf(network, source.layer);
    if (around && around == repeatOf(network, input.layer) && !repeatOf(network, layer))
        return addToRepeat(network, around, {layer});
    return {};
}

/// Connects a wire to the first point of a new node that takes it.
Result<std::optional<Endpoint>> connectWire(Project& project, const Endpoint& wire, const NodeId& node)
{
    std::optional<Error> first_error;
    for (const Endpoint& endpoint : endpointsOf(project.network, node)) {
        Result<Connection> found = connection(project.network, wire, endpoint);
        if (!found) {
            // A point of the wrong kind is passed over; the error of one of the right kind is worth telling.
            if (wire.index() / 2 == endpoint.index() / 2 && !first_error)
                first_error = found.error();
            continue;
        }
        if (Result<void> done = found->apply(project); !done)
            return tl::unexpected(done.error());
        return std::optional(endpoint);
    }
    if (first_error)
        return tl::unexpected(*first_error);
    return std::optional<Endpoint>();
}

const Slot* privateSlot(const Network& network, const std::optional<Endpoint>& wire)
{
    const auto* end = wire ? std::get_if<SlotEnd>(&*wire) : nullptr;
    if (end == nullptr)
        return nullptr;
    const auto tie = network.ties.find(end->slot);
    return tie != network.ties.end() && !network.parameters.at(tie->second.parameter).shared ? &end->slot : nullptr;
}

} // namespace

Result<NodeId> addNode(Document& document, const QString& type_name, const NodePlace& place, const NetworkScene& scene)
{
    NodeId node;
    const std::string type = type_name.toStdString();
    const LayerType* layer_type = findLayerType(type);
    const bool is_parameter = type == sharedParameterType;
    if (layer_type == nullptr && !is_parameter)
        return fail({}, "there is no layer type \"" + type + "\"", "choose one of the palette");
    const QString title = is_parameter ? QStringLiteral("shared parameter") : text(layer_type->title());
    const Result<void> done = document.edit(QStringLiteral("Add %1").arg(title), [&](Project& project) -> Result<void> {
        Network& network = project.network;
        std::optional<Endpoint> connected;
        if (const Slot* slot = is_parameter ? privateSlot(network, place.wire) : nullptr) {
            node = shareSlot(network, *slot);
            connected = ParameterEnd{std::get<ParameterId>(node)};
        } else {
            if (is_parameter)
                node = addSharedParameter(network);
            else
                node = addLayer(network, type);
            if (!is_parameter && document.dataFacts())
                fitToData(network, std::get<LayerId>(node), *document.dataFacts());
            if (place.wire) {
                Result<std::optional<Endpoint>> end = connectWire(project, *place.wire, node);
                if (!end)
                    return tl::unexpected(end.error());
                connected = *end;
            }
        }
        if (place.into_link && !is_parameter) {
            if (Result<void> inserted = putIntoLink(network, std::get<LayerId>(node), *place.into_link); !inserted)
                return inserted;
        }
        const RepeatItem* frame = place.avoid_others ? nullptr : scene.repeatAt(place.position);
        if (frame != nullptr && !is_parameter && !repeatOf(network, std::get<LayerId>(node)))
            static_cast<void>(addToRepeat(network, frame->repeat(), {std::get<LayerId>(node)}));
        const NodeBox box = measured(project, node, scene.style());
        QPointF corner = place.position - gripOf(box, connected);
        if (place.avoid_others) {
            // A new node has something to mend, and says so above it, or below it if it is a parameter.
            const qreal above = is_parameter ? 0 : messageRoom;
            corner = freePlace(corner - QPointF(0, above), {box.width, box.height + messageRoom}, occupied(scene));
            corner.ry() += above;
        }
        corner = snapped(corner);
        setPosition(project.canvas, node, {corner.x(), corner.y()});
        return {};
    });
    if (!done)
        return tl::unexpected(done.error());
    return node;
}

bool fitsIntoLink(const std::string& name)
{
    const LayerType* type = findLayerType(name);
    if (type == nullptr)
        return false;
    const Attributes attributes = withDefaults(type->attributes(), {});
    return !type->inputs(attributes).empty() && !type->outputs(attributes).empty();
}

Result<void> insertIntoLink(Document& document, LayerId layer, const Port& input, const Canvas& positions)
{
    const QString name = text(document.network().layers.at(layer).name);
    return document.edit(QStringLiteral("Insert %1").arg(name), [&](Project& project) -> Result<void> {
        for (const auto& [id, position] : positions.layers)
            project.canvas.layers[id] = position;
        for (const auto& [id, position] : positions.parameters)
            project.canvas.parameters[id] = position;
        return putIntoLink(project.network, layer, input);
    });
}

Result<void> moveNodes(Document& document, const Canvas& positions, const std::set<RepeatId>& repeats,
                       const QString& merge_key)
{
    SelectedItems moved{.repeats = repeats};
    for (const auto& [id, position] : positions.layers)
        moved.layers.insert(id);
    for (const auto& [id, position] : positions.parameters)
        moved.parameters.insert(id);
    return document.edit(
        QStringLiteral("Move %1").arg(describe(document.network(), moved)),
        [&](Project& project) -> Result<void> {
            for (const auto& [id, position] : positions.layers)
                project.canvas.layers[id] = position;
            for (const auto& [id, position] : positions.parameters)
                project.canvas.parameters[id] = position;
            return {};
        },
        merge_key);
}

} // namespace ligature
