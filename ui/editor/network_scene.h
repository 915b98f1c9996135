// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <memory>
#include <optional>

#include <QGraphicsScene>

#include "ui/document/document.h"
#include "ui/document/selection.h"
#include "ui/editor/items/layer_item.h"
#include "ui/editor/items/link_item.h"
#include "ui/editor/items/parameter_item.h"
#include "ui/editor/items/repeat_frames.h"
#include "ui/editor/items/tie_item.h"

namespace ligature {

/// The network as items, by id. It follows the document and the selection and changes neither: after a change, only
/// the items that show something else are touched.
class NetworkScene : public QGraphicsScene {
    Q_OBJECT

public:
    NetworkScene(const Document* document, const Selection* selection, QObject* parent = nullptr);
    ~NetworkScene() override;

    [[nodiscard]] const CanvasStyle& style() const { return m_style; }
    void setStyle(const CanvasStyle& style);

    [[nodiscard]] LayerItem* layerItem(LayerId layer) const;
    [[nodiscard]] ParameterItem* parameterItem(ParameterId parameter) const;
    [[nodiscard]] LinkItem* linkItem(const Port& input) const;
    [[nodiscard]] TieItem* tieItem(const Slot& slot) const;
    [[nodiscard]] RepeatItem* repeatItem(RepeatId repeat) const { return m_frames.item(repeat); }
    /// Null when it is gone.
    [[nodiscard]] NodeItem* node(const NodeId& id) const;
    /// The node that has the point; null when it is gone.
    [[nodiscard]] NodeItem* nodeOf(const Endpoint& endpoint) const;
    [[nodiscard]] std::vector<NodeItem*> nodes() const;
    /// The selected nodes, and the layers of the selected repeats.
    [[nodiscard]] std::vector<NodeItem*> nodes(const SelectedItems& items) const;
    [[nodiscard]] bool isEmpty() const { return m_layers.empty() && m_parameters.empty(); }

    /// A point of a node near a scene position, within that distance; the nearest of them.
    struct AnchorHit {
        NodeItem* node = nullptr;
        Endpoint endpoint;
    };
    [[nodiscard]] std::optional<AnchorHit> anchorAt(QPointF position, qreal distance) const;
    [[nodiscard]] NodeItem* nodeAt(QPointF position) const;
    /// The nearest wire within that distance.
    [[nodiscard]] WireItem* wireAt(QPointF position, qreal distance) const;

    /// What the button at this place of a node's message does; nothing where there is none.
    [[nodiscard]] const Remedy* remedyAt(QPointF position) const;
    /// The repeat whose frame has the position.
    /// @param zoom from far away a frame has its label above itself
    [[nodiscard]] RepeatItem* repeatAt(QPointF position, qreal zoom = 1) const { return m_frames.at(position, zoom); }
    /// Where new nodes have no place unless they are put there.
    void addFramesTo(std::vector<QRectF>& boxes) const { m_frames.addTo(boxes); }

    /// Nodes have moved: frames follow their layers, and links that would run behind nodes go round them.
    /// @param lifted a node that is in no link's way, because it is held over them
    void nodesMoved(const NodeItem* lifted = nullptr);

    /// The nodes' boxes, and what is written around them; null when there is none.
    [[nodiscard]] QRectF boundsOf(const std::vector<NodeItem*>& items) const;
    /// Of everything, frames too; null when there is nothing.
    [[nodiscard]] QRectF bounds() const;
    /// Of the selected nodes and frames.
    [[nodiscard]] QRectF boundsOf(const SelectedItems& items) const;

    /// The colour of the shared parameter that the point belongs to, if it belongs to one.
    [[nodiscard]] std::optional<int> tieColourOf(const Endpoint& endpoint) const;

    /// What the mouse points at.
    struct Hover {
        std::optional<Endpoint> anchor = {};
        std::optional<NodeId> node = {};
        std::optional<Port> link = {}; ///< by its input
        std::optional<Slot> tie = {};
        std::optional<RepeatId> repeat = {};
        bool counter = false; ///< of that repeat
        bool operator==(const Hover&) const = default;
    };
    [[nodiscard]] const Hover& hover() const { return m_hover; }
    void setHover(const Hover& hover);
    /// The shared parameter that is pointed at: its node or its port, one of its ties, or a slot that it feeds.
    [[nodiscard]] std::optional<ParameterId> parameterOf(const Hover& hover) const;

private:
    void follow(const ProjectChange& change);
    void synchronise();
    void synchroniseNodes();
    void synchroniseWires();
    void refreshContents();
    void placeNodes();
    void routeLinks(const NodeItem* lifted);
    void growSceneRect();
    void showSelection();
    void showHighlight();
    void showHover(bool on);

    const Document* m_document;
    const Selection* m_selection;
    CanvasStyle m_style;
    Hover m_hover;
    RepeatFrames m_frames;
    std::map<LayerId, std::unique_ptr<LayerItem>> m_layers;
    std::map<ParameterId, std::unique_ptr<ParameterItem>> m_parameters;
    std::map<Port, std::unique_ptr<LinkItem>> m_links; ///< by the input port
    std::map<Slot, std::unique_ptr<TieItem>> m_ties;
};

} // namespace ligature
