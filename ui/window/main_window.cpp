// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/main_window.h"

#include <QCloseEvent>
#include <QDropEvent>
#include <QMenuBar>
#include <QMimeData>
#include <QSettings>
#include <QStackedWidget>
#include <QStatusBar>
#include <QVBoxLayout>

#include "ui/dialogs/data_dialog.h"
#include "ui/dialogs/export_dialog.h"
#include "ui/dialogs/message_bar.h"
#include "ui/editor/editor_actions.h"
#include "ui/editor/network_view.h"
#include "ui/inspector/inspector_widget.h"
#include "ui/outline/outline_widget.h"
#include "ui/palette/palette_widget.h"
#include "ui/plots/counts_panel.h"
#include "ui/plots/metric_plot_panel.h"
#include "ui/start/start_page.h"
#include "ui/theme/appearance.h"
#include "ui/theme/icon.h"
#include "ui/window/file_actions.h"
#include "ui/window/network_status.h"
#include "ui/window/theme_menu.h"
#include "ui/window/train_actions.h"
#include "ui/window/training/training_panel.h"
#include "ui/window/workspace.h"

namespace ligature {

namespace {

constexpr auto geometryKey = "window/geometry";

/// The project file that is being dropped, if it is one.
QString droppedProject(const QMimeData* data)
{
    for (const QUrl& url : data->urls()) {
        if (url.isLocalFile() && url.toLocalFile().endsWith(QLatin1String(".ligature")))
            return url.toLocalFile();
    }
    return {};
}

} // namespace

MainWindow::MainWindow(Appearance* appearance, QWidget* parent)
    : QMainWindow(parent), m_appearance(appearance), m_run(&m_document),
      m_files(new FileActions(&m_document, &m_run, this)), m_train(new TrainActions(&m_document, &m_run, this)),
      m_pages(new QStackedWidget(this)), m_start(new StartPage(this)), m_workspace(new Workspace(this)),
      m_training(new TrainingPanel(&m_document, &m_run, m_train)), m_message(new MessageBar(this))
{
    setWindowIcon(programIcon());
    setAcceptDrops(true);
    auto* const centre = new QWidget(this);
    auto* const layout = new QVBoxLayout(centre);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_message);
    layout->addWidget(m_pages, 1);
    setCentralWidget(centre);
    m_pages->addWidget(m_start);
    m_pages->addWidget(m_workspace);

    makeWorkspace();
    makeMenus();
    makeStatusBar();
    connectFiles();
    connect(&m_document, &Document::titleChanged, this, &MainWindow::showTitle);
    connect(&m_document, &Document::changed, this, [this](const ProjectChange& change) {
        if (change.everything || change.changesNetwork())
            m_selection.prune(m_document.network());
    });
    showTitle();
    statusBar()->hide();
    resize(1440, 900);
    restoreGeometry(QSettings().value(geometryKey).toByteArray());
}

MainWindow::~MainWindow() = default;

void MainWindow::makeWorkspace()
{
    m_canvas = new NetworkView(&m_document, &m_selection);
    m_workspace->setCanvas(m_canvas);
    auto* const palette = new PaletteWidget;
    connect(palette, &PaletteWidget::addRequested, m_canvas, &NetworkView::addNodeAtCentre);
    m_workspace->addPalette(palette);
    m_workspace->addOutline(new OutlineWidget(&m_document, &m_selection));
    m_workspace->addInspector(new InspectorWidget(&m_document, &m_selection));
    m_workspace->addTraining(m_training);
    makePlots();
    connect(m_train, &TrainActions::checkAsked, this, &MainWindow::checkNetwork);
    connect(m_training, &TrainingPanel::dataAsked, this, &MainWindow::chooseData);
    connect(m_training, &TrainingPanel::exportAsked, this, &MainWindow::exportWeights);
}

void MainWindow::makePlots()
{
    auto* const plots = new MetricPlotPanel;
    m_training->addPlot(plots, 3);
    m_training->addPlot(new CountsPanel(&m_document), 1);
    connect(&m_run, &RunController::started, plots,
            [this, plots] { plots->reset(variantsOf(m_run.settings().variants), m_run.metricName()); });
    connect(&m_run, &RunController::eventsArrived, plots, &MetricPlotPanel::append);
    connect(&m_run, &RunController::progressChanged, plots,
            [this, plots] { plots->setStepsPerEpoch(m_run.lastUpdate().steps_per_epoch); });
}

