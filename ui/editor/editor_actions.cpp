// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/editor_actions.h"

#include <algorithm>
#include <cmath>

#include <QApplication>
#include <QClipboard>
#include <QMimeData>

#include "core/network/edits.h"
#include "core/project/arrangement.h"
#include "core/retying/share_layers.h"
#include "ui/dialogs/suggestions_dialog.h"
#include "ui/dialogs/tie_dialog.h"
#include "ui/document/clipboard.h"
#include "ui/document/edit_selection.h"
#include "ui/document/named_edits.h"
#include "ui/document/names.h"
#include "ui/editor/canvas_navigation.h"
#include "ui/editor/edits/node_boxes.h"
#include "ui/editor/edits/repeat_commands.h"
#include "ui/editor/edits/share_choices.h"
#include "ui/editor/network_view.h"
#include "ui/editor/popups/canvas_prompt.h"
#include "ui/editor/popups/name_editor.h"
#include "ui/editor/popups/node_search.h"
#include "ui/theme/icon.h"

namespace ligature {

namespace {

/// The layers, shared parameters and repeats alone, which are all that can be copied.
bool hasNodes(const SelectedItems& items)
{
    return !items.layers.empty() || !items.parameters.empty() || !items.repeats.empty();
}

/// The top left corner at which copied nodes lie with their middle at a position.
CanvasPosition cornerFor(const CopiedNodes& nodes, QPointF middle)
{
    QRectF bounds;
    const auto include = [&](const CanvasPosition& position) {
        const QRectF box(position.x, position.y, 160, 60);
        bounds = bounds.isNull() ? box : bounds.united(box);
    };
    for (const auto& [id, position] : nodes.canvas.layers)
        include(position);
    for (const auto& [id, position] : nodes.canvas.parameters) {
        if (nodes.fragment.chosen_parameters.contains(id))
            include(position);
    }
    constexpr qreal step = CanvasStyle::grid;
    const QPointF corner = middle - QPointF(bounds.width(), bounds.height()) / 2;
    return {std::round(corner.x() / step) * step, std::round(corner.y() / step) * step};
}

} // namespace

EditorActions::EditorActions(NetworkView& view) : QObject(&view), m_view(view)
{
    cut = add(tr("Cu&t"), {QKeySequence::Cut}, tr("Copy the selected nodes and remove them"), "cut");
    copy = add(tr("&Copy"), {QKeySequence::Copy}, tr("Copy the selected nodes"), "copy");
    paste = add(tr("&Paste"), {QKeySequence::Paste}, tr("Paste the copied nodes under the mouse"), "paste");
    duplicate = add(tr("D&uplicate"), {QKeySequence(Qt::CTRL | Qt::Key_D)},
                    tr("Copy the selected nodes, with the links and ties among them, beside themselves"));
    remove = add(tr("&Delete"), {QKeySequence(Qt::Key_Delete), QKeySequence(Qt::Key_Backspace)},
                 tr("Remove what is selected"), "delete");
    remove_and_reconnect = add(tr("Delete and &reconnect"), {QKeySequence(Qt::CTRL | Qt::Key_Delete)},
                               tr("Remove the selected layers and link what fed them to what they fed"));
    select_all = add(tr("Select &all"), {QKeySequence::SelectAll}, tr("Select all layers and shared parameters"));
    rename = add(tr("Re&name"), {QKeySequence(Qt::Key_F2)}, tr("Rename the selected node"));
    add_node = add(tr("&Add node…"), {QKeySequence(Qt::Key_Tab), QKeySequence(Qt::SHIFT | Qt::Key_A)},
                   tr("Search for a layer or a parameter and add it under the mouse"));
    connect_to = add(tr("&Connect to…"), {QKeySequence(Qt::Key_C)},
                     tr("List what the selected node can be connected to"), "link");
    make_shared =
        add(tr("Make &shared"), {QKeySequence(Qt::Key_M)},
            tr("Turn a parameter of the selected layer into a shared one, which other layers can be tied to"));
    use_again = add(tr("&Use layer again…"), {QKeySequence(Qt::SHIFT | Qt::Key_M)},
                    tr("Let another layer use all parameters of the selected one, or the second of two selected ones"));
    tie_branches = add(tr("Tie &branches…"), {QKeySequence(Qt::SHIFT | Qt::Key_B)},
                       tr("Let two selected groups of layers of the same structure use the same parameters"));
    suggest_ties = add(tr("Suggest &ties…"), {QKeySequence(Qt::SHIFT | Qt::Key_T)},
                       tr("List mirrored and repeated shapes and equal values that could be tied"));
    repeat = add(tr("&Repeat…"), {QKeySequence(Qt::CTRL | Qt::Key_G)},
                 tr("Apply the selected layers several times in a row, with shared or with own parameters"));
    remove_repeat = add(tr("Remo&ve repeat"), {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_G)},
                        tr("Apply the layers of the selected repeat once again; they stay"));
    auto_layout =
        add(tr("Auto &layout"), {QKeySequence(Qt::Key_L)}, tr("Arrange all nodes in columns from left to right"));
    fit_all = add(tr("Fit &all"), {QKeySequence(Qt::Key_Home)}, tr("Show the whole network"), "fit");
    fit_selection =
        add(tr("Fit &selection"), {QKeySequence(Qt::Key_F)}, tr("Show what is selected as large as it fits"));
    zoom_in = add(tr("Zoom &in"), {QKeySequence::ZoomIn, QKeySequence(Qt::CTRL | Qt::Key_Equal)},
                  tr("Show the canvas larger"), "zoom_in");
    zoom_out = add(tr("Zoom &out"), {QKeySequence::ZoomOut}, tr("Show the canvas smaller"), "zoom_out");
    zoom_actual =
        add(tr("Zoom to &100 %"), {QKeySequence(Qt::CTRL | Qt::Key_0)}, tr("Show the canvas at its actual size"));

