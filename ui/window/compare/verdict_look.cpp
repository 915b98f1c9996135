// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/compare/verdict_look.h"

#include <cmath>

#include <QApplication>
#include <QPainter>

#include "ui/document/quantity_text.h"

namespace ligature {

namespace {

constexpr int dotSize = 9;
constexpr int dotRoom = 16;

QString answerTr(const char* text)
{
    return QCoreApplication::translate("ligature::Verdict", text);
}

} // namespace

QString answerText(statistics::Answer answer)
{
    switch (answer) {
    case statistics::Answer::Better: return answerTr("Better");
    case statistics::Answer::Worse: return answerTr("Worse");
    case statistics::Answer::AsGoodAs: return answerTr("As good as");
    case statistics::Answer::Undecided: return answerTr("Undecided");
    case statistics::Answer::TooFewSeeds: return answerTr("Too few seeds");
    }
    return {};
}

QColor answerColour(statistics::Answer answer, const Theme& theme)
{
    switch (answer) {
    case statistics::Answer::Better:
    case statistics::Answer::AsGoodAs: return theme.success;
    case statistics::Answer::Worse: return theme.error;
    case statistics::Answer::Undecided: return theme.warning;
    case statistics::Answer::TooFewSeeds: break;
    }
    return theme.muted_text;
}

QString signedPercent(double share)
{
    const double percent = std::abs(100 * share);
    const int decimals = percent == 0 || percent >= 10 ? 0 : percent >= 1 ? 1 : 2;
    const QString text = fixedNumber(percent, decimals) + QStringLiteral(" %");
    if (share == 0)
        return text;
    return (share < 0 ? QStringLiteral("−") : QStringLiteral("+")) + text;
}

void VerdictDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    QStyleOptionViewItem cell = option;
    cell.state &= ~QStyle::State_HasFocus;
    const QVariant answer = index.data(answerRole);
    if (!answer.isValid()) {
        QStyledItemDelegate::paint(painter, cell, index);
        return;
    }
    initStyleOption(&cell, index);
    // The row's background over the whole cell, the word behind the dot.
    const QString word = cell.text;
    cell.text.clear();
    const QWidget* const widget = option.widget;
    (widget != nullptr ? widget->style() : QApplication::style())
        ->drawControl(QStyle::CE_ItemViewItem, &cell, painter, widget);
    const Theme& theme = themeFor(option.palette);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(answerColour(static_cast<statistics::Answer>(answer.toInt()), theme));
    painter->drawEllipse(
        QRectF(option.rect.left() + 6, option.rect.center().y() - dotSize / 2.0 + 0.5, dotSize, dotSize));
    const bool is_selected = (option.state & QStyle::State_Selected) != 0;
    painter->setPen(option.palette.color(is_selected ? QPalette::HighlightedText : QPalette::Text));
    painter->drawText(option.rect.adjusted(6 + dotRoom, 0, -4, 0), Qt::AlignLeft | Qt::AlignVCenter, word);
    painter->restore();
}

QSize VerdictDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    QSize size = QStyledItemDelegate::sizeHint(option, index);
    if (index.data(answerRole).isValid())
        size.rwidth() += dotRoom;
    return size;
}

} // namespace ligature
