// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/canvas_style.h"

#include <cmath>

namespace ligature {

namespace {

QFont sized(QFont font, int pixels, QFont::Weight weight)
{
    font.setPixelSize(pixels);
    font.setWeight(weight);
    // Hinted advances differ from one zoom to the next, and text would then outgrow the box that it was measured for.
    font.setHintingPreference(QFont::PreferNoHinting);
    return font;
}

} // namespace

QColor CanvasStyle::tieColour(int index) const
{
    const auto count = int(theme->ties.size());
    return theme->ties[std::size_t((index % count + count) % count)];
}

CanvasStyle canvasStyle(const QPalette& palette, const QFont& font)
{
    CanvasStyle style;
    style.theme = &themeFor(palette);
    style.title = sized(font, 13, QFont::DemiBold);
    style.body = sized(font, 11, QFont::Normal);
    style.label = sized(font, 11, QFont::DemiBold);
    return style;
}

QPointF snapped(QPointF position)
{
    constexpr qreal step = CanvasStyle::grid;
    return {std::round(position.x() / step) * step, std::round(position.y() / step) * step};
}

} // namespace ligature
