// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/help/shortcuts_dialog.h"

#include <QAction>
#include <QDialogButtonBox>
#include <QHeaderView>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace ligature {

namespace {

QString keysOf(const QAction* action)
{
    QStringList keys;
    for (const QKeySequence& sequence : action->shortcuts())
        keys << sequence.toString(QKeySequence::NativeText);
    return keys.join(QStringLiteral(", "));
}

QTreeWidgetItem* addGroup(QTreeWidget* tree, const QString& title)
{
    auto* const group = new QTreeWidgetItem(tree, {title});
    QFont font = tree->font();
    font.setBold(true);
    group->setFont(0, font);
    group->setFlags(Qt::ItemIsEnabled);
    return group;
}

void addMouse(QTreeWidget* tree)
{
    QTreeWidgetItem* const group = addGroup(tree, ShortcutsDialog::tr("Mouse on the canvas"));
    const std::pair<QString, QString> gestures[] = {
        {ShortcutsDialog::tr("Link an output to an input, or tie a parameter to a slot"),
         ShortcutsDialog::tr("Drag from port to port")},
        {ShortcutsDialog::tr("Select several"), ShortcutsDialog::tr("Drag on empty canvas, Shift+click")},
        {ShortcutsDialog::tr("Move a repeat with its layers"), ShortcutsDialog::tr("Drag its title")},
        {ShortcutsDialog::tr("Change how often it is repeated"), ShortcutsDialog::tr("Double-click its counter")},
        {ShortcutsDialog::tr("Cut links"), ShortcutsDialog::tr("Alt+drag on empty canvas")},
        {ShortcutsDialog::tr("Pan"), ShortcutsDialog::tr("Middle drag, Space+drag")},
        {ShortcutsDialog::tr("Zoom to the pointer"), ShortcutsDialog::tr("Ctrl+wheel, pinch")},
    };
    for (const auto& [what, how] : gestures)
        new QTreeWidgetItem(group, {what, how});
}

void addRuns(QTreeWidget* tree)
{
    QTreeWidgetItem* const group = addGroup(tree, ShortcutsDialog::tr("Table of runs, in Compare"));
    const auto keys = [](const QKeySequence& sequence) { return sequence.toString(QKeySequence::NativeText); };
    const std::pair<QString, QString> entries[] = {
        {ShortcutsDialog::tr("Filter"), ShortcutsDialog::tr("Type, or %1").arg(keys(QKeySequence::Find))},
        {ShortcutsDialog::tr("Clear the filter"), keys(Qt::Key_Escape)},
        {ShortcutsDialog::tr("Draw or hide a row's curves"), keys(Qt::Key_Space)},
        {ShortcutsDialog::tr("Open or close a row"), ShortcutsDialog::tr("Right, Left")},
        {ShortcutsDialog::tr("Edit tags"), keys(Qt::Key_F2)},
        {ShortcutsDialog::tr("Edit the note"), keys(Qt::SHIFT | Qt::Key_F2)},
        {ShortcutsDialog::tr("Delete runs"), keys(QKeySequence::Delete)},
        {ShortcutsDialog::tr("Undo and redo what was done to runs"),
         keys(QKeySequence::Undo) + QStringLiteral(", ") + keys(Qt::CTRL | Qt::SHIFT | Qt::Key_Z)},
        {ShortcutsDialog::tr("Copy the table"), keys(QKeySequence::Copy)},
        {ShortcutsDialog::tr("Pin a baseline and all else"), ShortcutsDialog::tr("Context menu")},
    };
    for (const auto& [what, how] : entries)
        new QTreeWidgetItem(group, {what, how});
}

void showMatching(QTreeWidget* tree, const QString& words)
{
    for (int i = 0; i < tree->topLevelItemCount(); ++i) {
        QTreeWidgetItem* const group = tree->topLevelItem(i);
        bool any = false;
        for (int j = 0; j < group->childCount(); ++j) {
            QTreeWidgetItem* const entry = group->child(j);
            const bool fits = entry->text(0).contains(words, Qt::CaseInsensitive) ||
                              entry->text(1).contains(words, Qt::CaseInsensitive);
            entry->setHidden(!fits);
            any = any || fits;
        }
        group->setHidden(!any);
    }
}

} // namespace

ShortcutsDialog::ShortcutsDialog(const QMenuBar* menus, QWidget* parent) : QDialog(parent)
{
    setObjectName(QStringLiteral("shortcuts_dialog"));
    setWindowTitle(tr("Keyboard and mouse"));
    resize(560, 600);
    auto* const search = new QLineEdit(this);
    search->setPlaceholderText(tr("Search"));
    search->setClearButtonEnabled(true);
    auto* const tree = new QTreeWidget(this);
    tree->setColumnCount(2);
    tree->setHeaderHidden(true);
    tree->setRootIsDecorated(false);
    tree->setSelectionMode(QAbstractItemView::NoSelection);
    for (const QAction* const menu : menus->actions()) {
        if (menu->menu() == nullptr)
            continue;
        QTreeWidgetItem* const group = addGroup(tree, menu->text().remove(u'&'));
        for (const QAction* const action : menu->menu()->actions()) {
            if (!action->shortcut().isEmpty())
                new QTreeWidgetItem(group, {action->text().remove(u'&').remove(u'…'), keysOf(action)});
        }
        if (group->childCount() == 0)
            delete group;
    }
    addMouse(tree);
    addRuns(tree);
    tree->expandAll();
    tree->header()->setStretchLastSection(true);
    tree->header()->setSectionResizeMode(0, QHeaderView::ResizeToContents);
    connect(search, &QLineEdit::textChanged, tree, [tree](const QString& words) { showMatching(tree, words); });
    auto* const buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(18, 16, 18, 16);
    layout->setSpacing(10);
    layout->addWidget(search);
    layout->addWidget(tree, 1);
    layout->addWidget(buttons);
}

} // namespace ligature
