// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/look.h"

#include <QStyle>
#include <QWidget>

namespace ligature {

void setLook(QWidget& widget, const char* look)
{
    widget.setProperty("look", look);
    widget.style()->unpolish(&widget);
    widget.style()->polish(&widget);
}

} // namespace ligature
