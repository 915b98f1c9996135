// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/compare/runs_table.h"

#include <algorithm>
#include <utility>

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>
#include <QPainter>
#include <QScopedValueRollback>
#include <QTimer>

#include "ui/theme/icon.h"
#include "ui/training/run_library.h"
#include "ui/window/compare/verdict_look.h"

namespace ligature {

namespace {

constexpr int widestColumn = 320;
constexpr int leastOfWords = 96; ///< of tags and notes, which begin empty

/// Colours a difference as better or worse, which its word says too.
class RunsDelegate : public VerdictDelegate {
public:
    using VerdictDelegate::VerdictDelegate;

protected:
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override
    {
        VerdictDelegate::initStyleOption(option, index);
        const Theme& theme = themeFor(option->palette);
        const QVariant sign = index.data(RunsModel::signRole);
        if (sign.isValid() && sign.toInt() != static_cast<int>(RunDifference::Sign::Same))
            option->palette.setColor(QPalette::Text, sign.toInt() == static_cast<int>(RunDifference::Sign::Better)
                                                         ? theme.success
                                                         : theme.error);
        else if (index.parent().isValid())
            option->palette.setColor(QPalette::Text, theme.muted_text);
    }
};

} // namespace

RunsTable::RunsTable(RunLibrary* library, QWidget* parent)
    : QTreeView(parent), m_library(library), m_model(new RunsModel(library, this))
{
    setObjectName(QStringLiteral("runs_table"));
    setAccessibleName(tr("Runs and arms"));
    setAccessibleDescription(tr(
        "A row for each arm at each setting, with its runs below it. Space ticks, Delete deletes, F2 edits the tags, "
        "Shift and F2 the note, Control and Z undoes; what is typed filters."));
    setModel(m_model);
    setSortingEnabled(true);
    header()->setSortIndicatorClearable(true);
    header()->setHighlightSections(false);
    header()->setSectionsMovable(true);
    header()->setFirstSectionMovable(false);
    header()->setStretchLastSection(false);
    sortByColumn(-1, Qt::AscendingOrder);
    setSelectionMode(ExtendedSelection);
    setSelectionBehavior(SelectRows);
    setEditTriggers(NoEditTriggers);
    setHorizontalScrollMode(ScrollPerPixel);
    setUniformRowHeights(true);
    setIndentation(16);
    setItemDelegate(new RunsDelegate(this));
    setMinimumHeight(3 * fontMetrics().height() + 36);
    connect(selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex& current) {
        const RunGroup* const group = m_model->groupOf(current);
        if (!m_is_rebuilding && group != nullptr && group->place)
            emit groupChosen(static_cast<int>(group->place->first));
    });
    connect(library, &RunLibrary::changed, this, &RunsTable::rebuild);
    connect(library, &RunLibrary::overlaysChanged, viewport(), QOverload<>::of(&QWidget::update));
    rebuild();
}

void RunsTable::setFilter(const QString& text)
{
    m_filter = text;
    rebuild();
}

