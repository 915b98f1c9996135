// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/dock_title.h"

#include <QDockWidget>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QToolButton>

#include "ui/theme/icon.h"
#include "ui/theme/theme.h"

namespace ligature {

DockTitle::DockTitle(QDockWidget* dock) : QWidget(dock)
{
    auto* const label = new QLabel(dock->windowTitle(), this);
    label->setProperty("look", "strong");
    auto* const close = new QToolButton(this);
    close->setIcon(themedIcon(QStringLiteral("close")));
    close->setIconSize({12, 12});
    close->setFocusPolicy(Qt::TabFocus);
    close->setToolTip(tr("Hide; the View menu brings it back"));
    close->setAccessibleName(tr("Hide %1").arg(dock->windowTitle()));
    connect(close, &QToolButton::clicked, dock, &QDockWidget::close);
    connect(dock, &QDockWidget::windowTitleChanged, label, &QLabel::setText);
    auto* const layout = new QHBoxLayout(this);
    layout->setContentsMargins(12, 4, 5, 4);
    layout->addWidget(label, 1);
    layout->addWidget(close);
}

void DockTitle::paintEvent(QPaintEvent*)
{
    const Theme& theme = themeFor(palette());
    QPainter painter(this);
    painter.fillRect(rect(), theme.panel);
    painter.fillRect(QRect(0, height() - 1, width(), 1), theme.border);
}

} // namespace ligature
