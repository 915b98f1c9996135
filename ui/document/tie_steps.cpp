// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/tie_steps.h"

#include "core/network/declared.h"
#include "core/network/edits.h"
#include "core/retying/share_layers.h"
#include "ui/document/names.h"
#include "ui/document/text.h"

namespace ligature {

namespace {

/// Another layer of the same kind whose every slot reads what this one's reads.
Result<TrainedNetwork> withCopy(const TrainedNetwork& before, LayerId layer)
{
    TrainedNetwork after = before;
    Network& network = after.network;
    const Layer source = network.layers.at(layer);
    const auto owner = declared(network, layer);
    if (!owner)
        return fail(source.name, "its type is not known", "choose another layer");
    const LayerId copy = addLayer(network, source.type, source.name, source.attributes);
    for (const SlotSpec& spec : owner->type->slots(owner->attributes)) {
        const Slot from{layer, spec.name};
        const ParameterId parameter = shareSlot(network, from, source.name + " " + spec.name);
        const Tie tied = network.ties.at(from);
        if (auto done = tie(network, parameter, {copy, spec.name}, tied.view); !done)
            return tl::unexpected(done.error());
        network.ties.at({copy, spec.name}).gradient_factor = tied.gradient_factor;
    }
    return after;
}

} // namespace

Result<void> perform(Document& document, const TieStep& step, Kept kept)
{
    return document.editTies(step.text, [&](const TrainedNetwork& before) { return step.edit(before, kept); });
}

TieStep untieStep(const Document& document, const Slot& slot)
{
    const QString name = slotName(document.network(), slot);
    return {Document::tr("Untie %1").arg(name),
            name,
            Document::tr("%1 gets a parameter of its own with the values that it reads now. Outputs stay as they are; "
                         "from the next step on it learns by itself.")
                .arg(name),
            {},
            {},
            [slot](const TrainedNetwork& before, Kept) { return untieUse(before, slot); }};
}

TieStep untieAllStep(const Document& document, ParameterId parameter)
{
    const QString name = parameterTitle(document.network(), parameter);
    return {Document::tr("Untie all uses of %1").arg(name),
            name,
            Document::tr("Every use of %1 gets a parameter of its own with the values that it reads now, and %1 goes. "
                         "Outputs stay as they are; from the next step on each use learns by itself.")
                .arg(name),
            {},
            {},
            [parameter](const TrainedNetwork& before, Kept) { return untieAll(before, parameter); }};
}

TieStep tieToStep(const Document& document, const Slot& slot, ParameterId parameter, const View& view)
{
    const Network& network = document.network();
    const QString name = parameterTitle(network, parameter);
    const QString read = text(notation(view, name.toStdString()));
    const QString reader = slotName(network, slot);
    const bool has_uses = !usesOf(network, parameter).empty();
    return {Document::tr("Tie %1 to %2").arg(reader, read),
            read,
            Document::tr("%1 reads %2 from now on: one storage, one gradient, one step for all of its uses.")
                .arg(reader, read),
            has_uses ? name : QString(),
            has_uses ? reader : QString(),
            [parameter, slot, view](const TrainedNetwork& before, Kept kept) {
                return tieToParameter(before, parameter, slot, view, kept);
            }};
}

std::vector<TieStep> tieToSteps(const Document& document, const Slot& slot)
{
    const Network& network = document.network();
    std::vector<TieStep> steps;
    for (const auto& [id, parameter] : network.parameters) {
        const auto present = network.ties.find(slot);
        if (!parameter.shared || present == network.ties.end())
            continue;
        std::vector<View> views = {View{}};
        const auto own = document.analysis().parameters.find(id);
        const auto expected = document.analysis().slots.find(slot);
        for (const ViewType* const type : viewTypes()) {
            if (own == document.analysis().parameters.end() || expected == document.analysis().slots.end())
                break;
            if (const auto attributes = type->fitting(own->second.shape, expected->second))
                views.push_back({ViewStep{type->name(), *attributes}});
        }
        for (const View& view : views) {
            const bool is_present = present->second.parameter == id && present->second.view == view;
            if (!is_present && canTie(network, id, slot, view))
                steps.push_back(tieToStep(document, slot, id, view));
        }
    }
    return steps;
}

TieStep shareLayerStep(const Document& document, LayerId a, LayerId b)
{
    const QString name_a = layerName(document.network(), a);
    const QString name_b = layerName(document.network(), b);
    return {Document::tr("Use %1 again at %2").arg(name_a, name_b),
            name_b,
            Document::tr("%2 uses all parameters of %1: the same layer at two places.").arg(name_a, name_b),
            name_a,
            name_b,
            [a, b](const TrainedNetwork& before, Kept kept) { return shareLayer(before, a, b, kept); }};
}

std::vector<TieStep> useAgainSteps(const Document& document, LayerId layer)
{
    const Network& network = document.network();
    std::vector<TieStep> steps;
    for (const auto& [id, other] : network.layers) {
        if (id != layer && canShareLayer(network, document.analysis(), layer, id))
            steps.push_back(shareLayerStep(document, layer, id));
    }
    const QString name = layerName(network, layer);
    const auto owner = declared(network, layer);
    if (owner && !owner->type->slots(owner->attributes).empty()) {
        steps.push_back({Document::tr("Use %1 again").arg(name),
                         Document::tr("A new layer"),
                         Document::tr("Adds a layer that uses all parameters of %1. Link it where %1 is to be used "
                                      "again.")
                             .arg(name),
                         {},
                         {},
                         [layer](const TrainedNetwork& before, Kept) { return withCopy(before, layer); }});
    }
    return steps;
}

TieStep tieBranchesStep(const Document& document, const std::set<LayerId>& selection)
{
    const Network& network = document.network();
    const auto branches = branchesOf(network, document.analysis(), selection);
    QString first = Document::tr("the first branch");
    QString second = Document::tr("the others");
    if (branches.size() == 2) {
        first = Document::tr("the branch of %1").arg(layerName(network, branches[0].front()));
        second = Document::tr("the branch of %1").arg(layerName(network, branches[1].front()));
    }
    return {Document::tr("Tie branches"),
            Document::tr("Branches"),
            Document::tr("Each layer of %1 is used again in its place in %2.").arg(first, second),
            first,
            second,
            [selection](const TrainedNetwork& before, Kept kept) { return tieBranches(before, selection, kept); }};
}

TieStep suggestionStep(const std::vector<TieSuggestion>& chosen)
{
    return {chosen.size() == 1 ? Document::tr("Tie %1").arg(text(chosen.front().title))
                               : Document::tr("Apply %1 suggested ties").arg(chosen.size()),
            Document::tr("Suggestions"),
            {},
            Document::tr("the earlier layer"),
            Document::tr("the later layer"),
            [chosen](const TrainedNetwork& before, Kept kept) { return applySuggestions(before, chosen, kept); }};
}

} // namespace ligature
