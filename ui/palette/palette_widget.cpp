// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/palette/palette_widget.h"

#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QVBoxLayout>

#include "ui/palette/node_delegate.h"
#include "ui/palette/node_filter_model.h"
#include "ui/theme/icon.h"

namespace ligature {

PaletteWidget::PaletteWidget(QWidget* parent)
    : QWidget(parent), m_model(new NodeFilterModel(this)), m_search(new QLineEdit(this)), m_list(new QListView(this)),
      m_nothing(new QLabel(this))
{
    m_model->setGrouped(true);
    m_search->setObjectName(QStringLiteral("search"));
    m_search->setPlaceholderText(tr("Search layers"));
    m_search->setAccessibleName(tr("Search layers and parameters"));
    m_search->setClearButtonEnabled(true);
    m_search->addAction(themedIcon(QStringLiteral("search")), QLineEdit::LeadingPosition);
    m_search->installEventFilter(this);

    m_list->setObjectName(QStringLiteral("nodes"));
    m_list->setAccessibleName(tr("Layers and parameters to add"));
    m_list->setAccessibleDescription(tr("Enter adds one to the canvas; it can be dragged there, too."));
    m_list->setModel(m_model);
    m_list->setItemDelegate(new NodeDelegate(m_list));
    m_list->setProperty("look", "panel");
    m_list->setMouseTracking(true);
    m_list->setDragEnabled(true);
    m_list->setDragDropMode(QAbstractItemView::DragOnly);
    m_list->setSelectionMode(QAbstractItemView::SingleSelection);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->installEventFilter(this);

    m_nothing->setProperty("look", "muted");
    m_nothing->setWordWrap(true);
    m_nothing->setAlignment(Qt::AlignHCenter | Qt::AlignTop);
    m_nothing->hide();

    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 8, 8, 0);
    layout->setSpacing(6);
    layout->addWidget(m_search);
    layout->addWidget(m_nothing);
    layout->addWidget(m_list, 1);
    setFocusProxy(m_search);

    connect(m_search, &QLineEdit::textChanged, this, &PaletteWidget::search);
    connect(m_list, &QListView::doubleClicked, this, &PaletteWidget::request);
}

void PaletteWidget::focusSearch()
{
    m_search->setFocus(Qt::ShortcutFocusReason);
    m_search->selectAll();
}

void PaletteWidget::search(const QString& text)
{
    m_model->setSearch(text);
    const QModelIndex best = m_model->firstEntry();
    m_nothing->setText(tr("Nothing matches “%1”.").arg(text.trimmed()));
    m_nothing->setVisible(!best.isValid());
    // With a search, Enter takes the best answer: show which one that is.
    m_list->setCurrentIndex(text.trimmed().isEmpty() ? QModelIndex() : best);
    m_list->scrollToTop();
}

void PaletteWidget::request(const QModelIndex& index)
{
    if (const NodeEntry* const entry = m_model->entryAt(index))
        emit addRequested(entry->type);
}

bool PaletteWidget::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::KeyPress) {
        const auto* const key = static_cast<QKeyEvent*>(event);
        const auto extra = key->modifiers() & ~(Qt::KeypadModifier | Qt::ShiftModifier);
        if (extra == Qt::NoModifier && (watched == m_search ? searchKey(key->key()) : listKey(key->key(), key->text())))
            return true;
    }
    return QWidget::eventFilter(watched, event);
}

bool PaletteWidget::searchKey(int key)
{
    switch (key) {
    case Qt::Key_Down:
        m_list->setFocus(Qt::TabFocusReason);
        if (!m_list->currentIndex().isValid())
            m_list->setCurrentIndex(m_model->firstEntry());
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (!m_search->text().trimmed().isEmpty())
            request(m_list->currentIndex());
        return true;
    case Qt::Key_Escape:
        if (m_search->text().isEmpty())
            return false;
        m_search->clear();
        return true;
    default: return false;
    }
}

bool PaletteWidget::listKey(int key, const QString& text)
{
    switch (key) {
    case Qt::Key_Return:
    case Qt::Key_Enter: request(m_list->currentIndex()); return true;
    case Qt::Key_Escape:
        m_search->setFocus(Qt::BacktabFocusReason);
        m_search->clear();
        return true;
    case Qt::Key_Up:
        if (m_list->currentIndex() != m_model->firstEntry())
            return false;
        m_search->setFocus(Qt::BacktabFocusReason);
        return true;
    default: break;
    }
    // Typing goes on with the search.
    if (text.isEmpty() || !text[0].isPrint() || text[0].isSpace())
        return false;
    m_search->setFocus(Qt::OtherFocusReason);
    m_search->insert(text);
    return true;
}

} // namespace ligature
