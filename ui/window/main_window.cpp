// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/main_window.h"

#include <algorithm>

#include <QCloseEvent>
#include <QDockWidget>
#include <QDropEvent>
#include <QMenuBar>
#include <QMimeData>
#include <QScreen>
#include <QSettings>
#include <QStackedWidget>
#include <QStatusBar>
#include <QToolBar>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/dialogs/data_dialog.h"
#include "ui/dialogs/export_dialog.h"
#include "ui/dialogs/message_bar.h"
#include "ui/document/named_edits.h"
#include "ui/editor/editor_actions.h"
#include "ui/editor/network_view.h"
#include "ui/inspector/inspector_widget.h"
#include "ui/outline/outline_widget.h"
#include "ui/palette/palette_widget.h"
#include "ui/start/start_page.h"
#include "ui/theme/appearance.h"
#include "ui/theme/icon.h"
#include "ui/window/action_button.h"
#include "ui/window/compare/compare_actions.h"
#include "ui/window/compare/compare_panel.h"
#include "ui/window/data_watch.h"
#include "ui/window/file_actions.h"
#include "ui/window/help/help_actions.h"
#include "ui/window/help/tour.h"
#include "ui/window/leave_guard.h"
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
    : QMainWindow(parent), m_appearance(appearance), m_run(&m_document), m_experiment(&m_document),
      m_files(new FileActions(&m_document, &m_run, this)), m_train(new TrainActions(&m_document, &m_run, this)),
      m_compare(new CompareActions(&m_document, &m_experiment, this)), m_pages(new QStackedWidget(this)),
      m_start(new StartPage(this)), m_workspace(new Workspace(this)),
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

    m_files->leaveGuard()->watch(&m_experiment);
    makeActions();
    makeWorkspace();
    makeMenus();
    makeToolBar();
    makeStatusBar();
    connectFiles();
    connect(&m_document, &Document::titleChanged, this, &MainWindow::showTitle);
    connect(&m_document, &Document::changed, this, [this](const ProjectChange& change) {
        if (change.everything || change.changesNetwork())
            m_selection.prune(m_document.network());
    });
    new DataWatch(&m_document, this);
    showTitle();
    statusBar()->hide();
    resize(QSize(1440, 900).boundedTo(screen()->availableSize() - QSize(0, 40)));
    restoreGeometry(QSettings().value(geometryKey).toByteArray());
}

MainWindow::~MainWindow()
{
    hide(); // What is being typed is taken while all that it goes to is there.
}

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
    m_workspace->addComparison(new ComparePanel(&m_document, &m_experiment, m_compare));
    // Who asks for the answer wants to see it.
    connect(m_compare->start, &QAction::triggered, m_workspace,
            [this] { m_workspace->setMode(WorkspaceMode::Compare); });
    connect(m_train, &TrainActions::checkAsked, this, &MainWindow::checkNetwork);
    connect(m_training, &TrainingPanel::dataAsked, this, &MainWindow::chooseData);
    connect(&m_document, &Document::dataAsked, this, &MainWindow::chooseData);
}

void MainWindow::makeActions()
{
    m_data = new QAction(themedIcon(QStringLiteral("data")), tr("&Data…"), this);
    m_data->setShortcut(Qt::CTRL | Qt::SHIFT | Qt::Key_D);
    connect(m_data, &QAction::triggered, this, &MainWindow::chooseData);
    m_undo = m_document.undoStack()->createUndoAction(this, tr("&Undo"));
    m_undo->setIcon(themedIcon(QStringLiteral("undo")));
    m_undo->setShortcuts(QKeySequence::Undo);
    m_redo = m_document.undoStack()->createRedoAction(this, tr("&Redo"));
    m_redo->setIcon(themedIcon(QStringLiteral("redo")));
    m_redo->setShortcuts({QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Z), QKeySequence(Qt::CTRL | Qt::Key_Y)});
    m_export = new QAction(themedIcon(QStringLiteral("export")), tr("&Export…"), this);
    m_export->setShortcut(Qt::CTRL | Qt::Key_E);
    connect(m_export, &QAction::triggered, this, &MainWindow::exportNetwork);
    m_export->setToolTip(tr("Take the network to another system: its weights, or code and weights"));
}

