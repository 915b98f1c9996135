// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/zoom_box.h"

#include <QPainter>

#include "ui/theme/theme.h"

namespace ligature {

ZoomBox::ZoomBox(QWidget* parent) : QWidget(parent)
{
    setAttribute(Qt::WA_TransparentForMouseEvents);
    hide();
}

void ZoomBox::paintEvent(QPaintEvent*)
{
    const QColor accent = themeFor(palette()).accent;
    QColor inside = accent;
    inside.setAlphaF(0.14F);
    QPainter painter(this);
    painter.setPen(QPen(accent, 1));
    painter.setBrush(inside);
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
}

} // namespace ligature