void MainWindow::makeMenus()
{
    QMenu* const file = menuBar()->addMenu(tr("&File"));
    m_files->fill(file);
    file->addSeparator();
    file->addAction(tr("&Data…"), this, &MainWindow::chooseData);
    QAction* const export_weights = file->addAction(tr("&Export weights…"), this, &MainWindow::exportWeights);
    export_weights->setShortcut(Qt::CTRL | Qt::Key_E);
    file->addSeparator();
    QAction* const quit = file->addAction(tr("&Quit"));
    quit->setShortcuts({QKeySequence(Qt::CTRL | Qt::Key_Q)});
    connect(quit, &QAction::triggered, this, &MainWindow::close);

    makeEditMenu(menuBar()->addMenu(tr("&Edit")));

    const EditorActions& editor = *m_canvas->actions();
    QMenu* const view = menuBar()->addMenu(tr("&View"));
    view->addActions({editor.fit_all, editor.fit_selection, editor.zoom_in, editor.zoom_out, editor.zoom_actual});
    view->addSeparator();
    view->addActions(m_workspace->dockActions());
    connect(view->addAction(tr("&Reset the layout")), &QAction::triggered, m_workspace, &Workspace::resetLayout);
    view->addSeparator();
    fillThemeMenu(view->addMenu(tr("&Theme")), m_appearance);

    m_train->fill(menuBar()->addMenu(tr("&Train")));
}

void MainWindow::makeEditMenu(QMenu* menu)
{
    QAction* const undo = m_document.undoStack()->createUndoAction(this, tr("&Undo"));
    undo->setShortcuts(QKeySequence::Undo);
    QAction* const redo = m_document.undoStack()->createRedoAction(this, tr("&Redo"));
    redo->setShortcuts({QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Z), QKeySequence(Qt::CTRL | Qt::Key_Y)});
    menu->addActions({undo, redo});
    const EditorActions& editor = *m_canvas->actions();
    menu->addSeparator();
    menu->addActions(
        {editor.cut, editor.copy, editor.paste, editor.duplicate, editor.remove, editor.remove_and_reconnect});
    menu->addSeparator();
    menu->addActions({editor.select_all, editor.rename});
    menu->addSeparator();
    menu->addActions({editor.add_node, editor.connect_to, editor.make_shared, editor.auto_layout});
}

void MainWindow::makeStatusBar()
{
    auto* const status = new NetworkStatus(&m_document, &m_selection, this);
    statusBar()->addPermanentWidget(status);
    statusBar()->setSizeGripEnabled(false);
}

void MainWindow::connectFiles()
{
    const auto show_recent = [this] { m_start->setRecentFiles(m_files->recentFiles()->paths()); };
    connect(m_files->recentFiles(), &RecentFiles::changed, this, show_recent);
    show_recent();
    connect(m_files, &FileActions::opened, this, &MainWindow::showWorkspace);
    connect(m_files, &FileActions::failed, this, &MainWindow::showError);
    connect(m_files, &FileActions::saved, this, [this](const QString& path) {
        m_message->dismiss();
        statusBar()->showMessage(tr("Saved %1").arg(path), 4000);
    });
    connect(m_start, &StartPage::newAsked, m_files, &FileActions::newProject);
    connect(m_start, &StartPage::openAsked, m_files, &FileActions::chooseFile);
    connect(m_start, &StartPage::exampleAsked, m_files, &FileActions::openExample);
    connect(m_start, &StartPage::fileAsked, m_files, &FileActions::openFile);
}

void MainWindow::showTitle()
{
    const bool on_start = m_pages->currentWidget() == m_start;
    setWindowTitle(on_start ? QStringLiteral("Ligature")
                            : QStringLiteral("%1[*] — Ligature").arg(m_document.displayName()));
    setWindowModified(!on_start && m_document.isModified());
    setWindowFilePath(m_document.filePath());
}

void MainWindow::showWorkspace()
{
    m_message->dismiss();
    m_pages->setCurrentWidget(m_workspace);
    statusBar()->show();
    showTitle();
}

void MainWindow::showError(const Error& error)
{
    m_message->showError(error);
}

void MainWindow::chooseData()
{
    auto* const dialog = new DataDialog(&m_document, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void MainWindow::exportWeights()
{
    auto* const dialog = new ExportDialog(&m_document, &m_run, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void MainWindow::checkNetwork()
{
    const QString obstacle = m_run.obstacle();
    if (obstacle.isEmpty())
        m_message->showMessage(MessageKind::Success, tr("The network has no errors and can be trained."));
    else
        m_message->showMessage(MessageKind::Warning, obstacle);
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    if (!m_may_close) {
        event->ignore();
        m_files->leaveGuard()->ask(tr("Stop the training and close Ligature?"), [this] {
            m_may_close = true;
            close();
        });
        return;
    }
    m_run.shutDown();
    QSettings().setValue(geometryKey, saveGeometry());
    m_workspace->storeLayout();
    event->accept();
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event)
{
    if (!droppedProject(event->mimeData()).isEmpty())
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event)
{
    const QString path = droppedProject(event->mimeData());
    if (path.isEmpty())
        return;
    event->acceptProposedAction();
    m_files->openFile(path);
}

} // namespace ligature
