// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <memory>

#include "ui/document/selection.h"
#include "ui/editor/items/repeat_item.h"

namespace ligature {

class NetworkScene;

/// The scene's frames of repeats, by id.
class RepeatFrames {
public:
    explicit RepeatFrames(NetworkScene& scene) : m_scene(scene) {}

    /// As many as the document has repeats, showing what it says; where they are tells place().
    void synchronise(const Document& document, const NodeMessages& messages);
    /// Lays each around its layers, which may have moved, and the links that go round these.
    void place(const Network& network);
    void restyle();

    [[nodiscard]] RepeatItem* item(RepeatId repeat) const;
    /// The frame that has the position, the smallest where several have.
    [[nodiscard]] RepeatItem* at(QPointF position, qreal zoom) const;
    [[nodiscard]] QRectF bounds() const;
    void addTo(std::vector<QRectF>& boxes) const;
    void showSelection(const SelectedItems& selected);
    /// Dims those of which no layer is in the set; nothing: none.
    void dimAllBut(const Network& network, const std::optional<std::set<LayerId>>& lit);

private:
    NetworkScene& m_scene;
    std::map<RepeatId, std::unique_ptr<RepeatItem>> m_items;
};

} // namespace ligature
