// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/named_repeat_edits.h"

#include "core/network/repeat.h"
#include "core/network/repeat_edits.h"
#include "ui/document/names.h"
#include "ui/document/quantity_text.h"

namespace ligature {

namespace {

/// The repeats that have one of the layers.
std::set<RepeatId> repeatsOf(const Network& network, const std::set<LayerId>& layers)
{
    std::set<RepeatId> repeats;
    for (const LayerId layer : layers) {
        if (const RepeatId repeat = repeatOf(network, layer))
            repeats.insert(repeat);
    }
    return repeats;
}

} // namespace

Result<void> canRepeat(const Document& document, const std::set<LayerId>& layers)
{
    Network tried = document.network();
    if (const auto added = addRepeat(tried, layers, 2, true); !added)
        return tl::unexpected(added.error());
    return fitsItself(*repeatPorts(tried, layers), document.analysis().outputs);
}

Result<RepeatId> repeatLayers(Document& document, const std::set<LayerId>& layers, std::int64_t count, bool shared)
{
    if (const auto possible = canRepeat(document, layers); !possible)
        return tl::unexpected(possible.error());
    const QString what = describe(document.network(), SelectedItems{.layers = layers});
    const QString step = count == 1 ? Document::tr("Repeat %1 once").arg(what)
                                    : Document::tr("Repeat %1 %2 times").arg(what, groupedNumber(count));
    RepeatId made;
    const auto done = document.edit(step, [&](Project& project) -> Result<void> {
        const auto added = addRepeat(project.network, layers, count, shared);
        if (!added)
            return tl::unexpected(added.error());
        made = *added;
        return {};
    });
    if (!done)
        return tl::unexpected(done.error());
    return made;
}

Result<void> removeRepeats(Document& document, const std::set<RepeatId>& repeats)
{
    const QString what = describe(document.network(), SelectedItems{.repeats = repeats});
    const QString step = repeats.size() == 1 ? Document::tr("Remove repeat %1") : Document::tr("Remove %1");
    return document.edit(step.arg(what), [&](Project& project) -> Result<void> {
        for (const RepeatId repeat : repeats)
            removeRepeat(project.network, repeat);
        return {};
    });
}

Result<void> addToRepeat(Document& document, RepeatId repeat, const std::set<LayerId>& layers)
{
    const Network& network = document.network();
    const QString step = Document::tr("Add %1 to %2")
                             .arg(describe(network, SelectedItems{.layers = layers}), repeatName(network, repeat));
    return document.edit(step,
                         [&](Project& project) { return ligature::addToRepeat(project.network, repeat, layers); });
}

Result<void> takeOutOfRepeats(Document& document, const std::set<LayerId>& layers)
{
    const Network& network = document.network();
    const QString what = describe(network, SelectedItems{.layers = layers});
    const QString from = describe(network, SelectedItems{.repeats = repeatsOf(network, layers)});
    return document.edit(Document::tr("Take %1 out of %2").arg(what, from),
                         [&](Project& project) { return ligature::takeOutOfRepeats(project.network, layers); });
}

Result<void> renameRepeat(Document& document, RepeatId repeat, const QString& name)
{
    const QString step = Document::tr("Rename %1 to %2").arg(repeatName(document.network(), repeat), name);
    return document.edit(
        step, [&](Project& project) { return ligature::renameRepeat(project.network, repeat, name.toStdString()); });
}

Result<void> setRepeatCount(Document& document, RepeatId repeat, std::int64_t count, const QString& merge_key)
{
    const QString step = (count == 1 ? Document::tr("Set %1 to %2 pass") : Document::tr("Set %1 to %2 passes"))
                             .arg(repeatName(document.network(), repeat), groupedNumber(count));
    return document.edit(
        step, [&](Project& project) { return ligature::setRepeatCount(project.network, repeat, count); }, merge_key);
}

Result<void> setRepeatShared(Document& document, RepeatId repeat, bool shared)
{
    const QString step = shared ? Document::tr("Let the passes of %1 share their parameters")
                                : Document::tr("Give each pass of %1 parameters of its own");
    return document.edit(step.arg(repeatName(document.network(), repeat)),
                         [&](Project& project) { return ligature::setRepeatShared(project.network, repeat, shared); });
}

QString passesText(std::int64_t count)
{
    if (count == 1)
        return Document::tr("Applied once, as without a repeat.");
    return Document::tr("Applied %1 times in a row: each pass takes what the one before gives.")
        .arg(groupedNumber(count));
}

QString sharingText(std::int64_t count, bool shared, const RepeatAccount& account)
{
    if (account.own == 0)
        return Document::tr("Its layers have no parameters.");
    const QString once = groupedNumber(account.shared);
    const QString each = groupedNumber(account.own);
    if (count == 1)
        return Document::tr("Its layers have %1 parameters.").arg(once);
    if (account.own == account.shared)
        return Document::tr("Its %1 parameters are used outside too, so each pass reads the same.").arg(once);
    return (shared
                ? Document::tr("All passes share one set of parameters: %1 instead of %2.").arg(once, each)
                : Document::tr("Each pass has parameters of its own: %2; shared, they would be %1.").arg(once, each));
}

RepeatAccount accountOf(const Document& document, RepeatId repeat)
{
    return accountOf(document.network(), document.analysis(), document.account(), repeat);
}

} // namespace ligature
