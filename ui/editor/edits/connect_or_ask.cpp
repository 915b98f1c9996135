// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/edits/connect_or_ask.h"

#include "ui/dialogs/tie_dialog.h"
#include "ui/document/names.h"
#include "ui/editor/edits/connection.h"
#include "ui/editor/network_view.h"

namespace ligature {

namespace {

/// The slot that comes to read another parameter.
std::optional<Slot> newlyTied(const Network& before, const Network& after)
{
    for (const auto& [slot, tie] : after.ties) {
        const auto old = before.ties.find(slot);
        if (old != before.ties.end() && old->second.parameter != tie.parameter)
            return slot;
    }
    return std::nullopt;
}

} // namespace

void connectOrAsk(NetworkView& view, const Connection& found)
{
    Document& document = view.document();
    Project trial = document.project();
    const auto applied = found.apply(trial);
    const auto slot = applied ? newlyTied(document.network(), trial.network) : std::nullopt;
    // Before any training a parameter keeps the draw of whichever is tied to, and there is nothing to ask.
    if (!slot || !document.trainedNetwork().state) {
        view.report(document.edit(found.text, found.apply));
        return;
    }
    const QString first = parameterTitle(document.network(), trial.network.ties.at(*slot).parameter);
    const QString second = slotName(document.network(), *slot);
    TieStep step{
        found.text,
        {},
        Document::tr("Training has given %1 and %2 different values.").arg(first, second),
        first,
        second,
        [network = trial.network](const TrainedNetwork& present, Kept kept) { return tieAs(present, network, kept); }};
    view.report(tieOrAsk(&document, std::move(step), &view));
}

} // namespace ligature
