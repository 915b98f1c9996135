// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/edit_selection.h"

#include <algorithm>

#include "core/network/edits.h"
#include "core/network/repeat.h"
#include "core/network/repeat_edits.h"
#include "ui/document/names.h"

namespace ligature {

Result<void> deleteSelection(Document& document, Selection& selection, Gap gap)
{
    const SelectedItems items = selection.items();
    if (items.empty())
        return {};
    const bool wires_alone = items.layers.empty() && items.parameters.empty() && items.repeats.empty();
    const bool repeats_alone = items.layers.empty() && items.parameters.empty();
    QString text = Document::tr("Delete %1");
    if (wires_alone && items.links.empty() && items.ties.size() == 1)
        text = Document::tr("Untie %1").arg(slotName(document.network(), *items.ties.begin()));
    else if (!items.repeats.empty() && repeats_alone)
        text = items.repeats.size() == 1 ? Document::tr("Remove repeat %1") : Document::tr("Remove %1");
    if (text.contains(QLatin1String("%1")))
        text = text.arg(describe(document.network(), items));
    const auto done = document.edit(text, [&](Project& project) -> Result<void> {
        for (const Port& input : items.links)
            unlink(project.network, input);
        for (const Slot& slot : items.ties)
            untieSlot(project.network, slot);
        for (const RepeatId repeat : items.repeats)
            removeRepeat(project.network, repeat);
        const Network before = project.network;
        if (gap == Gap::Close) {
            for (const LayerId layer : items.layers)
                removeAndReconnect(project.network, layer);
        }
        remove(project.network, items.layers, items.parameters);
        if (std::ranges::any_of(items.layers, [&](LayerId layer) { return bool(repeatOf(before, layer)); }))
            endBrokenRepeats(project.network, before);
        return {};
    });
    selection.prune(document.network());
    return done;
}

Result<void> duplicateSelection(Document& document, Selection& selection, PastedTies ties)
{
    const CopiedNodes nodes = copyNodes(document.project(), selection.items());
    if (nodes.fragment.network.layers.empty() && nodes.fragment.chosen_parameters.empty())
        return {};
    SelectedItems added;
    const QString text = Document::tr("Duplicate %1").arg(describe(document.network(), selection.items()));
    const auto done = document.edit(text, [&](Project& project) -> Result<void> {
        added = pasteNodes(project, nodes, ties);
        return {};
    });
    if (done)
        selection.set(std::move(added));
    return done;
}

Result<void> paste(Document& document, Selection& selection, const CopiedNodes& nodes, PastedTies ties,
                   std::optional<CanvasPosition> at)
{
    SelectedItems copied;
    for (const auto& [id, layer] : nodes.fragment.network.layers)
        copied.layers.insert(id);
    for (const auto& [id, repeat] : nodes.fragment.network.repeats)
        copied.repeats.insert(id);
    copied.parameters = nodes.fragment.chosen_parameters;
    if (copied.empty())
        return {};
    SelectedItems added;
    const QString text = Document::tr("Paste %1").arg(describe(nodes.fragment.network, copied));
    const auto done = document.edit(text, [&](Project& project) -> Result<void> {
        added = pasteNodes(project, nodes, ties, at);
        return {};
    });
    if (done)
        selection.set(std::move(added));
    return done;
}

void selectAll(const Document& document, Selection& selection)
{
    SelectedItems items;
    for (const auto& [id, layer] : document.network().layers)
        items.layers.insert(id);
    for (const auto& [id, parameter] : document.network().parameters) {
        if (parameter.shared)
            items.parameters.insert(id);
    }
    selection.set(std::move(items));
}

void selectUses(const Document& document, Selection& selection, ParameterId parameter)
{
    SelectedItems items;
    for (const Slot& slot : usesOf(document.network(), parameter))
        items.ties.insert(slot);
    selection.set(std::move(items));
}

} // namespace ligature