void MainWindow::makeToolBar()
{
    auto* const bar = new QToolBar(tr("Tool bar"), m_workspace);
    bar->setObjectName(QStringLiteral("tool_bar"));
    bar->setMovable(false);
    bar->setIconSize({18, 18});
    bar->setContextMenuPolicy(Qt::PreventContextMenu);
    const EditorActions& editor = *m_canvas->actions();
    bar->addActions({m_files->new_project, m_files->open, m_files->save_project});
    bar->addSeparator();
    bar->addActions({m_undo, m_redo});
    bar->addSeparator();
    bar->addActions({editor.fit_all, editor.zoom_out, editor.zoom_in});
    bar->addSeparator();
    const QList<QAction*> modes = m_workspace->modeActions();
    auto* const switches = new QWidget(bar);
    auto* const switch_row = new QHBoxLayout(switches);
    switch_row->setContentsMargins(4, 0, 4, 0);
    switch_row->setSpacing(0);
    for (QAction* const mode : modes) {
        auto* const button = new ActionButton(mode, mode->text().remove(u'&'), switches);
        button->setCheckable(true);
        button->setChecked(mode->isChecked());
        connect(mode, &QAction::toggled, button, &QPushButton::setChecked);
        button->setProperty("look", "segment");
        button->setProperty("place", mode == modes.front() ? "first" : mode == modes.back() ? "last" : "middle");
        switch_row->addWidget(button);
    }
    bar->addWidget(switches);
    auto* const space = new QWidget(bar);
    space->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    bar->addWidget(space);
    for (QAction* const action : {m_data, m_train->start, m_export}) {
        auto* const button = new QToolButton(bar);
        button->setDefaultAction(action);
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        bar->addWidget(button);
    }
    m_workspace->addToolBar(bar);
}

void MainWindow::startTour()
{
    if (m_pages->currentWidget() == m_start) {
        connect(m_files, &FileActions::opened, this, &MainWindow::startTour, Qt::SingleShotConnection);
        m_files->openExample(QStringLiteral("tied-autoencoder-digits"));
        return;
    }
    if (m_tour != nullptr)
        m_tour->close();
    m_tour =
        new Tour({{m_workspace->dock(QStringLiteral("palette")), tr("Palette"),
                   tr("Layers and shared parameters. Drag one onto the canvas or double-click it; on the canvas, "
                      "Tab searches them at the pointer.")},
                  {m_canvas, tr("Canvas"),
                   tr("Drag from port to port to link layers; shapes appear on the links. Drag from a shared "
                      "parameter to the diamonds below a layer to tie its weight. Hover the parameter to light up "
                      "all its uses.")},
                  {m_workspace->dock(QStringLiteral("inspector")), tr("Inspector"),
                   tr("What is selected: attributes, parameters, and how each tie reads its parameter: as it is, "
                      "or through a chain of views, with a picture of what is read.")},
                  {m_training, tr("Training"),
                   tr("F5 trains the network beside its untied twin, on the same batches from the same values. "
                      "The check at step 0 shows that both losses are equal to the last bit.")},
                  {statusBar(), tr("Account"),
                   tr("Each parameter counts once by storage. On the left: what is wrong with the network, and "
                      "where. When training has run, File, Export takes them to other systems with the tie intact.")}},
                 this);
}

void MainWindow::makeMenus()
{
    QMenu* const file = menuBar()->addMenu(tr("&File"));
    m_files->fill(file);
    file->addSeparator();
    file->addActions({m_data, m_export});
    file->setToolTipsVisible(true);
    file->addSeparator();
    QAction* const quit = file->addAction(tr("&Quit"));
    quit->setShortcuts({QKeySequence(Qt::CTRL | Qt::Key_Q)});
    connect(quit, &QAction::triggered, this, &MainWindow::close);

    QMenu* const edit = menuBar()->addMenu(tr("&Edit"));
    makeEditMenu(edit);

    const EditorActions& editor = *m_canvas->actions();
    QMenu* const view = menuBar()->addMenu(tr("&View"));
    view->addActions({editor.fit_all, editor.fit_selection, editor.zoom_in, editor.zoom_out, editor.zoom_actual});
    view->addSeparator();
    view->addActions(m_workspace->modeActions());
    view->addSeparator();
    view->addActions(m_workspace->dockActions());
    connect(view->addAction(tr("&Reset the layout")), &QAction::triggered, m_workspace, &Workspace::resetLayout);
    view->addSeparator();
    fillThemeMenu(view->addMenu(tr("&Theme")), m_appearance);

    QMenu* const train = menuBar()->addMenu(tr("&Train"));
    m_train->fill(train);
    train->addSeparator();
    m_compare->fill(train);
    m_of_project = {m_files->save_project, m_files->save_project_as, m_data, edit->menuAction(), train->menuAction()};
    // On the start page no key may change a project that nobody sees.
    for (QAction* const action : m_of_project)
        action->setEnabled(false);

    auto* const help = new HelpActions(this);
    help->fill(menuBar()->addMenu(tr("&Help")));
    connect(help, &HelpActions::tourAsked, this, &MainWindow::startTour);
    connect(m_start, &StartPage::tourAsked, this, &MainWindow::startTour);
}

