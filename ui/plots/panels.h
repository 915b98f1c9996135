// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <vector>

#include <QPainter>
#include <QRectF>
#include <QString>

#include "ui/theme/theme.h"

/// What plots of several pictures side by side, one for each arm, are painted with.
namespace ligature {

/// The size in that many parts of one width, with gaps, less a margin around all.
[[nodiscard]] std::vector<QRectF> panelRooms(const QSizeF& size, int count);

/// The largest rectangle of that aspect (width by height) in the middle of the top of the room.
[[nodiscard]] QRectF fitted(const QRectF& room, double aspect);

/// A panel's heading in the height of a line, elided where it must be.
void drawHeading(QPainter& painter, const QRectF& line, const QString& title, const QString& figure,
                 const Theme& theme);

/// Colours for numbers around 0: blue above, orange below, both distinguishable without red and green, and the
/// background at 0.
class DivergingColours {
public:
    explicit DivergingColours(const Theme& theme);
    /// @param share of the greatest magnitude, from -1 to 1; what is no number has a colour of its own
    [[nodiscard]] QRgb at(double share) const;

private:
    static constexpr int half = 128;
    std::array<QRgb, 2 * half + 1> m_colours = {};
    QRgb m_no_number;
};

/// From -greatest (below) to greatest (above), with both and 0 written to its right.
void drawColourBar(QPainter& painter, const QRectF& bar, double greatest, const DivergingColours& colours,
                   const Theme& theme);
/// What that takes beside the bar itself.
[[nodiscard]] double colourBarTextWidth(const QFont& font);

} // namespace ligature
