// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <optional>
#include <set>
#include <vector>

#include <QString>

#include "core/layers/layer_type.h"
#include "core/network/analysis.h"
#include "core/project/project.h"

namespace ligature {

/// What is wrong with a node, for people.
struct NodeMessage {
    Severity severity = Severity::Error;
    QString text;                      ///< what is wrong and how to mend it
    std::optional<Remedy> remedy = {}; ///< what mends it at a press
    bool operator==(const NodeMessage&) const = default;
};

/// Whether the canvas has the message in full beside the node. A hint is a badge alone, that tells it when hovered:
/// what may be just as it is meant is not to cover the drawing.
[[nodiscard]] inline bool isSpelledOut(const std::optional<NodeMessage>& message)
{
    return message && message->severity != Severity::Info;
}

/// The worst message for each layer, parameter and repeat, the others counted at its end. What is wrong with a repeat
/// says its frame, and none of its layers.
struct NodeMessages {
    std::map<LayerId, NodeMessage> layers;
    std::map<ParameterId, NodeMessage> parameters;
    std::map<RepeatId, NodeMessage> repeats = {};
};
[[nodiscard]] NodeMessages nodeMessages(const Analysis& analysis);

/// What a slot's place on its layer says.
struct SlotContent {
    Slot slot;
    QString name;
    QString shape;             ///< empty while it is not known
    QString help;              ///< for the tooltip
    std::optional<int> colour; ///< of the shared parameter that it reads; nothing when its parameter is private
    bool operator==(const SlotContent&) const = default;
};

/// What a layer's input or output says.
struct PortContent {
    Port port;
    QString help;
    bool linked = false;
    bool operator==(const PortContent&) const = default;
};

/// All that a layer's node shows, as text: compared to tell whether the node has to be laid out anew.
struct LayerContent {
    QString name;
    QString kind;    ///< the type's title: "Dense"
    QString summary; ///< what it does here: "64 → 32", or its first attribute
    LayerCategory category = LayerCategory::Data;
    std::vector<PortContent> inputs;
    std::vector<PortContent> outputs;
    std::vector<SlotContent> slots;
    std::optional<NodeMessage> message;
    bool operator==(const LayerContent&) const = default;
};

/// @param linked_outputs the outputs that feed something
[[nodiscard]] LayerContent layerContent(const Project& project, const Analysis& analysis, const NodeMessages& messages,
                                        const std::set<Port>& linked_outputs, LayerId layer);

} // namespace ligature
