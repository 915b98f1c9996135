// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QMainWindow>

class QAction;
class QActionGroup;
class QDockWidget;

namespace ligature {

/// What the workspace is arranged for. Each remembers its docks as they were left.
enum class WorkspaceMode {
    Draw,    ///< the canvas, with palette, outline, inspector, and the training below
    Train,   ///< the plots, with the canvas as a strip
    Compare, ///< the comparison, with the canvas as a strip
};

/// The canvas with its docks: palette and outline on the left, inspector on the right, training and comparison at the
/// bottom. A main window inside the main window, so that the start page can take its whole place.
class Workspace : public QMainWindow {
    Q_OBJECT

public:
    explicit Workspace(QWidget* parent = nullptr);

    void setCanvas(QWidget* canvas);
    void addPalette(QWidget* palette);
    void addOutline(QWidget* outline);
    void addInspector(QWidget* inspector);
    void addTraining(QWidget* training);
    void addComparison(QWidget* comparison);

    [[nodiscard]] WorkspaceMode mode() const { return m_mode; }
    void setMode(WorkspaceMode mode);
    /// Ctrl+1, Ctrl+2, Ctrl+3; one of them is checked.
    [[nodiscard]] QList<QAction*> modeActions() const;

    /// To show and hide each dock, in the order of the View menu.
    [[nodiscard]] QList<QAction*> dockActions() const;
    [[nodiscard]] QDockWidget* dock(const QString& name) const;
    /// The docks where they were at first in this mode.
    void resetLayout();
    void storeLayout() const; ///< in QSettings, from where it comes back when it is first shown

signals:
    void modeChanged();

protected:
    void showEvent(QShowEvent* event) override;

private:
    void restoreLayout();
    QDockWidget* addDock(const QString& name, const QString& title, QWidget* content, Qt::DockWidgetArea area);

    void makeModes();

    QList<QDockWidget*> m_docks;
    QActionGroup* m_modes;
    WorkspaceMode m_mode = WorkspaceMode::Draw;
    bool m_was_shown = false;
};

} // namespace ligature
