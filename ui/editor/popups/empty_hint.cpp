// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/popups/empty_hint.h"

#include <QEvent>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/theme/theme.h"

namespace ligature {

EmptyHint::EmptyHint(QWidget* viewport) : QWidget(viewport), m_title(new QLabel(tr("Draw a network"), this))
{
    setCursor(Qt::ArrowCursor);
    auto* drag = new QLabel(tr("Drag a layer here from the palette on the left,"), this);
    auto* search = new QLabel(tr("press <b>Tab</b> or double-click to search for one where the mouse is,"), this);
    auto* example = new QLabel(tr("or begin with one that works:"), this);
    m_example = new QPushButton(tr("Open an example"), this);
    // The keyboard reaches it, the mouse passes through everything else.
    m_example->setAutoDefault(true);
    for (QLabel* label : {m_title, drag, search, example}) {
        label->setAlignment(Qt::AlignCenter);
        label->setAttribute(Qt::WA_TransparentForMouseEvents);
    }
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(36, 28, 36, 28);
    layout->setSpacing(6);
    layout->addWidget(m_title);
    layout->addSpacing(8);
    layout->addWidget(drag);
    layout->addWidget(search);
    layout->addWidget(example);
    layout->addSpacing(10);
    layout->addWidget(m_example, 0, Qt::AlignCenter);
    connect(m_example, &QPushButton::clicked, this, &EmptyHint::exampleRequested);
    restyle();
}

void EmptyHint::restyle()
{
    QFont font = this->font();
    font.setPointSizeF(font.pointSizeF() * 1.5);
    font.setWeight(QFont::DemiBold);
    m_title->setFont(font);
}

void EmptyHint::centre()
{
    adjustSize();
    move((parentWidget()->width() - width()) / 2, (parentWidget()->height() - height()) / 2);
}

void EmptyHint::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        restyle();
}

void EmptyHint::paintEvent(QPaintEvent*)
{
    const Theme& theme = themeFor(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QPen pen(theme.node_border, 1.5, Qt::DashLine);
    painter.setPen(pen);
    painter.setBrush(theme.canvas);
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 12, 12);
}

} // namespace ligature
