// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/palette/node_delegate.h"

#include <QPainter>

#include "ui/palette/node_filter_model.h"
#include "ui/theme/theme.h"

namespace ligature {

namespace {

constexpr int side = 8;
constexpr int mark = 8;
constexpr int markGap = 10;

QFont headingFont(const QFont& font)
{
    QFont smaller = font;
    smaller.setPointSizeF(font.pointSizeF() * 0.86);
    smaller.setWeight(QFont::DemiBold);
    smaller.setCapitalization(QFont::AllUppercase);
    smaller.setLetterSpacing(QFont::AbsoluteSpacing, 0.6);
    return smaller;
}

void paintHeading(QPainter& painter, const QStyleOptionViewItem& option, const QString& text, const Theme& theme)
{
    const QFont font = headingFont(option.font);
    painter.setFont(font);
    painter.setPen(theme.muted_text);
    const QRect row = option.rect.adjusted(side, 0, -side, -4);
    const QString elided = QFontMetrics(font).elidedText(text, Qt::ElideRight, row.width());
    painter.drawText(row, Qt::AlignLeft | Qt::AlignBottom, elided);
}

void paintMark(QPainter& painter, const QPointF& centre, int category, const Theme& theme)
{
    painter.setPen(Qt::NoPen);
    if (category >= 0) {
        painter.setBrush(theme.categories[static_cast<std::size_t>(category)]);
        painter.drawEllipse(centre, mark / 2.0, mark / 2.0);
        return;
    }
    constexpr double half = mark / 2.0 + 1;
    painter.setBrush(theme.ties.front());
    painter.drawPolygon(QPolygonF{centre + QPointF(0, -half), centre + QPointF(half, 0), centre + QPointF(0, half),
                                  centre + QPointF(-half, 0)});
}

/// Piece by piece where letters are matched.
void paintTitle(QPainter& painter, QRect row, const QString& title, const QList<int>& matched, const QFont& font)
{
    QFont bold = font;
    bold.setBold(true);
    const bool is_long = QFontMetrics(bold).horizontalAdvance(title) > row.width();
    if (matched.isEmpty() || is_long) {
        painter.setFont(font);
        painter.drawText(row, Qt::AlignLeft | Qt::AlignVCenter,
                         QFontMetrics(font).elidedText(title, Qt::ElideRight, row.width()));
        return;
    }
    for (qsizetype from = 0, to = 0; from < title.size(); from = to) {
        const bool is_matched = matched.contains(static_cast<int>(from));
        for (to = from + 1; to < title.size() && matched.contains(static_cast<int>(to)) == is_matched;)
            ++to;
        const QString piece = title.mid(from, to - from);
        painter.setFont(is_matched ? bold : font);
        painter.drawText(row, Qt::AlignLeft | Qt::AlignVCenter, piece);
        row.setLeft(row.left() + painter.fontMetrics().horizontalAdvance(piece));
    }
}

} // namespace

void NodeDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const Theme& theme = themeFor(option.palette);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    if (index.data(NodeFilterModel::HeadingRole).toBool()) {
        paintHeading(*painter, option, index.data().toString(), theme);
        painter->restore();
        return;
    }
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    const bool hovered = option.state.testFlag(QStyle::State_MouseOver);
    if (selected || hovered) {
        QColor fill = selected ? theme.accent : theme.text;
        fill.setAlphaF(selected ? 0.22f : 0.07f);
        painter->setPen(Qt::NoPen);
        painter->setBrush(fill);
        painter->drawRoundedRect(QRectF(option.rect).adjusted(1, 1, -1, -1), 5, 5);
    }
    const QRect row = option.rect.adjusted(side, 0, -side, 0);
    paintMark(*painter, QPointF(row.left() + mark / 2.0, row.top() + row.height() / 2.0),
              index.data(NodeFilterModel::CategoryRole).toInt(), theme);
    painter->setPen(theme.text);
    paintTitle(*painter, row.adjusted(mark + markGap, 0, 0, 0), index.data().toString(),
               index.data(NodeFilterModel::PositionsRole).value<QList<int>>(), option.font);
    painter->restore();
}

QSize NodeDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const int line = QFontMetrics(option.font).height();
    if (!index.data(NodeFilterModel::HeadingRole).toBool())
        return {80, line + 10};
    return {80, line + (index.row() == 0 ? 6 : 16)};
}

} // namespace ligature
