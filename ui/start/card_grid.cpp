// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/start/card_grid.h"

#include <algorithm>

#include <QGridLayout>
#include <QResizeEvent>

namespace ligature {

CardGrid::CardGrid(int least, QWidget* parent) : QWidget(parent), m_layout(new QGridLayout(this)), m_least(least)
{
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(14);
    // The width decides on the columns, so the columns must not decide on the width.
    m_layout->setSizeConstraint(QLayout::SetNoConstraint);
    setMinimumWidth(least);
}

void CardGrid::addCard(QWidget* card)
{
    m_cards.append(card);
    arrange(std::max(m_columns, 1));
}

void CardGrid::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    const int spacing = m_layout->spacing();
    const int columns =
        std::clamp((width() + spacing) / (m_least + spacing), 1, std::max(static_cast<int>(m_cards.size()), 1));
    if (columns != m_columns)
        arrange(columns);
}

void CardGrid::arrange(int columns)
{
    for (int column = 0; column < m_layout->columnCount(); ++column)
        m_layout->setColumnStretch(column, column < columns ? 1 : 0);
    m_columns = columns;
    for (int i = 0; i < m_cards.size(); ++i) {
        m_layout->addWidget(m_cards[i], i / columns, i % columns);
        m_layout->setColumnStretch(i % columns, 1);
    }
    updateGeometry();
}

} // namespace ligature
