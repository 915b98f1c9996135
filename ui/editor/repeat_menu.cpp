// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/repeat_menu.h"

#include <algorithm>

#include <QActionGroup>
#include <QMenu>

#include "core/network/repeat.h"
#include "ui/document/edit_selection.h"
#include "ui/document/named_repeat_edits.h"
#include "ui/document/names.h"
#include "ui/editor/editor_actions.h"
#include "ui/editor/edits/repeat_commands.h"
#include "ui/editor/network_view.h"
#include "ui/editor/popups/counter_editor.h"
#include "ui/theme/menu_heading.h"

namespace ligature {

namespace {

/// More than these and they get a menu of their own.
constexpr std::size_t mostEntries = 3;

void addTargets(QMenu& menu, NetworkView& view, const std::set<LayerId>& layers)
{
    const Network& network = view.document().network();
    std::vector<RepeatId> targets;
    for (const auto& [id, repeat] : network.repeats) {
        const std::set<LayerId>& there = repeat.layers;
        if (!std::ranges::all_of(layers, [&](LayerId layer) { return there.contains(layer); }))
            targets.push_back(id);
    }
    const bool own_menu = targets.size() > mostEntries;
    QMenu* const list = own_menu ? menu.addMenu(QMenu::tr("Add to repeat")) : &menu;
    for (const RepeatId id : targets) {
        const QString name = repeatName(network, id).replace(u'&', QStringLiteral("&&"));
        QAction* const add = list->addAction(own_menu ? name : QMenu::tr("Add to repeat %1").arg(name));
        QObject::connect(add, &QAction::triggered, &view, [&view, id] { addSelectionTo(view, id); });
    }
}

} // namespace

void addRepeatActions(QMenu& menu, NetworkView& view)
{
    const Network& network = view.document().network();
    const std::set<LayerId>& layers = view.selection().items().layers;
    const auto is_in_one = [&](LayerId layer) { return bool(repeatOf(network, layer)); };
    const bool any_inside = std::ranges::any_of(layers, is_in_one);
    if (!any_inside)
        menu.addAction(view.actions()->repeat);
    addTargets(menu, view, layers);
    if (!any_inside)
        return;
    QObject::connect(menu.addAction(QMenu::tr("Take out of repeat")), &QAction::triggered, &view,
                     [&view] { takeSelectionOut(view); });
    menu.addAction(view.actions()->remove_repeat);
}

void addFrameActions(QMenu& menu, NetworkView& view, RepeatId id)
{
    const Repeat& repeat = view.document().network().repeats.at(id);
    EditorActions& actions = *view.actions();
    addHeading(menu, QString::fromStdString(repeat.name));
    menu.addAction(actions.rename);
    QObject::connect(menu.addAction(QMenu::tr("Change the number of passes")), &QAction::triggered, &view,
                     [&view, id] { view.counterEditor().open(id); });
    menu.addSeparator();
    auto* const group = new QActionGroup(&menu);
    for (const bool shared : {true, false}) {
        QAction* const choice = menu.addAction(shared ? QMenu::tr("Passes share one set of parameters")
                                                      : QMenu::tr("Each pass has parameters of its own"));
        choice->setCheckable(true);
        choice->setChecked(shared == repeat.shared);
        group->addAction(choice);
        QObject::connect(choice, &QAction::triggered, &view,
                         [&view, id, shared] { view.report(setRepeatShared(view.document(), id, shared)); });
    }
    menu.addSeparator();
    QObject::connect(menu.addAction(QMenu::tr("Select its layers")), &QAction::triggered, &view, [&view, id] {
        view.selection().set({.layers = layersOf(view.document().network(), {.repeats = {id}})});
    });
    menu.addSeparator();
    for (QAction* action : {actions.cut, actions.copy, actions.duplicate})
        menu.addAction(action);
    menu.addSeparator();
    menu.addAction(actions.remove_repeat);
    QObject::connect(menu.addAction(QMenu::tr("Delete with its layers")), &QAction::triggered, &view, [&view, id] {
        Selection all;
        all.set(withLayersOfRepeats(view.document().network(), {.repeats = {id}}));
        view.report(deleteSelection(view.document(), all));
    });
}

} // namespace ligature