/// The rows of the same keys stay selected and open.
void RunsTable::rebuild()
{
    if (state() == EditingState) { // Its row would go under the editor.
        m_is_stale = true;
        return;
    }
    const QScopedValueRollback rebuilding(m_is_rebuilding, true);
    const std::string current = m_model->keyOf(currentIndex());
    const std::string above = m_model->keyOf(currentIndex().parent());
    const int place = currentIndex().row();
    std::set<std::string> selected;
    for (const QModelIndex& row : selectedRows())
        selected.insert(m_model->keyOf(row));
    std::set<std::string> open;
    for (int row = 0; row < m_model->rowCount(); ++row) {
        if (isExpanded(m_model->index(row, 0)))
            open.insert(m_model->keyOf(m_model->index(row, 0)));
    }
    const std::optional<RunColumn> sorted = m_model->sortedBy();
    m_model->setFilter(RunFilter::parse(m_filter.toStdString()));
    header()->setVisible(m_model->rowCount() > 0 || m_model->hiddenCount() > 0);
    for (int row = 0; row < m_model->rowCount(); ++row) {
        const QModelIndex top = m_model->index(row, 0);
        if (open.contains(m_model->keyOf(top)))
            setExpanded(top, true);
    }
    QItemSelection selection;
    for (const std::string& key : selected) {
        if (const QModelIndex row = m_model->find(key); row.isValid())
            selection.select(row, row);
    }
    QModelIndex row = current.empty() ? QModelIndex() : m_model->find(current);
    if (!row.isValid() && !current.empty()) {
        // Where it was deleted, what stands in its place now is next.
        const QModelIndex parent = above.empty() ? QModelIndex() : m_model->find(above);
        row = m_model->index(std::min(place, m_model->rowCount(parent) - 1), 0, parent);
        if (row.isValid())
            selection.select(row, row);
    }
    if (row.isValid())
        selectionModel()->setCurrentIndex(row, QItemSelectionModel::NoUpdate);
    selectionModel()->select(selection, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    if (sorted) {
        // Its column may stand elsewhere by now.
        const QSignalBlocker quiet(header());
        const auto& columns = m_model->columns();
        const auto found = std::ranges::find(columns, *sorted);
        header()->setSortIndicator(found == columns.end() ? -1 : static_cast<int>(found - columns.begin()),
                                   m_model->isDescending() ? Qt::DescendingOrder : Qt::AscendingOrder);
    }
    spanDamaged();
    fitColumns();
}

void RunsTable::spanDamaged()
{
    for (int row = 0; row < m_model->rowCount(); ++row)
        setFirstColumnSpanned(row, {}, m_model->damagedAt(m_model->index(row, 0)) != nullptr);
}

/// As wide as what is in them, unless somebody made them otherwise.
void RunsTable::fitColumns()
{
    std::vector<int> now;
    for (int i = 0; i < header()->count(); ++i)
        now.push_back(header()->sectionSize(i));
    if (m_fitted == m_model->columns() && now != m_widths)
        return;
    m_fitted = m_model->columns();
    m_widths.clear();
    for (int i = 0; i < header()->count(); ++i) {
        const RunColumn::Kind kind = m_fitted[static_cast<std::size_t>(i)].kind;
        const bool is_words = kind == RunColumn::Kind::Tags || kind == RunColumn::Kind::Note;
        int width = std::max({sizeHintForColumn(i) + 8, header()->sectionSizeHint(i), is_words ? leastOfWords : 0});
        header()->resizeSection(i, std::min(width, widestColumn));
        m_widths.push_back(header()->sectionSize(i));
    }
}

QModelIndexList RunsTable::selectedRows() const
{
    return selectionModel()->selectedRows();
}

void RunsTable::deleteSelected()
{
    std::vector<std::string> keys;
    for (const QModelIndex& row : selectedRows()) {
        for (std::string& key : m_model->runsOf(row)) {
            if (std::ranges::find(keys, key) == keys.end())
                keys.push_back(std::move(key));
        }
    }
    if (keys.empty())
        return;
    if (const QString reason = m_library->obstacleToRemoving(keys); !reason.isEmpty())
        emit removalRefused(reason);
    else
        m_library->remove(keys);
}

/// All of them, unless all are ticked already.
void RunsTable::tickSelected()
{
    std::set<std::string> keys;
    for (const QModelIndex& row : selectedRows()) {
        if (const RunGroup* const group = m_model->groupOf(row))
            keys.insert(group->key);
    }
    const bool are_ticked =
        std::ranges::all_of(keys, [this](const std::string& key) { return m_library->findOverlay(key) != nullptr; });
    for (const std::string& key : keys)
        m_library->setTicked(key, !are_ticked);
}

void RunsTable::editColumn(RunColumn::Kind kind)
{
    const auto column = m_model->placeOf(kind);
    if (!column || !currentIndex().isValid())
        return;
    const QModelIndex cell = currentIndex().siblingAtColumn(*column);
    if (!cell.flags().testFlag(Qt::ItemIsEditable))
        return;
    scrollTo(cell);
    edit(cell);
}

void RunsTable::closeEditor(QWidget* editor, QAbstractItemDelegate::EndEditHint hint)
{
    // The next cell is of another kind: Tab ends the editing.
    QTreeView::closeEditor(editor,
                           hint == QAbstractItemDelegate::RevertModelCache ? hint : QAbstractItemDelegate::NoHint);
    if (std::exchange(m_is_stale, false))
        QTimer::singleShot(0, this, &RunsTable::rebuild);
}

bool RunsTable::event(QEvent* event)
{
    // Undo here is of the runs, whatever the window's menu does with these keys elsewhere.
    if (event->type() == QEvent::ShortcutOverride) {
        const auto* const key = static_cast<QKeyEvent*>(event);
        const bool is_ours = key->matches(QKeySequence::Undo) || key->matches(QKeySequence::Redo) ||
                             key->matches(QKeySequence::Copy) || key->matches(QKeySequence::Delete) ||
                             key->matches(QKeySequence::SelectAll) || key->key() == Qt::Key_F2 ||
                             key->key() == Qt::Key_Space || (key->key() == Qt::Key_Y && key->modifiers() == Qt::CTRL);
        const bool is_typed = !key->text().isEmpty() && key->text().at(0).isPrint() &&
                              !(key->modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier));
        if (is_ours || is_typed) {
            event->accept();
            return true;
        }
    }
    return QTreeView::event(event);
}

