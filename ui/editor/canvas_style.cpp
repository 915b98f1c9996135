// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/canvas_style.h"

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

QColor mixed(const QColor& under, const QColor& over, qreal opacity)
{
    const auto channel = [&](int a, int b) { return int(a + (b - a) * opacity + 0.5); };
    return {channel(under.red(), over.red()), channel(under.green(), over.green()), channel(under.blue(), over.blue())};
}

} // namespace ligature
