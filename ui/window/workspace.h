// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QMainWindow>

class QAction;
class QDockWidget;

namespace ligature {

/// The canvas with its docks: palette and outline on the left, inspector on the right, training at the bottom. A
/// main window inside the main window, so that the start page can take its whole place.
class Workspace : public QMainWindow {
    Q_OBJECT

public:
    explicit Workspace(QWidget* parent = nullptr);

    void setCanvas(QWidget* canvas);
    void addPalette(QWidget* palette);
    void addOutline(QWidget* outline);
    void addInspector(QWidget* inspector);
    void addTraining(QWidget* training);

    /// To show and hide each dock, in the order of the View menu.
    [[nodiscard]] QList<QAction*> dockActions() const;
    [[nodiscard]] QDockWidget* dock(const QString& name) const;
    /// The docks where they were at first.
    void resetLayout();
    void storeLayout() const; ///< in QSettings, from where it comes back when it is first shown

protected:
    void showEvent(QShowEvent* event) override;

private:
    void restoreLayout();
    QDockWidget* addDock(const QString& name, const QString& title, QWidget* content, Qt::DockWidgetArea area);

    QList<QDockWidget*> m_docks;
    bool m_was_shown = false;
};

} // namespace ligature