void RunsTable::keyPressEvent(QKeyEvent* event)
{
    const bool is_plain = !(event->modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier));
    const QString text = event->text();
    if (event->matches(QKeySequence::Copy))
        QApplication::clipboard()->setText(this->text());
    else if (event->matches(QKeySequence::Undo))
        m_library->undoStack()->undo();
    else if (event->matches(QKeySequence::Redo) || (event->key() == Qt::Key_Y && event->modifiers() == Qt::CTRL))
        m_library->undoStack()->redo();
    else if (event->matches(QKeySequence::Delete))
        deleteSelected();
    else if (event->key() == Qt::Key_F2)
        editColumn(event->modifiers().testFlag(Qt::ShiftModifier) ? RunColumn::Kind::Note : RunColumn::Kind::Tags);
    else if (event->key() == Qt::Key_Space)
        tickSelected();
    else if (event->key() == Qt::Key_Escape && !m_filter.isEmpty())
        emit typed({});
    else if (is_plain && !text.isEmpty() && text.at(0).isPrint())
        emit typed(m_filter + text);
    else
        QTreeView::keyPressEvent(event);
}

void RunsTable::mouseDoubleClickEvent(QMouseEvent* event)
{
    const QModelIndex index = indexAt(event->position().toPoint());
    if (index.isValid() && index.flags().testFlag(Qt::ItemIsEditable))
        edit(index);
    else
        QTreeView::mouseDoubleClickEvent(event);
}

