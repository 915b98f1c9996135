// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/preview_table.h"

#include <algorithm>

#include <QHeaderView>

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
}

void PreviewTable::showPreview(const DataPreview& preview)
{
    const std::size_t columns = std::min(preview.columns.size(), mostColumns);
    clear();
    setColumnCount(static_cast<int>(columns));
    setRowCount(static_cast<int>(preview.rows.size()));
    for (std::size_t column = 0; column < columns; ++column) {
        const auto x = static_cast<int>(column);
        setHorizontalHeaderItem(x, new QTableWidgetItem(QString::fromStdString(preview.columns[column])));
        for (int y = 0; y < rowCount(); ++y) {
            const auto& cells = preview.rows[static_cast<std::size_t>(y)];
            if (column < cells.size())
                setItem(y, x, cell(cells[column]));
        }
    }
    resizeColumnsToContents();
}

void PreviewTable::showNothing()
{
    clear();
    setRowCount(0);
    setColumnCount(0);
}

} // namespace ligature