    CanvasNavigation& navigation = view.navigation();
    connect(cut, &QAction::triggered, this, [this] {
        copyNodes();
        // A repeat is cut with its layers.
        m_view.selection().set(withLayersOfRepeats(m_view.document().network(), m_view.selection().items()));
        removeNodes(false);
    });
    connect(copy, &QAction::triggered, this, &EditorActions::copyNodes);
    connect(paste, &QAction::triggered, this, &EditorActions::pasteNodes);
    connect(duplicate, &QAction::triggered, this, &EditorActions::duplicateNodes);
    connect(remove, &QAction::triggered, this, [this] { removeNodes(false); });
    connect(remove_and_reconnect, &QAction::triggered, this, [this] { removeNodes(true); });
    connect(select_all, &QAction::triggered, this, [this] { selectAll(m_view.document(), m_view.selection()); });
    connect(rename, &QAction::triggered, this, &EditorActions::renameNode);
    connect(add_node, &QAction::triggered, this,
            [this] { m_view.search().open({.position = m_view.cursorPosition()}); });
    connect(connect_to, &QAction::triggered, this, [this] { m_view.search().openConnectTo(); });
    connect(make_shared, &QAction::triggered, this, &EditorActions::makeShared);
    connect(use_again, &QAction::triggered, this, &EditorActions::useAgain);
    connect(tie_branches, &QAction::triggered, this, &EditorActions::tieBranches);
    connect(suggest_ties, &QAction::triggered, this, [this] {
        auto* const dialog = new SuggestionsDialog(&m_view.document(), m_view.window());
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->open();
    });
    connect(repeat, &QAction::triggered, this, [this] { repeatSelection(m_view); });
    connect(remove_repeat, &QAction::triggered, this, [this] {
        removeRepeats(m_view, concernedRepeats(m_view.document().network(), m_view.selection().items()));
    });
    connect(auto_layout, &QAction::triggered, this, &EditorActions::arrange);
    connect(fit_all, &QAction::triggered, this, [this] { m_view.frameAll(); });
    connect(fit_selection, &QAction::triggered, this, [this] { m_view.frameSelection(); });
    connect(zoom_in, &QAction::triggered, &navigation, &CanvasNavigation::zoomIn);
    connect(zoom_out, &QAction::triggered, &navigation, &CanvasNavigation::zoomOut);
    connect(zoom_actual, &QAction::triggered, &navigation, [&navigation] { navigation.setZoom(1); });

