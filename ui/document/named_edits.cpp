// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/named_edits.h"

#include "core/network/edits.h"
#include "core/project/arrangement.h"
#include "core/project/project_remedy.h"
#include "ui/document/canvas_upkeep.h"
#include "ui/document/gone.h"
#include "ui/document/names.h"
#include "ui/document/text.h"

namespace ligature {

namespace {

/// "Output features" in the middle of a sentence; "ReLU slope" stays as it is.
QString inSentence(QString label)
{
    if (label.size() > 1 && label[1].isLower())
        label[0] = label[0].toLower();
    return label;
}

QString valueText(const AttributeSpec& spec, const AttributeValue& value)
{
    if (spec.kind == AttributeKind::Choice) {
        for (const AttributeChoice& choice : spec.choices) {
            if (AttributeValue(choice.value) == value)
                return text(choice.label);
        }
    }
    return text(toString(value));
}

QString attributeStep(const Network& network, const std::set<LayerId>& layers, const AttributeSpec& spec,
                      const AttributeValue& value)
{
    const QString label = inSentence(text(spec.label));
    const bool single = layers.size() == 1;
    const QString owner = single ? layerName(network, *layers.begin()) : Document::tr("%1 layers").arg(layers.size());
    if (const bool* on = std::get_if<bool>(&value))
        return (*on ? Document::tr("Turn on %1 of %2") : Document::tr("Turn off %1 of %2")).arg(label, owner);
    return (single ? Document::tr("Set %1's %2 to %3") : Document::tr("Set the %2 of %1 to %3"))
        .arg(owner, label, valueText(spec, value));
}

QString slotsText(const Network& network, const std::set<Slot>& slots)
{
    return slots.size() == 1 ? slotName(network, *slots.begin()) : Document::tr("%1 slots").arg(slots.size());
}

} // namespace

Result<void> renameLayer(Document& document, LayerId layer, const QString& name)
{
    const QString step = Document::tr("Rename %1 to %2").arg(layerName(document.network(), layer), name);
    return document.edit(step, [&](Project& project) -> Result<void> {
        if (!project.network.layers.contains(layer))
            return tl::unexpected(gone());
        return renameLayer(project.network, layer, name.toStdString());
    });
}

Result<void> renameParameter(Document& document, ParameterId parameter, const QString& name)
{
    const QString step = Document::tr("Rename %1 to %2").arg(parameterTitle(document.network(), parameter), name);
    return document.edit(step, [&](Project& project) -> Result<void> {
        if (!project.network.parameters.contains(parameter))
            return tl::unexpected(gone());
        return renameParameter(project.network, parameter, name.toStdString());
    });
}

Result<void> setAttribute(Document& document, const std::set<LayerId>& layers, const AttributeSpec& spec,
                          const AttributeValue& value, const QString& merge_key)
{
    return document.edit(
        attributeStep(document.network(), layers, spec, value),
        [&](Project& project) -> Result<void> {
            for (const LayerId layer : layers) {
                const auto found = project.network.layers.find(layer);
                if (found == project.network.layers.end())
                    return tl::unexpected(gone());
                if (auto done = setAttribute(project.network, layer, spec.name, value); !done)
                    return done;
                // A default is not written, so that a value turned there and back leaves nothing behind.
                if (value == spec.default_value)
                    found->second.attributes.erase(spec.name);
            }
            return {};
        },
        merge_key);
}

Result<void> editParameters(Document& document, const std::set<ParameterId>& parameters, const QString& step,
                            const std::function<void(Parameter&)>& change, const QString& merge_key)
{
    return document.edit(
        step,
        [&](Project& project) -> Result<void> {
            for (const ParameterId id : parameters) {
                const auto found = project.network.parameters.find(id);
                if (found == project.network.parameters.end())
                    return tl::unexpected(gone());
                change(found->second);
            }
            return {};
        },
        merge_key);
}

Result<void> shareSlot(Document& document, const Slot& slot)
{
    const QString step = Document::tr("Share %1").arg(slotName(document.network(), slot));
    return document.edit(step, [&](Project& project) -> Result<void> {
        const ParameterId parameter = shareSlot(project.network, slot);
        if (!parameter)
            return tl::unexpected(gone());
        if (!project.canvas.parameters.contains(parameter))
            project.canvas.parameters[parameter] = placeBelow(project.canvas, {slot.layer});
        return {};
    });
}

Result<View> viewThatFits(const Document& document, ParameterId parameter, const Slot& slot)
{
    const Analysis& analysis = document.analysis();
    const auto expected = analysis.slots.find(slot);
    const auto own = analysis.parameters.find(parameter);
    if (expected == analysis.slots.end() || own == analysis.parameters.end() || own->second.shape == expected->second)
        return View{};
    // Other views may fit too, and mean something else: they are chosen, not guessed.
    if (const auto seen = outputShape(transposeView(), own->second.shape); seen && *seen == expected->second)
        return transposeView();
    return fail(slotName(document.network(), slot).toStdString(),
                "it needs " + expected->second.toString() + ", and " +
                    parameterTitle(document.network(), parameter).toStdString() + " is " + own->second.shape.toString(),
                "tie slots of the same shape, or of the transposed one");
}

Result<void> untieSlots(Document& document, const std::set<Slot>& slots)
{
    const QString step = Document::tr("Untie %1").arg(slotsText(document.network(), slots));
    return document.edit(step, [&](Project& project) -> Result<void> {
        for (const Slot& slot : slots)
            untieSlot(project.network, slot);
        return {};
    });
}

Result<void> setView(Document& document, const Slot& slot, const View& view)
{
    const auto present = document.network().ties.find(slot);
    if (present == document.network().ties.end())
        return tl::unexpected(gone());
    const QString read =
        text(notation(view, parameterTitle(document.network(), present->second.parameter).toStdString()));
    const QString step = Document::tr("Let %1 read %2").arg(slotName(document.network(), slot), read);
    return document.edit(step, [&](Project& project) -> Result<void> {
        Tie& tied = project.network.ties.at(slot);
        if (!project.network.parameters.at(tied.parameter).shared) {
            tied.view = view;
            return {};
        }
        const double factor = tied.gradient_factor;
        if (auto done = tie(project.network, tied.parameter, slot, view); !done)
            return done;
        project.network.ties.at(slot).gradient_factor = factor;
        return {};
    });
}

Result<void> setGradientFactor(Document& document, const std::set<Slot>& slots, double factor)
{
    const QString owner = slotsText(document.network(), slots);
    const QString step = factor == 0 ? Document::tr("Stop the gradient of %1").arg(owner)
                                     : Document::tr("Set the gradient factor of %1 to %2").arg(owner).arg(factor);
    return document.edit(step, [&](Project& project) -> Result<void> {
        for (const Slot& slot : slots) {
            const auto found = project.network.ties.find(slot);
            if (found == project.network.ties.end())
                return tl::unexpected(gone());
            found->second.gradient_factor = factor;
        }
        return {};
    });
}

Result<void> setProjectName(Document& document, const QString& name)
{
    return document.edit(Document::tr("Rename the project to %1").arg(name), [&](Project& project) -> Result<void> {
        project.name = name.toStdString();
        return {};
    });
}

Result<void> setProjectDescription(Document& document, const QString& description)
{
    return document.edit(Document::tr("Change the project's description"), [&](Project& project) -> Result<void> {
        project.description = description.toStdString();
        return {};
    });
}

Result<void> applyRemedy(Document& document, const Remedy& remedy)
{
    if (asksForData(remedy)) {
        document.askForData();
        return {};
    }
    return document.edit(QString::fromStdString(remedy.title), [&](Project& project) -> Result<void> {
        if (auto done = ligature::applyRemedy(project, remedy); !done)
            return done;
        placeNewNodes(project);
        return {};
    });
}

} // namespace ligature
