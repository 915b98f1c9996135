// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <set>

#include <QObject>

#include "core/network/network.h"

namespace ligature {

/// What is selected, by id.
struct SelectedItems {
    std::set<LayerId> layers = {};
    std::set<ParameterId> parameters = {}; ///< shared ones
    std::set<Port> links = {};             ///< by the input port
    std::set<Slot> ties = {};              ///< by the slot
    std::set<RepeatId> repeats = {};       ///< their frames; their layers are listed above where they are selected too

    [[nodiscard]] bool empty() const
    {
        return layers.empty() && parameters.empty() && links.empty() && ties.empty() && repeats.empty();
    }
    bool operator==(const SelectedItems&) const = default;
};

/// The selected layers and those of the selected repeats: what is moved, copied and framed.
[[nodiscard]] std::set<LayerId> layersOf(const Network& network, const SelectedItems& items);
/// The same selection with the layers of its repeats in it.
[[nodiscard]] SelectedItems withLayersOfRepeats(const Network& network, SelectedItems items);

/// The selection that canvas, outline and inspector share, and the shared parameter whose uses are lit up. Lives in the
/// GUI thread. The document's owner drops ids that are gone with prune().
class Selection : public QObject {
    Q_OBJECT

public:
    explicit Selection(QObject* parent = nullptr) : QObject(parent) {}

    [[nodiscard]] const SelectedItems& items() const { return m_items; }
    void set(SelectedItems items);
    void clear() { set({}); }
    /// Drops what the network no longer has.
    void prune(const Network& network);

    /// The shared parameter under the mouse (or under the outline's cursor): all its uses light up.
    [[nodiscard]] std::optional<ParameterId> highlighted() const { return m_highlighted; }
    void setHighlighted(std::optional<ParameterId> parameter);

signals:
    void changed();
    void highlightChanged();

private:
    SelectedItems m_items;
    std::optional<ParameterId> m_highlighted;
};

} // namespace ligature
