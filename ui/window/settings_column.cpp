// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/settings_column.h"

#include <QScrollArea>

namespace ligature {

QScrollArea* settingsColumn(QWidget* form, QWidget* parent)
{
    constexpr int columnWidth = 272;
    constexpr int roomForScrollBar = 12;
    auto* const column = new QScrollArea(parent);
    column->setWidget(form);
    column->setWidgetResizable(true);
    column->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    column->setFixedWidth(columnWidth);
    form->setContentsMargins(0, 0, roomForScrollBar, 0);
    form->setAutoFillBackground(false);
    column->viewport()->setAutoFillBackground(false);
    return column;
}

} // namespace ligature
