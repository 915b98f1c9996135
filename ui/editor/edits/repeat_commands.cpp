// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/edits/repeat_commands.h"

#include <algorithm>

#include "core/network/repeat.h"
#include "ui/dialogs/repeat_dialog.h"
#include "ui/document/named_repeat_edits.h"
#include "ui/document/names.h"
#include "ui/editor/network_view.h"

namespace ligature {

std::set<RepeatId> concernedRepeats(const Network& network, const SelectedItems& items)
{
    std::set<RepeatId> repeats = items.repeats;
    for (const LayerId layer : items.layers) {
        if (const RepeatId repeat = repeatOf(network, layer))
            repeats.insert(repeat);
    }
    return repeats;
}

void repeatSelection(NetworkView& view)
{
    const std::set<LayerId>& layers = view.selection().items().layers;
    if (!view.report(canRepeat(view.document(), layers)))
        return;
    auto* const dialog = new RepeatDialog(&view.document(), &view.selection(), layers, view.window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void removeRepeats(NetworkView& view, const std::set<RepeatId>& repeats)
{
    const std::set<LayerId> layers = layersOf(view.document().network(), {.repeats = repeats});
    if (view.report(removeRepeats(view.document(), repeats)))
        view.selection().set({.layers = layers});
}

void addSelectionTo(NetworkView& view, RepeatId repeat)
{
    view.report(addToRepeat(view.document(), repeat, view.selection().items().layers));
}

void takeSelectionOut(NetworkView& view)
{
    view.report(takeOutOfRepeats(view.document(), view.selection().items().layers));
}

void tellEndedRepeats(NetworkView& view, const Network& before)
{
    const Network& network = view.document().network();
    for (const auto& [id, repeat] : before.repeats) {
        const bool any_left =
            std::ranges::any_of(repeat.layers, [&](LayerId layer) { return network.layers.contains(layer); });
        if (network.repeats.contains(id) || !any_left)
            continue;
        const Result<RepeatPorts> ports = [&] {
            std::set<LayerId> left = repeat.layers;
            std::erase_if(left, [&](LayerId layer) { return !network.layers.contains(layer); });
            return repeatPorts(network, left);
        }();
        if (ports)
            continue;
        view.say(NetworkView::tr("%1 is no longer repeated: %2. Delete and reconnect keeps a repeat.")
                     .arg(QString::fromStdString(repeat.name), QString::fromStdString(ports.error().what)),
                 view.cursorPosition(), CanvasTip::Kind::Information);
    }
}

} // namespace ligature
