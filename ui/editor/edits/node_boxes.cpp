// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/edits/node_boxes.h"

#include "ui/editor/network_scene.h"

namespace ligature {

namespace {

NodeBox boxOf(const NodeItem& node)
{
    NodeBox box{node.body().width(), node.body().height()};
    for (const NodeItem::Anchor& anchor : node.anchors()) {
        if (const auto* input = std::get_if<InputEnd>(&anchor.endpoint))
            box.input_y[input->port.port] = anchor.position.y();
        else if (const auto* output = std::get_if<OutputEnd>(&anchor.endpoint))
            box.output_y[output->port.port] = anchor.position.y();
        else if (const auto* slot = std::get_if<SlotEnd>(&anchor.endpoint))
            box.slot_x[slot->slot.slot] = anchor.position.x();
    }
    return box;
}

} // namespace

NodeBoxes nodeBoxes(const NetworkScene& scene)
{
    NodeBoxes boxes;
    for (const NodeItem* node : scene.nodes()) {
        const NodeId id = node->id();
        if (const auto* layer = std::get_if<LayerId>(&id))
            boxes.layers.emplace(*layer, boxOf(*node));
        else
            boxes.parameters.emplace(std::get<ParameterId>(id), boxOf(*node));
    }
    return boxes;
}

NodeBox measured(const Project& project, const NodeId& node, const CanvasStyle& style)
{
    const Analysis analysis = analyse(project.network);
    if (const auto* layer = std::get_if<LayerId>(&node)) {
        LayerItem item(style, *layer);
        item.setContent(layerContent(project, analysis, {}, {}, *layer));
        return boxOf(item);
    }
    const auto parameter = std::get<ParameterId>(node);
    ParameterItem item(style, parameter);
    item.setContent(parameterContent(project, analysis, nullptr, {}, parameter));
    return boxOf(item);
}

} // namespace ligature
