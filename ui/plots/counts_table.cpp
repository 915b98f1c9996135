// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/counts_table.h"

#include <QHeaderView>
#include <QPainter>
#include <QSortFilterProxyModel>
#include <QStyledItemDelegate>

#include "ui/plots/counts_model.h"
#include "ui/theme/theme.h"

namespace ligature {

namespace {

/// Draws a bar under a count, in its variant's colour.
class CountDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        QStyleOptionViewItem cell = option;
        cell.state &= ~QStyle::State_HasFocus; // the row's selection says it
        QStyledItemDelegate::paint(painter, cell, index);
        const QVariant share = index.data(CountsModel::ShareRole);
        if (!share.isValid())
            return;
        const Theme& theme = themeFor(option.palette);
        const QRect inside = option.rect.adjusted(8, 0, -4, 0);
        const double width = inside.width() * share.toDouble();
        painter->fillRect(QRectF(inside.left() + inside.width() - width, inside.bottom() - 2, width, 2),
                          index.column() == CountsModel::TiedColumn ? theme.tied : theme.untied);
    }
};

} // namespace

CountsTable::CountsTable(CountsModel* model, QWidget* parent) : QTableView(parent)
{
    auto* sorted = new QSortFilterProxyModel(this);
    sorted->setSourceModel(model);
    sorted->setSortRole(CountsModel::SortRole);
    sorted->setSortCaseSensitivity(Qt::CaseInsensitive);
    setModel(sorted);
    setSortingEnabled(true);
    horizontalHeader()->setSortIndicatorClearable(true);
    sortByColumn(-1, Qt::AscendingOrder);
    setItemDelegate(new CountDelegate(this));
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    setShowGrid(false);
    setWordWrap(false);
    setTabKeyNavigation(false);
    verticalHeader()->hide();
    setMinimumHeight(2 * fontMetrics().height() + 24);
    verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 12);
    horizontalHeader()->setHighlightSections(false);
    setAccessibleName(tr("Parameters and what they take"));
    connect(sorted, &QAbstractItemModel::modelReset, this, &CountsTable::fitColumns);
}

void CountsTable::resizeEvent(QResizeEvent* event)
{
    QTableView::resizeEvent(event);
    fitColumns();
}

void CountsTable::fitColumns()
{
    int shown = 0;
    int details = 0;
    for (int column = 0; column < CountsModel::columnTotal; ++column) {
        const QString title = model()->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
        const int width = std::max(fontMetrics().horizontalAdvance(title) + 20, sizeHintForColumn(column) + 8);
        setColumnWidth(column, width);
        (column >= CountsModel::WeightsColumn ? details : shown) += width;
    }
    // The parts of the bytes are in the tool tip where there is no room for them.
    const bool with_details = shown + details <= viewport()->width();
    for (int column = CountsModel::WeightsColumn; column < CountsModel::columnTotal; ++column)
        setColumnHidden(column, !with_details);
    // Names get what is left, and are cut a little where that is little.
    constexpr int shortest_name = 72;
    const int left = viewport()->width() - shown - (with_details ? details : 0);
    const int names = columnWidth(CountsModel::NameColumn);
    setColumnWidth(CountsModel::NameColumn, std::max(names + left, std::min(names, shortest_name)));
}

} // namespace ligature
