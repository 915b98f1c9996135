// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

#include "core/statistics/verdict.h"
#include "ui/theme/theme.h"

/// How verdicts look, wherever they are shown.
namespace ligature {

[[nodiscard]] QString answerText(statistics::Answer answer); ///< "Better"
[[nodiscard]] QColor answerColour(statistics::Answer answer, const Theme& theme);
/// "+1.2 %", "−0.04 %", "0 %".
[[nodiscard]] QString signedPercent(double share);

inline constexpr int answerRole = Qt::UserRole + 3;

/// Draws a dot in the verdict's colour before its word; rows have no focus frame around one cell.
class VerdictDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

} // namespace ligature