    connect(&view.selection(), &Selection::changed, this, &EditorActions::updateEnabled);
    connect(&view.document(), &Document::changed, this, &EditorActions::updateEnabled);
    connect(QApplication::clipboard(), &QClipboard::dataChanged, this, &EditorActions::updateEnabled);
    updateEnabled();
}

QAction* EditorActions::add(const QString& text, const QList<QKeySequence>& keys, const QString& help,
                            const QString& icon)
{
    auto* action = new QAction(text, this);
    action->setShortcuts(keys);
    // Single letters and Delete must not be taken from other parts of the window.
    action->setShortcutContext(Qt::WidgetShortcut);
    const QString key = keys.front().toString(QKeySequence::NativeText);
    action->setToolTip(QStringLiteral("%1 (%2)").arg(help, key));
    action->setStatusTip(help);
    if (!icon.isEmpty())
        action->setIcon(themedIcon(icon));
    m_view.addAction(action);
    return action;
}

QList<QAction*> EditorActions::all() const
{
    return {cut,           copy,         paste,    duplicate,     remove,      remove_and_reconnect,
            select_all,    rename,       add_node, connect_to,    make_shared, use_again,
            tie_branches,  suggest_ties, repeat,   remove_repeat, auto_layout, fit_all,
            fit_selection, zoom_in,      zoom_out, zoom_actual};
}

void EditorActions::updateEnabled()
{
    const SelectedItems& items = m_view.selection().items();
    const bool nodes = hasNodes(items);
    const bool single = items.layers.size() + items.parameters.size() == 1;
    const bool any = !m_view.networkScene().isEmpty();
    const QMimeData* data = QApplication::clipboard()->mimeData();
    for (QAction* action : {cut, copy, duplicate, fit_selection})
        action->setEnabled(nodes);
    paste->setEnabled(hasCopiedNodes(data));
    remove->setEnabled(!items.empty());
    remove_and_reconnect->setEnabled(!items.layers.empty());
    rename->setEnabled(items.layers.size() + items.parameters.size() + items.repeats.size() == 1);
    repeat->setEnabled(!items.layers.empty());
    remove_repeat->setEnabled(!concernedRepeats(m_view.document().network(), items).empty());
    connect_to->setEnabled(single);
    make_shared->setEnabled(!shareChoices(m_view.document().network(), items).empty());
    const auto with_slots = std::ranges::count_if(
        items.layers, [&](LayerId layer) { return hasSlots(m_view.document().network(), layer); });
    use_again->setEnabled(with_slots == 1 || (with_slots == 2 && items.layers.size() == 2));
    tie_branches->setEnabled(with_slots >= 2);
    suggest_ties->setEnabled(any);
    for (QAction* action : {select_all, auto_layout, fit_all})
        action->setEnabled(any);
}

void EditorActions::copyNodes()
{
    copySelection(m_view.document().project(), m_view.selection().items(), *QApplication::clipboard());
}

void EditorActions::askAboutTies(const CopiedNodes& nodes, const std::function<void(PastedTies)>& act)
{
    if (!hasOutsideTies(m_view.document().network(), nodes.fragment)) {
        act(PastedTies::Keep);
        return;
    }
    m_view.prompt().ask(tr("The copies use a shared parameter that is not copied along."),
                        {{tr("Keep the tie"), [act] { act(PastedTies::Keep); }},
                         {tr("Copy the parameter"), [act] { act(PastedTies::Copy); }},
                         {tr("Cancel"), {}}});
}

