// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <set>

#include <QTreeView>

#include "ui/window/compare/runs_model.h"

class QMenu;

namespace ligature {

class RunLibrary;

/// A row for each arm at each setting, with its runs below it: what it takes, what it comes to, and how it stands
/// beside the baseline. Sorted by a click. Delete deletes, Space ticks, F2 edits the tags, Shift+F2 the note, Ctrl+Z
/// undoes any of it, Ctrl+C copies the table; what is typed goes into the filter.
class RunsTable : public QTreeView {
    Q_OBJECT

public:
    explicit RunsTable(RunLibrary* library, QWidget* parent = nullptr);

    void setFilter(const QString& text);
    /// As lines of columns separated by tabs, in the order that is shown.
    [[nodiscard]] QString text() const;
    [[nodiscard]] RunsModel* runs() const { return m_model; }
    /// What can be done with the rows that are selected.
    void fillMenu(QMenu* menu);
    void deleteSelected();

signals:
    void groupChosen(int group);
    void typed(const QString& text); ///< what belongs into the filter
    void removalRefused(const QString& reason);

protected:
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void closeEditor(QWidget* editor, QAbstractItemDelegate::EndEditHint hint) override;

private:
    void rebuild();
    void fitColumns();
    void spanDamaged();
    [[nodiscard]] QModelIndexList selectedRows() const;
    void tickSelected();
    void editColumn(RunColumn::Kind kind);
    [[nodiscard]] QString emptyText() const;

    RunLibrary* m_library;
    RunsModel* m_model;
    QString m_filter;
    bool m_is_rebuilding = false;
    bool m_is_stale = false;         ///< the library changed while a cell was edited
    std::vector<RunColumn> m_fitted; ///< columns whose widths were made
    std::vector<int> m_widths;       ///< and what they were made
};

} // namespace ligature
