// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>

#include <QColor>
#include <QPalette>

#include "core/layers/layer_type.h"

namespace ligature {

/// The colours of one theme by what they mean. Everything that paints takes its colours from here, so that both themes
/// are complete by construction.
struct Theme {
    bool dark = true;

    // Surfaces, from the deepest to the nearest.
    QColor canvas;
    QColor canvas_grid;
    QColor canvas_grid_major;
    QColor window;
    QColor panel;
    QColor field; ///< of an editable field
    QColor border;
    QColor node;
    QColor node_border;

    // Text, with a contrast of at least 4.5 on window, panel and node.
    QColor text;
    QColor muted_text;
    QColor disabled_text;

    // Meaning.
    QColor accent; ///< selection, focus, the primary button
    QColor accent_text;
    QColor error;
    QColor warning;
    QColor success;
    QColor link;        ///< a link between layers
    QColor link_active; ///< one that is hovered, selected or being drawn

    // Runs in plots and counts.
    QColor tied;
    QColor untied;

    /// By LayerCategory: the strip at a node's top and the palette's dot.
    std::array<QColor, layerCategoryCount> categories;

    /// One for each shared parameter, in the order in which they are given out (Canvas::colours), then from the start.
    std::array<QColor, 10> ties;
};

[[nodiscard]] const Theme& darkTheme();
[[nodiscard]] const Theme& lightTheme();

/// The theme that a widget is drawn in, told by its palette: no state, and a palette change repaints all of it.
[[nodiscard]] const Theme& themeFor(const QPalette& palette);

/// The application's palette in a theme (for QApplication::setPalette, over the Fusion style).
[[nodiscard]] QPalette paletteFor(const Theme& theme);

/// `over` at that opacity on top of `under`, as one opaque colour.
[[nodiscard]] QColor mixed(const QColor& under, const QColor& over, qreal opacity);

} // namespace ligature
