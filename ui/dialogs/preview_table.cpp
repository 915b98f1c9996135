// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/preview_table.h"

#include <algorithm>

#include <QActionGroup>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>

namespace ligature {

namespace {

/// A picture's 784 columns say nothing in a table.
constexpr std::size_t mostColumns = 64;
constexpr int widestColumn = 260;

QTableWidgetItem* cell(const std::string& text)
{
    auto* const item = new QTableWidgetItem(QString::fromStdString(text));
    bool is_number = false;
    item->text().toDouble(&is_number);
    if (is_number)
        item->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
    return item;
}

} // namespace

PreviewTable::PreviewTable(QWidget* parent) : QTableWidget(parent)
{
    setEditTriggers(NoEditTriggers);
    setSelectionMode(ContiguousSelection);
    setAlternatingRowColors(true);
    setWordWrap(false);
    setTabKeyNavigation(false);
    setHorizontalScrollMode(ScrollPerPixel);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setMaximumSectionSize(widestColumn);
    horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    verticalHeader()->setHighlightSections(false);
    connect(horizontalHeader(), &QHeaderView::sectionClicked, this, &PreviewTable::askRole);
}

void PreviewTable::askRole(int column)
{
    if (m_roles.empty())
        return;
    auto* const menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("role_menu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    auto* const group = new QActionGroup(menu);
    const auto offer = [&](const QString& title, QKeySequence key, ColumnRole role) {
        QAction* const action = menu->addAction(title);
        action->setShortcut(key); // Shown beside it; the table itself answers to the key.
        action->setShortcutContext(Qt::WidgetShortcut);
        action->setCheckable(true);
        action->setChecked(m_roles[static_cast<std::size_t>(column)] == role);
        group->addAction(action);
        connect(action, &QAction::triggered, this,
                [this, column, role] { emit roleAsked(static_cast<std::size_t>(column), role); });
    };
    offer(tr("&Feature"), Qt::Key_F, ColumnRole::Feature);
    offer(tr("&Target"), Qt::Key_T, ColumnRole::Target);
    offer(tr("&Ignored"), Qt::Key_I, ColumnRole::Ignored);
    const QPoint below(horizontalHeader()->sectionViewportPosition(column), horizontalHeader()->height());
    menu->popup(horizontalHeader()->viewport()->mapToGlobal(below));
}

void PreviewTable::keyPressEvent(QKeyEvent* event)
{
    if (!m_roles.empty() && currentColumn() >= 0 && event->modifiers() == Qt::NoModifier) {
        const auto column = static_cast<std::size_t>(currentColumn());
        switch (event->key()) {
        case Qt::Key_F: emit roleAsked(column, ColumnRole::Feature); return;
        case Qt::Key_T: emit roleAsked(column, ColumnRole::Target); return;
        case Qt::Key_I: emit roleAsked(column, ColumnRole::Ignored); return;
        default: break;
        }
    }
    QTableWidget::keyPressEvent(event);
}

void PreviewTable::showPreview(const DataPreview& preview)
{
    const std::size_t columns = std::min(preview.columns.size(), mostColumns);
    const int current_row = currentRow();
    const int current_column = currentColumn();
    clear();
    m_roles = preview.roles;
    setColumnCount(static_cast<int>(columns));
    setRowCount(static_cast<int>(preview.rows.size()));
    for (std::size_t column = 0; column < columns; ++column) {
        const auto x = static_cast<int>(column);
        auto* const header = new QTableWidgetItem(QString::fromStdString(preview.columns[column]));
        if (!m_roles.empty())
            header->setToolTip(tr("Click to make this column a feature, the target or ignored.\n"
                                  "Keys, in one of its cells: F, T, I."));
        const bool is_ignored = column < m_roles.size() && m_roles[column] == ColumnRole::Ignored;
        const bool is_target = column < m_roles.size() && m_roles[column] == ColumnRole::Target;
        if (is_target) {
            QFont font = this->font();
            font.setBold(true);
            header->setFont(font);
        }
        setHorizontalHeaderItem(x, header);
        for (int y = 0; y < rowCount(); ++y) {
            const auto& cells = preview.rows[static_cast<std::size_t>(y)];
            if (column < cells.size())
                setItem(y, x, cell(cells[column]));
            if (is_ignored && item(y, x) != nullptr)
                item(y, x)->setForeground(palette().color(QPalette::Disabled, QPalette::Text));
        }
    }
    resizeColumnsToContents();
    horizontalHeader()->setSectionsClickable(!m_roles.empty());
    if (m_roles.empty())
        horizontalHeader()->viewport()->unsetCursor();
    else
        horizontalHeader()->viewport()->setCursor(Qt::PointingHandCursor);
    if (current_row >= 0 && current_row < rowCount() && current_column < columnCount())
        setCurrentCell(current_row, current_column); // So that keys go on where they were.
}

void PreviewTable::showNothing()
{
    clear();
    m_roles.clear();
    setRowCount(0);
    setColumnCount(0);
}

} // namespace ligature
