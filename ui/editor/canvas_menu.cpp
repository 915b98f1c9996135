// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/canvas_menu.h"

#include <algorithm>

#include <QActionGroup>
#include <QMenu>

#include "core/network/edits.h"
#include "ui/dialogs/tie_dialog.h"
#include "ui/document/edit_selection.h"
#include "ui/document/named_edits.h"
#include "ui/document/names.h"
#include "ui/editor/editor_actions.h"
#include "ui/editor/edits/canvas_edits.h"
#include "ui/editor/edits/connect_or_ask.h"
#include "ui/editor/edits/connection.h"
#include "ui/editor/network_view.h"
#include "ui/editor/repeat_menu.h"
#include "ui/palette/node_catalogue.h"
#include "ui/theme/menu_heading.h"

namespace ligature {

namespace {

/// How near to a point or a wire, in pixels, the menu is about it.
constexpr qreal menuReachPixels = 11;

SelectedItems onlyLink(const Port& input)
{
    SelectedItems items;
    items.links.insert(input);
    return items;
}

SelectedItems onlyTie(const Slot& slot)
{
    SelectedItems items;
    items.ties.insert(slot);
    return items;
}

void addLinkActions(QMenu& menu, NetworkView& view, const Port& input)
{
    QObject::connect(menu.addAction(QMenu::tr("Delete link")), &QAction::triggered, &view, [&view, input] {
        Selection link;
        link.set(onlyLink(input));
        view.report(deleteSelection(view.document(), link));
    });
}

/// The views that the tie could have, the present one checked; those that do not fit are listed but disabled.
void addViewActions(QMenu& menu, NetworkView& view, const Slot& slot)
{
    const Network& network = view.document().network();
    const Tie& tie = network.ties.at(slot);
    auto* group = new QActionGroup(&menu);
    const auto offer = [&](const QString& title, const View& read) {
        const std::string name = network.parameters.at(tie.parameter).name;
        QAction* action =
            menu.addAction(QStringLiteral("%1   %2").arg(title, QString::fromStdString(notation(read, name))));
        action->setCheckable(true);
        action->setChecked(read == tie.view);
        action->setEnabled(read == tie.view || canTie(network, tie.parameter, slot, read).has_value());
        group->addAction(action);
        QObject::connect(action, &QAction::triggered, &view,
                         [&view, slot, read] { view.report(setView(view.document(), slot, read)); });
    };
    offer(QMenu::tr("As it is"), {});
    for (const ViewType* type : viewTypes())
        offer(QString::fromStdString(type->title()), {ViewStep{type->name()}});
}

void addTieToMenu(QMenu& menu, NetworkView& view, const Slot& slot)
{
    const Network& network = view.document().network();
    const ConnectionTargets targets(network, view.document().analysis(), SlotEnd{slot});
    QMenu* parameters = menu.addMenu(QMenu::tr("Tie to"));
    for (const auto& [id, parameter] : network.parameters) {
        if (!parameter.shared || !targets.fits(ParameterEnd{id}))
            continue;
        QAction* action = parameters->addAction(parameterTitle(network, id));
        const ParameterId chosen = id;
        QObject::connect(action, &QAction::triggered, &view, [&view, slot, chosen] {
            const Result<Connection> found = connection(view.document().network(), SlotEnd{slot}, ParameterEnd{chosen});
            if (view.report(found))
                connectOrAsk(view, *found);
        });
    }
    if (parameters->isEmpty())
        parameters->addAction(QMenu::tr("No shared parameter of its shape"))->setEnabled(false);
}

void addUntieAll(QMenu& menu, NetworkView& view, ParameterId parameter)
{
    QAction* const untie = menu.addAction(QMenu::tr("Untie all uses…"));
    untie->setEnabled(!usesOf(view.document().network(), parameter).empty());
    QObject::connect(untie, &QAction::triggered, &view, [&view, parameter] {
        openTieDialog(&view.document(), QMenu::tr("Untie all"), {}, {untieAllStep(view.document(), parameter)}, &view);
    });
}

void addSlotActions(QMenu& menu, NetworkView& view, const Slot& slot)
{
    const Network& network = view.document().network();
    const auto tie = network.ties.find(slot);
    if (tie == network.ties.end())
        return;
    const bool shared = network.parameters.at(tie->second.parameter).shared;
    const QString name = slotName(network, slot);
    addHeading(menu,
               shared ? QMenu::tr("%1 reads %2").arg(name, parameterTitle(network, tie->second.parameter)) : name);
    if (shared) {
        addViewActions(menu, view, slot);
        menu.addSeparator();
    } else {
        QObject::connect(menu.addAction(QMenu::tr("Make shared")), &QAction::triggered, &view,
                         [&view, slot] { view.report(shareSlot(view.document(), slot)); });
    }
    addTieToMenu(menu, view, slot);
    std::vector<TieStep> steps = tieToSteps(view.document(), slot);
    if (!steps.empty()) {
        QObject::connect(
            menu.addAction(QMenu::tr("Tie to existing…")), &QAction::triggered, &view, [&view, slot, steps] {
                openTieDialog(&view.document(), QMenu::tr("Tie"),
                              QMenu::tr("%1 reads").arg(slotName(view.document().network(), slot)), steps, &view);
            });
    }
    if (shared) {
        QAction* const untie = menu.addAction(QMenu::tr("Untie this use…"));
        untie->setStatusTip(QMenu::tr("Gives the slot a parameter of its own with the values that it reads"));
        QObject::connect(untie, &QAction::triggered, &view, [&view, slot] {
            openTieDialog(&view.document(), QMenu::tr("Untie"), {}, {untieStep(view.document(), slot)}, &view);
        });
        addUntieAll(menu, view, tie->second.parameter);
    }
}

void addNodeActions(QMenu& menu, NetworkView& view, const NodeItem& node)
{
    EditorActions& actions = *view.actions();
    const NodeId id = node.id();
    menu.addAction(actions.rename);
    menu.addAction(actions.connect_to);
    if (std::holds_alternative<LayerId>(id)) {
        menu.addAction(actions.make_shared);
        menu.addAction(actions.use_again);
        menu.addAction(actions.tie_branches);
        menu.addSeparator();
        addRepeatActions(menu, view);
    } else {
        const auto parameter = std::get<ParameterId>(id);
        QObject::connect(menu.addAction(QMenu::tr("Select its uses")), &QAction::triggered, &view,
                         [&view, parameter] { selectUses(view.document(), view.selection(), parameter); });
        addUntieAll(menu, view, parameter);
    }
    menu.addSeparator();
    for (QAction* action : {actions.cut, actions.copy, actions.duplicate})
        menu.addAction(action);
    menu.addSeparator();
    menu.addAction(actions.remove);
    if (std::holds_alternative<LayerId>(id))
        menu.addAction(actions.remove_and_reconnect);
}

void addCanvasActions(QMenu& menu, NetworkView& view, QPointF position)
{
    EditorActions& actions = *view.actions();
    menu.addAction(actions.add_node);
    QMenu* add = menu.addMenu(QMenu::tr("Add"));
    const NodeCatalogue catalogue;
    QMenu* group = nullptr;
    QString heading;
    for (const NodeEntry& entry : catalogue.entries()) {
        if (group == nullptr || entry.group != heading) {
            heading = entry.group;
            group = add->addMenu(heading);
        }
        QAction* action = group->addAction(entry.title);
        action->setStatusTip(entry.summary);
        const QString type = entry.type;
        QObject::connect(action, &QAction::triggered, &view, [&view, type, position] {
            const Result<NodeId> added = addNode(view.document(), type, {.position = position}, view.networkScene());
            if (view.report(added))
                view.select(*added);
        });
    }
    menu.addAction(actions.paste);
    menu.addSeparator();
    menu.addAction(actions.select_all);
    menu.addAction(actions.auto_layout);
    menu.addAction(actions.suggest_ties);
    menu.addSeparator();
    for (QAction* action : {actions.fit_all, actions.zoom_in, actions.zoom_out, actions.zoom_actual})
        menu.addAction(action);
}

} // namespace

QMenu* canvasMenu(NetworkView& view, QPoint where)
{
    auto* menu = new QMenu(&view);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setToolTipsVisible(false);
    const NetworkScene& scene = view.networkScene();
    const QPointF position = view.mapToScene(where);
    const qreal reach = menuReachPixels / view.zoom();
    if (const auto hit = scene.anchorAt(position, reach)) {
        if (const auto* slot = std::get_if<SlotEnd>(&hit->endpoint)) {
            addSlotActions(*menu, view, slot->slot);
            return menu;
        }
        const auto* input = std::get_if<InputEnd>(&hit->endpoint);
        if (input != nullptr && scene.linkItem(input->port) != nullptr) {
            addLinkActions(*menu, view, input->port);
            menu->addSeparator();
        }
        if (const std::vector<NodeItem*> selected = scene.nodes(view.selection().items());
            std::ranges::find(selected, hit->node) == selected.end())
            view.select(hit->node->id());
        addNodeActions(*menu, view, *hit->node);
    } else if (const NodeItem* node = scene.nodeAt(position)) {
        // The menu is about the whole selection if the node is part of it.
        if (!node->has(CanvasItem::Selected))
            view.select(node->id());
        addNodeActions(*menu, view, *node);
    } else if (const WireItem* wire = scene.wireAt(position, reach)) {
        if (const auto* link = qgraphicsitem_cast<const LinkItem*>(wire)) {
            view.selection().set(onlyLink(link->input()));
            addLinkActions(*menu, view, link->input());
        } else if (const auto* tie = qgraphicsitem_cast<const TieItem*>(wire)) {
            view.selection().set(onlyTie(tie->slot()));
            addSlotActions(*menu, view, tie->slot());
        }
    } else if (const RepeatItem* frame = scene.repeatAt(position, view.zoom());
               frame != nullptr && frame->titleBar(view.zoom()).contains(position)) {
        if (!frame->has(CanvasItem::Selected))
            view.select(frame->repeat());
        addFrameActions(*menu, view, frame->repeat());
    } else {
        addCanvasActions(*menu, view, position);
    }
    return menu;
}

} // namespace ligature