void MainWindow::makeEditMenu(QMenu* menu)
{
    menu->addActions({m_undo, m_redo});
    const EditorActions& editor = *m_canvas->actions();
    menu->addSeparator();
    menu->addActions(
        {editor.cut, editor.copy, editor.paste, editor.duplicate, editor.remove, editor.remove_and_reconnect});
    menu->addSeparator();
    menu->addActions({editor.select_all, editor.rename});
    menu->addSeparator();
    menu->addActions({editor.add_node, editor.connect_to, editor.make_shared, editor.use_again, editor.tie_branches,
                      editor.suggest_ties});
    menu->addSeparator();
    menu->addActions({editor.repeat, editor.remove_repeat});
    menu->addSeparator();
    menu->addAction(editor.auto_layout);
}

void MainWindow::makeStatusBar()
{
    auto* const status = new NetworkStatus(&m_document, &m_selection, this);
    statusBar()->addPermanentWidget(status);
    connect(status, &NetworkStatus::located, m_canvas, &NetworkView::frameSelection);
    statusBar()->setSizeGripEnabled(false);
}

void MainWindow::connectFiles()
{
    const auto show_recent = [this] { m_start->setRecentFiles(m_files->recentFiles()->paths()); };
    connect(m_files->recentFiles(), &RecentFiles::changed, this, show_recent);
    show_recent();
    connect(m_files, &FileActions::opened, this, &MainWindow::showWorkspace);
    connect(m_files, &FileActions::failed, this, &MainWindow::showError);
    connect(m_files, &FileActions::imported, this,
            [this](const QString& message) { m_message->showMessage(MessageKind::Success, message); });
    connect(m_files, &FileActions::working, this, [this](const QString& what) {
        if (what.isEmpty())
            statusBar()->clearMessage();
        else
            statusBar()->showMessage(what);
    });
    connect(m_files, &FileActions::saved, this, [this](const QString& path) {
        m_message->dismiss();
        statusBar()->showMessage(tr("Saved %1").arg(path), 4000);
    });
    connect(m_start, &StartPage::newAsked, m_files, &FileActions::newProject);
    connect(m_start, &StartPage::openAsked, m_files, &FileActions::chooseFile);
    connect(m_start, &StartPage::exampleAsked, m_files, &FileActions::openExample);
    connect(m_start, &StartPage::originalAsked, m_files, &FileActions::openOriginal);
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
    for (QAction* const action : m_of_project)
        action->setEnabled(true);
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

void MainWindow::exportNetwork()
{
    auto* const dialog = new ExportDialog(&m_document, &m_run, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void MainWindow::checkNetwork()
{
    const auto& diagnostics = m_document.analysis().diagnostics;
    const auto wrong = std::ranges::find(diagnostics, Severity::Error, &Diagnostic::severity);
    QString obstacle = m_run.obstacle();
    if (obstacle.isEmpty() && wrong != diagnostics.end()) // It does not fit its data.
        obstacle = QString::fromStdString(errorOf(m_document.network(), *wrong, {}).oneLine());
    if (obstacle.isEmpty())
        m_message->showMessage(MessageKind::Success, tr("The network has no errors and can be trained."));
    else
        m_message->showMessage(MessageKind::Warning, obstacle);
    if (obstacle.isEmpty() || wrong == diagnostics.end() || !wrong->remedy)
        return;
    m_message->offer(QString::fromStdString(wrong->remedy->title), [this, offered = *wrong->remedy] {
        const Remedy remedy = offered; // The message goes with its button.
        m_message->dismiss();
        if (const auto done = applyRemedy(m_document, remedy); !done)
            showError(done.error());
    });
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    if (!m_may_close && !m_files->leaveGuard()->isSafe()) {
        event->ignore();
        m_files->leaveGuard()->ask(tr("Stop the training and close Ligature?"), [this] {
            m_may_close = true;
            close();
        });
        return;
    }
    m_run.shutDown();
    m_experiment.shutDown();
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
