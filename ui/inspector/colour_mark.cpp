// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/colour_mark.h"

#include <QPainter>
#include <QPixmap>

#include "ui/document/document.h"

namespace ligature {

namespace {

QIcon disc(const QColor& colour, const QBrush& filling)
{
    QPixmap pixmap(32, 32);
    pixmap.setDevicePixelRatio(2);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(colour, 1.5));
    painter.setBrush(filling);
    painter.drawEllipse(QRectF(3, 3, 10, 10));
    return QIcon(pixmap);
}

} // namespace

QIcon colourMark(const QColor& colour)
{
    return disc(colour, colour);
}

QIcon parameterMark(const Document& document, ParameterId parameter, const Theme& theme)
{
    const auto found = document.network().parameters.find(parameter);
    if (found == document.network().parameters.end() || !found->second.shared)
        return privateMark(theme);
    const auto& colours = document.project().canvas.colours;
    const auto colour = colours.find(parameter);
    const int index = colour == colours.end() ? 0 : colour->second;
    return colourMark(theme.ties[static_cast<std::size_t>(index) % theme.ties.size()]);
}

QIcon privateMark(const Theme& theme)
{
    return disc(theme.muted_text, Qt::NoBrush);
}

} // namespace ligature
