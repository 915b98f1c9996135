// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/popups/choice_popup.h"

#include <algorithm>

#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QScreen>
#include <QVBoxLayout>

#include "ui/editor/popups/choice_delegate.h"
#include "ui/theme/theme.h"

namespace ligature {

namespace {

constexpr int popupWidth = 400;
constexpr int mostRows = 11;

} // namespace

ChoicePopup::ChoicePopup(QAbstractItemModel* model, const QString& placeholder, QWidget* parent)
    : QFrame(parent, Qt::Popup | Qt::FramelessWindowHint), m_field(new QLineEdit(this)), m_list(new QListView(this)),
      m_nothing(new QLabel(tr("Nothing of that name fits here"), this))
{
    setAttribute(Qt::WA_DeleteOnClose);
    setFixedWidth(popupWidth);
    m_field->setPlaceholderText(placeholder);
    m_field->setAccessibleName(placeholder);
    m_field->setClearButtonEnabled(true);
    m_field->installEventFilter(this);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setItemDelegate(new ChoiceDelegate(m_list));
    m_list->setUniformItemSizes(true);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setMouseTracking(true);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setAccessibleName(tr("What fits"));
    m_list->viewport()->setAutoFillBackground(false);
    m_nothing->setAlignment(Qt::AlignCenter);
    m_nothing->setForegroundRole(QPalette::PlaceholderText);
    m_nothing->setFixedHeight(2 * ChoiceDelegate::row_height);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 8, 8, 8);
    layout->setSpacing(6);
    layout->addWidget(m_field);
    layout->addWidget(m_list);
    layout->addWidget(m_nothing);
    connect(m_field, &QLineEdit::textChanged, this, [this](const QString& text) {
        emit searched(text);
        refresh();
    });
    connect(m_list, &QListView::clicked, this, &ChoicePopup::take);
    connect(m_list, &QListView::entered, m_list, &QListView::setCurrentIndex);
    setModel(model);
}

void ChoicePopup::setModel(QAbstractItemModel* model)
{
    m_list->setModel(model);
    refresh();
}

void ChoicePopup::refresh()
{
    const int rows = m_list->model()->rowCount();
    m_list->setVisible(rows > 0);
    m_nothing->setVisible(rows == 0);
    // What the style draws around the rows, so that the last one is whole and no scroll bar comes.
    m_list->ensurePolished();
    const QMargins around = m_list->contentsMargins();
    m_list->setFixedHeight(std::clamp(rows, 1, mostRows) * ChoiceDelegate::row_height + around.top() + around.bottom());
    m_list->setCurrentIndex({});
    step(1);
    m_list->scrollToTop();
    layout()->activate();
    adjustSize();
}

void ChoicePopup::openAt(QPoint global)
{
    adjustSize();
    const QRect room = parentWidget()->screen()->availableGeometry();
    move(std::clamp(global.x() - 20, room.left(), std::max(room.left(), room.right() - width())),
         std::clamp(global.y() - 20, room.top(), std::max(room.top(), room.bottom() - height())));
    show();
    m_field->setFocus(Qt::PopupFocusReason);
}

void ChoicePopup::step(int rows)
{
    const QAbstractItemModel* model = m_list->model();
    const int count = model->rowCount();
    int row = m_list->currentIndex().isValid() ? m_list->currentIndex().row() : -1;
    // Headings are passed over.
    for (int tried = 0; tried < count; ++tried) {
        row = (row + rows + count) % count;
        const QModelIndex index = model->index(row, 0);
        if (!(model->flags(index) & Qt::ItemIsSelectable))
            continue;
        m_list->setCurrentIndex(index);
        m_list->scrollTo(index);
        return;
    }
}

void ChoicePopup::take(const QModelIndex& index)
{
    if (!index.isValid() || !(index.flags() & Qt::ItemIsSelectable))
        return;
    const QPersistentModelIndex kept(index);
    m_closed = true;
    close();
    emit chosen(kept);
    emit closed();
}

bool ChoicePopup::eventFilter(QObject* object, QEvent* event)
{
    if (object == m_field && event->type() == QEvent::KeyPress) {
        const auto* key = static_cast<QKeyEvent*>(event);
        switch (key->key()) {
        case Qt::Key_Down:
        case Qt::Key_Tab: step(1); return true;
        case Qt::Key_Up:
        case Qt::Key_Backtab: step(-1); return true;
        case Qt::Key_Return:
        case Qt::Key_Enter: take(m_list->currentIndex()); return true;
        case Qt::Key_Escape: close(); return true;
        default: break;
        }
    }
    return QFrame::eventFilter(object, event);
}

void ChoicePopup::hideEvent(QHideEvent* event)
{
    QFrame::hideEvent(event);
    if (m_closed)
        return;
    m_closed = true;
    emit closed();
}

void ChoicePopup::paintEvent(QPaintEvent*)
{
    const Theme& theme = themeFor(palette());
    QPainter painter(this);
    painter.fillRect(rect(), theme.panel);
    painter.setPen(theme.border);
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
}

} // namespace ligature
