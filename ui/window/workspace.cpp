// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/workspace.h"

#include <algorithm>
#include <utility>

#include <QAction>
#include <QActionGroup>
#include <QDockWidget>
#include <QSettings>

#include "ui/window/dock_title.h"

namespace ligature {

namespace {

constexpr auto modeKey = "window/workspace";
/// Raised when docks come or go, so that an older layout is not applied to them.
constexpr int layoutVersion = 2;
/// How much of the canvas stays to be seen where it is a strip.
constexpr int stripHeight = 132;

const char* layoutKey(WorkspaceMode mode)
{
    switch (mode) {
    case WorkspaceMode::Draw: break;
    case WorkspaceMode::Train: return "window/docksOfTraining";
    case WorkspaceMode::Compare: return "window/docksOfComparison";
    }
    return "window/docks";
}

} // namespace

Workspace::Workspace(QWidget* parent) : QMainWindow(parent, Qt::Widget), m_modes(new QActionGroup(this))
{
    makeModes();
    setObjectName(QStringLiteral("workspace"));
    setDockOptions(AllowNestedDocks | AllowTabbedDocks);
    setTabPosition(Qt::AllDockWidgetAreas, QTabWidget::North);
    // The left side has the whole height, for its two lists; training has the width that its plots need.
    setCorner(Qt::BottomLeftCorner, Qt::LeftDockWidgetArea);
    setCorner(Qt::BottomRightCorner, Qt::BottomDockWidgetArea);
}

void Workspace::makeModes()
{
    struct Mode {
        const char* name;
        QString text;
        QString tip;
        Qt::Key key;
    };
    for (const Mode& mode :
         {Mode{"draw", tr("&Draw"), tr("The canvas, with palette, outline and inspector"), Qt::Key_1},
          Mode{"train", tr("&Train"), tr("The curves in the middle, the canvas as a strip"), Qt::Key_2},
          Mode{"compare", tr("&Compare"), tr("Is the tie worth it? Several seeds, and a verdict"), Qt::Key_3}}) {
        QAction* const action = m_modes->addAction(mode.text);
        action->setObjectName(QStringLiteral("workspace_") + QLatin1String(mode.name));
        action->setCheckable(true);
        action->setShortcut(Qt::CTRL | mode.key);
        action->setToolTip(
            QStringLiteral("%1 (%2)").arg(mode.tip, action->shortcut().toString(QKeySequence::NativeText)));
        action->setData(static_cast<int>(m_modes->actions().size() - 1));
    }
    m_modes->actions().front()->setChecked(true);
    connect(m_modes, &QActionGroup::triggered, this,
            [this](const QAction* action) { setMode(static_cast<WorkspaceMode>(action->data().toInt())); });
}

QList<QAction*> Workspace::modeActions() const
{
    return m_modes->actions();
}

void Workspace::setMode(WorkspaceMode mode)
{
    m_modes->actions().at(static_cast<int>(mode))->setChecked(true);
    if (mode == m_mode)
        return;
    storeLayout();
    m_mode = mode;
    QSettings().setValue(modeKey, static_cast<int>(mode));
    if (m_was_shown)
        restoreLayout();
    emit modeChanged();
}

void Workspace::setCanvas(QWidget* canvas)
{
    canvas->setMinimumSize(240, 120);
    setCentralWidget(canvas);
}

void Workspace::addPalette(QWidget* palette)
{
    addDock(QStringLiteral("palette"), tr("Palette"), palette, Qt::LeftDockWidgetArea);
}

void Workspace::addOutline(QWidget* outline)
{
    addDock(QStringLiteral("outline"), tr("Outline"), outline, Qt::LeftDockWidgetArea);
}

void Workspace::addInspector(QWidget* inspector)
{
    addDock(QStringLiteral("inspector"), tr("Inspector"), inspector, Qt::RightDockWidgetArea);
}

void Workspace::addTraining(QWidget* training)
{
    addDock(QStringLiteral("training"), tr("Training"), training, Qt::BottomDockWidgetArea);
}

void Workspace::addComparison(QWidget* comparison)
{
    // Beside the training there is no room for it: the window would become wider than it is.
    addDock(QStringLiteral("compare"), tr("Comparison"), comparison, Qt::BottomDockWidgetArea)->hide();
}

QDockWidget* Workspace::addDock(const QString& name, const QString& title, QWidget* content, Qt::DockWidgetArea area)
{
    auto* const dock = new QDockWidget(title, this);
    dock->setObjectName(name);
    dock->setTitleBarWidget(new DockTitle(dock));
    content->setAutoFillBackground(true);
    content->setBackgroundRole(QPalette::Button);
    dock->setWidget(content);
    addDockWidget(area, dock);
    m_docks.append(dock);
    return dock;
}

QList<QAction*> Workspace::dockActions() const
{
    QList<QAction*> actions;
    for (const QDockWidget* const dock : m_docks)
        actions.append(dock->toggleViewAction());
    return actions;
}

QDockWidget* Workspace::dock(const QString& name) const
{
    for (QDockWidget* const dock : m_docks) {
        if (dock->objectName() == name)
            return dock;
    }
    return nullptr;
}

void Workspace::resetLayout()
{
    struct Place {
        const char* name;
        Qt::DockWidgetArea area;
        bool is_shown;
    };
    const bool draws = m_mode == WorkspaceMode::Draw;
    const bool compares = m_mode == WorkspaceMode::Compare;
    for (const Place& place :
         {Place{"palette", Qt::LeftDockWidgetArea, draws}, Place{"outline", Qt::LeftDockWidgetArea, draws},
          Place{"inspector", Qt::RightDockWidgetArea, draws}, Place{"training", Qt::BottomDockWidgetArea, !compares},
          Place{"compare", Qt::BottomDockWidgetArea, compares}}) {
        if (QDockWidget* const placed = dock(QLatin1String(place.name))) {
            placed->setFloating(false);
            addDockWidget(place.area, placed);
            placed->setVisible(place.is_shown);
        }
    }
    const auto resizeDock = [this](const char* name, int size, Qt::Orientation orientation) {
        if (QDockWidget* const placed = dock(QLatin1String(name)))
            resizeDocks({placed}, {size}, orientation);
    };
    resizeDock("palette", 236, Qt::Horizontal);
    resizeDock("inspector", 296, Qt::Horizontal);
    const int below = draws ? std::min(480, height() * 29 / 50) : height() - stripHeight;
    resizeDock(compares ? "compare" : "training", below, Qt::Vertical);
}

void Workspace::restoreLayout()
{
    if (!restoreState(QSettings().value(layoutKey(m_mode)).toByteArray(), layoutVersion))
        resetLayout();
}

void Workspace::showEvent(QShowEvent* event)
{
    QMainWindow::showEvent(event);
    // Only now does it have a size for the docks to share.
    if (std::exchange(m_was_shown, true))
        return;
    const int last = std::clamp(QSettings().value(modeKey).toInt(), 0, static_cast<int>(m_modes->actions().size()) - 1);
    m_mode = static_cast<WorkspaceMode>(last);
    m_modes->actions().at(last)->setChecked(true);
    restoreLayout();
    emit modeChanged();
}

void Workspace::storeLayout() const
{
    if (!m_was_shown)
        return;
    QSettings().setValue(layoutKey(m_mode), saveState(layoutVersion));
}

} // namespace ligature
