// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMainWindow>
#include <QPointer>

#include "core/error/result.h"
#include "ui/document/document.h"
#include "ui/document/selection.h"
#include "ui/training/experiment_controller.h"
#include "ui/training/run_controller.h"

class QMenu;
class QStackedWidget;

namespace ligature {

class Appearance;
class CompareActions;
class FileActions;
class MessageBar;
class NetworkView;
class StartPage;
class Tour;
class TrainActions;
class TrainingPanel;
class Workspace;

/// The program's window: the start page or the workspace, with menus and a status bar. It makes the parts and connects
/// them; what they do is theirs.
class MainWindow : public QMainWindow {
    Q_OBJECT

public:
    explicit MainWindow(Appearance* appearance, QWidget* parent = nullptr);
    ~MainWindow() override;

    [[nodiscard]] Document& document() { return m_document; }
    [[nodiscard]] RunController& run() { return m_run; }
    [[nodiscard]] ExperimentController& experiment() { return m_experiment; }
    [[nodiscard]] FileActions& files() { return *m_files; }
    /// A message that concerns the window as a whole.
    void showError(const Error& error);
    /// Leaves the start page.
    void showWorkspace();

protected:
    void closeEvent(QCloseEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void makeWorkspace();
    void makeActions();
    void makeToolBar();
    void startTour();
    void makeMenus();
    void makeEditMenu(QMenu* menu);
    void makeStatusBar();
    void connectFiles();
    void showTitle();
    void checkNetwork();
    void chooseData();
    void exportNetwork();

    Appearance* m_appearance;
    Document m_document;
    Selection m_selection;
    RunController m_run;
    ExperimentController m_experiment;
    FileActions* m_files;
    TrainActions* m_train;
    CompareActions* m_compare;
    QStackedWidget* m_pages;
    StartPage* m_start;
    Workspace* m_workspace;
    TrainingPanel* m_training;
    NetworkView* m_canvas = nullptr;
    MessageBar* m_message;
    QAction* m_data = nullptr;
    QAction* m_export = nullptr;
    QAction* m_undo = nullptr;
    QAction* m_redo = nullptr;
    QList<QAction*> m_of_project; ///< what acts on the open project: actions, and menus with all that they hold
    QPointer<Tour> m_tour;
    bool m_may_close = false;
};

} // namespace ligature