void RunsTable::fillMenu(QMenu* menu)
{
    const QModelIndexList rows = selectedRows();
    const RunGroup* const group = rows.size() == 1 ? m_model->groupOf(rows.front()) : nullptr;
    const bool is_file = rows.isEmpty() || m_model->groupOf(rows.front()) == nullptr;
    const auto add = [this, menu](const QString& text, const QKeySequence& keys, bool is_enabled, auto run) {
        QAction* const action = menu->addAction(text, this, run);
        action->setShortcut(keys);
        action->setShortcutVisibleInContextMenu(true);
        action->setEnabled(is_enabled);
        return action;
    };
    menu->setToolTipsVisible(true);
    add(tr("&Tick or untick"), Qt::Key_Space, !is_file, [this] { tickSelected(); });
    add(tr("&Untick all"), {}, !m_library->overlays().empty(), [this] { m_library->untickAll(); });
    menu->addSeparator();
    const bool is_pinned = group != nullptr && m_library->table().baseline == group->key;
    const std::string key = group == nullptr || is_pinned ? std::string() : group->key;
    const bool can_pin = !m_library->problem() && (group != nullptr || !m_library->table().baseline.empty());
    QAction* const pin = add(key.empty() && can_pin ? tr("Un&pin the baseline") : tr("&Pin as the baseline"), {},
                             can_pin, [this, key] { m_library->pin(key); });
    pin->setObjectName(QStringLiteral("pin_baseline"));
    pin->setToolTip(tr("Hold all rows against this one: the column Difference says by how much each is better or "
                       "worse"));
    menu->addSeparator();
    const bool can_say = rows.size() == 1 && !is_file && !m_library->problem();
    add(tr("Edit ta&gs"), Qt::Key_F2, can_say, [this] { editColumn(RunColumn::Kind::Tags); });
    add(tr("Edit &note"), Qt::SHIFT | Qt::Key_F2, can_say, [this] { editColumn(RunColumn::Kind::Note); });
    menu->addSeparator();
    add(tr("&Open all rows"), {}, m_model->rowCount() > 0, [this] { expandAll(); });
    add(tr("&Close all rows"), {}, m_model->rowCount() > 0, [this] { collapseAll(); });
    add(tr("&Copy the table"), QKeySequence::Copy, m_model->rowCount() > 0,
        [this] { QApplication::clipboard()->setText(text()); });
    menu->addSeparator();
    QUndoStack* const undo = m_library->undoStack();
    add(undo->canUndo() ? tr("Undo: %1").arg(undo->undoText()) : tr("Undo"), QKeySequence::Undo, undo->canUndo(),
        [undo] { undo->undo(); });
    add(undo->canRedo() ? tr("Redo: %1").arg(undo->redoText()) : tr("Redo"), QKeySequence::Redo, undo->canRedo(),
        [undo] { undo->redo(); });
    QAction* const remove = add(tr("&Delete"), QKeySequence::Delete, !rows.isEmpty(), [this] { deleteSelected(); });
    remove->setIcon(themedIcon(QStringLiteral("delete")));
}

void RunsTable::contextMenuEvent(QContextMenuEvent* event)
{
    auto* const menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setObjectName(QStringLiteral("runs_menu"));
    fillMenu(menu);
    const bool is_by_key = event->reason() == QContextMenuEvent::Keyboard && currentIndex().isValid();
    menu->popup(is_by_key ? viewport()->mapToGlobal(visualRect(currentIndex()).bottomLeft()) : event->globalPos());
}

QString RunsTable::emptyText() const
{
    if (m_model->rowCount() > 0)
        return {};
    if (m_model->hiddenCount() > 0)
        return tr("No row fits “%1”. Esc clears the filter.").arg(m_filter);
    return tr("No runs yet. Compare (F8) trains each arm with several seeds. Its runs are listed here and stay beside "
              "the project, to be sorted, tagged and drawn over one another.");
}

void RunsTable::paintEvent(QPaintEvent* event)
{
    QTreeView::paintEvent(event);
    const QString text = emptyText();
    if (text.isEmpty())
        return;
    QPainter painter(viewport());
    painter.setPen(themeFor(palette()).muted_text);
    const QRect room = viewport()->rect().adjusted(16, 8, -16, -8);
    painter.drawText(room, Qt::AlignCenter | Qt::TextWordWrap, text);
}

QString RunsTable::text() const
{
    QStringList lines;
    const auto add = [&](const auto& cell) {
        QStringList cells;
        for (int column = 0; column < m_model->columnCount(); ++column)
            cells << cell(header()->logicalIndex(column));
        lines << cells.join(u'\t');
    };
    add([this](int column) { return m_model->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString(); });
    for (int row = 0; row < m_model->rowCount(); ++row) {
        const QModelIndex top = m_model->index(row, 0);
        add([&](int column) { return top.siblingAtColumn(column).data().toString(); });
        for (int below = 0; isExpanded(top) && below < m_model->rowCount(top); ++below) {
            const QModelIndex run = m_model->index(below, 0, top);
            add([&](int column) { return run.siblingAtColumn(column).data().toString(); });
        }
    }
    return lines.join(u'\n') + u'\n';
}

} // namespace ligature
