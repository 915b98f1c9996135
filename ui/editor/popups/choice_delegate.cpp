// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/popups/choice_delegate.h"

#include <QPainter>

#include "ui/palette/node_filter_model.h"
#include "ui/theme/theme.h"

namespace ligature {

namespace {

constexpr int choicePadding = 10;
constexpr int dot = 8;
constexpr int dotGap = 8;

QColor colourOf(const QModelIndex& index, const Theme& theme)
{
    const QVariant colour = index.data(Qt::DecorationRole);
    if (colour.canConvert<QColor>() && colour.value<QColor>().isValid())
        return colour.value<QColor>();
    const QVariant category = index.data(NodeFilterModel::CategoryRole);
    if (category.isValid() && category.toInt() >= 0)
        return theme.categories[std::size_t(category.toInt())];
    return theme.ties[0];
}

/// The title letter by letter where some are matched, else in one piece.
/// @return where it ends
int paintChoice(QPainter& painter, const QRect& row, const QString& title, const QList<int>& matched, const QFont& font)
{
    QFont bold = font;
    bold.setBold(true);
    int x = row.left();
    for (qsizetype from = 0; from < title.size();) {
        const bool is_bold = matched.contains(int(from));
        qsizetype to = from + 1;
        while (to < title.size() && matched.contains(int(to)) == is_bold)
            ++to;
        const QString piece = title.mid(from, to - from);
        painter.setFont(is_bold ? bold : font);
        painter.drawText(QRect(x, row.top(), row.right() - x, row.height()), Qt::AlignVCenter | Qt::AlignLeft, piece);
        x += painter.fontMetrics().horizontalAdvance(piece);
        from = to;
    }
    painter.setFont(font);
    return x;
}

} // namespace

void ChoiceDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const Theme& theme = themeFor(option.palette);
    const bool selected = option.state & QStyle::State_Selected;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    if (selected) {
        painter->setPen(Qt::NoPen);
        painter->setBrush(theme.accent);
        painter->drawRoundedRect(option.rect.adjusted(4, 1, -4, -1), 5, 5);
    }
    QRect row = option.rect.adjusted(choicePadding + 4, 0, -choicePadding, 0);
    painter->setPen(Qt::NoPen);
    painter->setBrush(selected ? theme.accent_text : colourOf(index, theme));
    painter->drawEllipse(QRectF(row.left(), row.center().y() - dot / 2.0 + 0.5, dot, dot));
    row.setLeft(row.left() + dot + dotGap);
    painter->setPen(selected ? theme.accent_text : theme.text);
    const auto matched = index.data(NodeFilterModel::PositionsRole).value<QList<int>>();
    const int end = paintChoice(*painter, row, index.data(Qt::DisplayRole).toString(), matched, option.font);
    const QRect rest(end + 12, row.top(), row.right() - end - 12, row.height());
    const QString remark = index.data(NodeFilterModel::SummaryRole).toString();
    if (rest.width() > 40 && !remark.isEmpty()) {
        painter->setPen(selected ? theme.accent_text : theme.muted_text);
        painter->drawText(rest, Qt::AlignVCenter | Qt::AlignRight,
                          option.fontMetrics.elidedText(remark, Qt::ElideRight, rest.width()));
    }
    painter->restore();
}

QSize ChoiceDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const
{
    return {200, row_height};
}

} // namespace ligature
