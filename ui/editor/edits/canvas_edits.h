// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include <QPointF>

#include "ui/document/document.h"
#include "ui/document/selection.h"
#include "ui/editor/endpoint.h"

/// The edits that the canvas makes, each one undo step of the document.
namespace ligature {

class NetworkScene;

/// Where and how a node is added.
struct NodePlace {
    QPointF position;                   ///< of its middle; of the point that is connected, where one is
    bool avoid_others = false;          ///< moves it to the nearest free place
    std::optional<Endpoint> wire = {};  ///< a wire that was dropped there: it is connected
    std::optional<Port> into_link = {}; ///< the input of a link that the layer is put into
};

/// Adds a layer of that type, or a shared parameter. A layer that is added within a repeat's frame is repeated with its
/// layers, if it can be. With a wire from a slot whose parameter is private, that parameter
/// becomes the shared one.
Result<NodeId> addNode(Document& document, const QString& type, const NodePlace& place, const NetworkScene& scene);

/// Whether a layer type has a first input and a first output, so that a layer of it can be put into a link.
[[nodiscard]] bool fitsIntoLink(const std::string& type);
/// Puts a layer that nothing feeds and nothing reads into a link, given by its input, in a step that also moves it.
/// @param positions where the nodes that were moved along are now
Result<void> insertIntoLink(Document& document, LayerId layer, const Port& input, const Canvas& positions);

/// @param repeats whose layers are moved as one: the step names these in place of their layers
/// @param merge_key see Document::edit()
Result<void> moveNodes(Document& document, const Canvas& positions, const std::set<RepeatId>& repeats = {},
                       const QString& merge_key = {});

} // namespace ligature