void EditorActions::pasteNodes()
{
    const Result<CopiedNodes> nodes = copiedNodes(QApplication::clipboard()->mimeData());
    if (!m_view.report(nodes))
        return;
    const CanvasPosition at = cornerFor(*nodes, m_view.cursorPosition());
    askAboutTies(*nodes, [this, nodes = *nodes, at](PastedTies ties) {
        m_view.report(ligature::paste(m_view.document(), m_view.selection(), nodes, ties, at));
    });
}

void EditorActions::duplicateNodes()
{
    const CopiedNodes nodes = ligature::copyNodes(m_view.document().project(), m_view.selection().items());
    askAboutTies(nodes, [this](PastedTies ties) {
        m_view.report(duplicateSelection(m_view.document(), m_view.selection(), ties));
    });
}

void EditorActions::removeNodes(bool reconnect)
{
    const Gap gap = reconnect ? Gap::Close : Gap::Leave;
    const Network& network = m_view.document().network();
    const SelectedItems& items = m_view.selection().items();
    // A parameter that stays in use elsewhere takes the tie of layers with it that are not meant.
    std::size_t uses = 0;
    for (const ParameterId parameter : items.parameters) {
        for (const Slot& slot : usesOf(network, parameter))
            uses += items.layers.contains(slot.layer) ? 0 : 1;
    }
    const auto act = [this, gap] {
        const Network before = m_view.document().network();
        if (m_view.report(deleteSelection(m_view.document(), m_view.selection(), gap)))
            tellEndedRepeats(m_view, before);
    };
    if (uses == 0) {
        act();
        return;
    }
    const QString what = items.parameters.size() == 1
                             ? QString::fromStdString(network.parameters.at(*items.parameters.begin()).name)
                             : tr("What is selected");
    m_view.prompt().ask(uses == 1
                            ? tr("%1 is used by one slot, which will get a parameter of its own.").arg(what)
                            : tr("%1 is used by %2 slots, which will get parameters of their own.").arg(what).arg(uses),
                        {{tr("Delete"), act}, {tr("Cancel"), {}}});
}

void EditorActions::renameNode()
{
    const SelectedItems& items = m_view.selection().items();
    if (!items.layers.empty())
        m_view.nameEditor().open(*items.layers.begin());
    else if (!items.parameters.empty())
        m_view.nameEditor().open(*items.parameters.begin());
    else if (!items.repeats.empty())
        m_view.nameEditor().open(*items.repeats.begin());
}

void EditorActions::makeShared()
{
    const std::vector<Slot> choices = shareChoices(m_view.document().network(), m_view.selection().items());
    if (choices.size() == 1)
        m_view.report(shareSlot(m_view.document(), choices.front()));
    else
        m_view.search().openMakeShared(choices);
}

void EditorActions::useAgain()
{
    Document& document = m_view.document();
    std::vector<LayerId> chosen;
    for (const LayerId layer : document.analysis().order) {
        if (m_view.selection().items().layers.contains(layer) && hasSlots(document.network(), layer))
            chosen.push_back(layer);
    }
    if (chosen.empty())
        return;
    const bool two = chosen.size() == 2;
    openTieDialog(
        &document, tr("Use layer again"), tr("Use %1 again at").arg(layerName(document.network(), chosen.front())),
        two ? std::vector{shareLayerStep(document, chosen[0], chosen[1])} : useAgainSteps(document, chosen.front()),
        &m_view);
}

void EditorActions::tieBranches()
{
    Document& document = m_view.document();
    openTieDialog(&document, tr("Tie branches"), {}, {tieBranchesStep(document, m_view.selection().items().layers)},
                  &m_view);
}

void EditorActions::arrange()
{
    const NetworkScene& scene = m_view.networkScene();
    const Canvas positions = arranged(m_view.document().network(), nodeBoxes(scene));
    const Result<void> done = m_view.document().edit(tr("Arrange all nodes"), [&](Project& project) -> Result<void> {
        project.canvas.layers = positions.layers;
        project.canvas.parameters = positions.parameters;
        return {};
    });
    if (m_view.report(done))
        m_view.frameAll();
}

} // namespace ligature
