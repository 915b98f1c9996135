// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/outline/outline_widget.h"

#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QScopedValueRollback>
#include <QTimer>
#include <QToolTip>

#include "ui/document/edit_selection.h"
#include "ui/outline/outline_model.h"
#include "ui/theme/theme.h"

namespace ligature {

OutlineWidget::OutlineWidget(Document* document, Selection* selection, QWidget* parent)
    : QTreeView(parent), m_document(document), m_selection(selection), m_model(new OutlineModel(document, this))
{
    setModel(m_model);
    setHeaderHidden(true);
    setMouseTracking(true);
    setUniformRowHeights(true);
    setIndentation(14);
    setFrameShape(QFrame::NoFrame);
    setSelectionMode(ExtendedSelection);
    setEditTriggers(EditKeyPressed);
    setAccessibleName(tr("Outline of the network"));
    setAccessibleDescription(
        tr("Layers with their parameter slots, those of a repeat below it, then shared parameters with their uses."));

    connect(m_document, &Document::changed, this, [this](const ProjectChange& change) {
        // Not while an editor of the tree is committing: its row would go under it.
        if (change.everything || change.changesNetwork() || !change.colours.empty())
            QTimer::singleShot(0, this, &OutlineWidget::rebuild);
    });
    connect(m_document, &Document::analysisChanged, this, &OutlineWidget::rebuild);
    connect(m_selection, &Selection::changed, this, &OutlineWidget::showSelection);
    connect(selectionModel(), &QItemSelectionModel::selectionChanged, this, &OutlineWidget::takeSelection);
    connect(m_model, &OutlineModel::refused, this, [this](const QString& reason) {
        QToolTip::showText(mapToGlobal(visualRect(currentIndex()).bottomLeft()), reason, this);
    });
    rebuild();
}

void OutlineWidget::rebuild()
{
    const QScopedValueRollback following(m_follows, true);
    // Rows that were folded stay folded: what is new is shown open only down to the layers.
    std::map<std::uint64_t, bool> open;
    visitRows({}, [&](const QModelIndex& row) { open[OutlineModel::idOf(row)] = isExpanded(row); });
    m_model->rebuild(themeFor(palette()));
    visitRows({}, [&](const QModelIndex& row) {
        const auto before = open.find(OutlineModel::idOf(row));
        const bool is_heading = !row.parent().isValid();
        setExpanded(row, is_heading || (before != open.end() ? before->second : OutlineModel::isRepeat(row)));
    });
    showSelection();
}

void OutlineWidget::visitRows(const QModelIndex& parent, const std::function<void(const QModelIndex&)>& visit) const
{
    for (int row = 0; row < m_model->rowCount(parent); ++row) {
        const QModelIndex index = m_model->index(row, 0, parent);
        visit(index);
        visitRows(index, visit);
    }
}

void OutlineWidget::showSelection()
{
    const QScopedValueRollback following(m_follows, true);
    const QModelIndexList rows = m_model->rowsOf(m_selection->items());
    selectionModel()->clearSelection();
    for (const QModelIndex& row : rows)
        selectionModel()->select(row, QItemSelectionModel::Select | QItemSelectionModel::Rows);
    if (!rows.isEmpty() && !selectionModel()->isSelected(currentIndex())) {
        selectionModel()->setCurrentIndex(rows.first(), QItemSelectionModel::NoUpdate);
        scrollTo(rows.first());
    }
}

void OutlineWidget::takeSelection()
{
    if (m_follows)
        return;
    SelectedItems items;
    for (const QModelIndex& index : selectionModel()->selectedRows()) {
        items.layers.merge(OutlineModel::itemsOf(index).layers);
        items.parameters.merge(OutlineModel::itemsOf(index).parameters);
        items.ties.merge(OutlineModel::itemsOf(index).ties);
        items.repeats.merge(OutlineModel::itemsOf(index).repeats);
    }
    const QScopedValueRollback following(m_follows, true);
    m_selection->set(std::move(items));
    m_selection->setHighlighted(m_model->sharedParameter(currentIndex()));
}

void OutlineWidget::removeSelected()
{
    if (m_selection->items().empty())
        return;
    if (const auto removed = deleteSelection(*m_document, *m_selection); !removed)
        QToolTip::showText(mapToGlobal(visualRect(currentIndex()).bottomLeft()),
                           QString::fromStdString(removed.error().oneLine()), this);
}

void OutlineWidget::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Delete || event->key() == Qt::Key_Backspace)
        removeSelected();
    else
        QTreeView::keyPressEvent(event);
}

void OutlineWidget::contextMenuEvent(QContextMenuEvent* event)
{
    const QModelIndex index = indexAt(event->pos());
    if (!index.isValid() || OutlineModel::itemsOf(index).empty())
        return;
    auto* const menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    QAction* const rename = menu->addAction(tr("&Rename"), this, [this] { edit(currentIndex()); });
    rename->setEnabled(m_model->itemFromIndex(index)->isEditable());
    const auto shared = m_model->sharedParameter(index);
    QAction* const uses = menu->addAction(tr("Select all &uses"), this,
                                          [this, shared] { selectUses(*m_document, *m_selection, *shared); });
    uses->setEnabled(shared.has_value());
    const std::set<RepeatId> repeats = OutlineModel::itemsOf(index).repeats;
    if (!repeats.empty()) {
        menu->addAction(tr("Remove re&peat"), this, [this] { removeSelected(); });
        menu->addAction(tr("&Delete with its layers"), this, [this] {
            m_selection->set(withLayersOfRepeats(m_document->network(), m_selection->items()));
            removeSelected();
        });
        delete uses;
        menu->popup(event->globalPos());
        return;
    }
    const bool is_tie = !OutlineModel::itemsOf(index).ties.empty();
    QAction* const remove = menu->addAction(is_tie ? tr("U&ntie") : tr("&Delete"), this, [this] { removeSelected(); });
    remove->setEnabled(!is_tie || shared.has_value());
    menu->popup(event->globalPos());
}

void OutlineWidget::mouseMoveEvent(QMouseEvent* event)
{
    QTreeView::mouseMoveEvent(event);
    m_selection->setHighlighted(m_model->sharedParameter(indexAt(event->pos())));
}

void OutlineWidget::leaveEvent(QEvent* event)
{
    QTreeView::leaveEvent(event);
    m_selection->setHighlighted(std::nullopt);
}

void OutlineWidget::changeEvent(QEvent* event)
{
    QTreeView::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        rebuild();
}

} // namespace ligature
