// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/workspace.h"

#include <algorithm>
#include <utility>

#include <QAction>
#include <QDockWidget>
#include <QSettings>

#include "ui/window/dock_title.h"

namespace ligature {

namespace {

constexpr auto layoutKey = "window/docks";
/// Raised when docks come or go, so that an older layout is not applied to them.
constexpr int layoutVersion = 1;

} // namespace

Workspace::Workspace(QWidget* parent) : QMainWindow(parent, Qt::Widget)
{
    setObjectName(QStringLiteral("workspace"));
    setDockOptions(AllowNestedDocks | AllowTabbedDocks);
    setTabPosition(Qt::AllDockWidgetAreas, QTabWidget::North);
    // The left side has the whole height, for its two lists; training has the width that its plots need.
    setCorner(Qt::BottomLeftCorner, Qt::LeftDockWidgetArea);
    setCorner(Qt::BottomRightCorner, Qt::BottomDockWidgetArea);
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
    const std::pair<const char*, Qt::DockWidgetArea> places[] = {{"palette", Qt::LeftDockWidgetArea},
                                                                 {"outline", Qt::LeftDockWidgetArea},
                                                                 {"inspector", Qt::RightDockWidgetArea},
                                                                 {"training", Qt::BottomDockWidgetArea}};
    for (const auto& [name, area] : places) {
        if (QDockWidget* const placed = dock(QLatin1String(name))) {
            placed->setFloating(false);
            addDockWidget(area, placed);
            placed->show();
        }
    }
    const auto resizeDock = [this](const char* name, int size, Qt::Orientation orientation) {
        if (QDockWidget* const placed = dock(QLatin1String(name)))
            resizeDocks({placed}, {size}, orientation);
    };
    resizeDock("palette", 236, Qt::Horizontal);
    resizeDock("inspector", 296, Qt::Horizontal);
    resizeDock("training", std::min(372, height() * 2 / 5), Qt::Vertical);
}

void Workspace::restoreLayout()
{
    if (!restoreState(QSettings().value(layoutKey).toByteArray(), layoutVersion))
        resetLayout();
}

void Workspace::showEvent(QShowEvent* event)
{
    QMainWindow::showEvent(event);
    // Only now does it have a size for the docks to share.
    if (!std::exchange(m_was_shown, true))
        restoreLayout();
}

void Workspace::storeLayout() const
{
    if (!m_was_shown)
        return;
    QSettings().setValue(layoutKey, saveState(layoutVersion));
}

} // namespace ligature
