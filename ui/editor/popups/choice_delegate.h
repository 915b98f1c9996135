// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

namespace ligature {

/// A row of a pop-up: a dot in the colour of what it is (Qt::DecorationRole, or a node's category), its title with the
/// letters that were searched for in bold, and a muted remark (NodeFilterModel::SummaryRole).
class ChoiceDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    static constexpr int row_height = 28;

    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

} // namespace ligature
