// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include <QString>

#include "core/layers/layer_type.h"

namespace ligature {

/// The MIME type of a node dragged out of the palette: its NodeEntry::type in UTF-8.
inline constexpr char nodeMimeType[] = "application/x-ligature-node";
/// The type of the entry that adds a shared parameter; all others are names of layer types.
inline constexpr char sharedParameterType[] = "parameter";

/// Something that can be added to the canvas.
struct NodeEntry {
    QString type;                          ///< a LayerType's name, or sharedParameterType
    QString title;                         ///< "Dense"
    std::optional<LayerCategory> category; ///< nothing for a shared parameter
    QString group;                         ///< its heading: "Linear", "Parameters"
    QString summary;                       ///< one sentence
    QString help;                          ///< formula and shapes

    [[nodiscard]] bool isParameter() const { return !category.has_value(); }
};

/// How well an entry answers a search.
struct NodeMatch {
    int score = 0;              ///< the higher, the better
    std::vector<int> positions; ///< the characters of the title that were matched, ascending
};

/// All that can be added, and the search that the palette and the canvas' pop-up share: by the beginning of the title
/// or of one of its words, by its initials, by any part of it, by its letters in their order, and by the words of its
/// summary; of several words, each has to match.
class NodeCatalogue {
public:
    NodeCatalogue();

    [[nodiscard]] const std::vector<NodeEntry>& entries() const { return m_entries; }
    /// Indices of the entries that match, best first; all of them in their own order for an empty search.
    [[nodiscard]] std::vector<int> search(const QString& text) const;
    /// Nothing where the entry does not match.
    [[nodiscard]] static std::optional<NodeMatch> match(const NodeEntry& entry, const QString& text);

private:
    std::vector<NodeEntry> m_entries;
};

} // namespace ligature
