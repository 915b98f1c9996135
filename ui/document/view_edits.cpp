// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/view_edits.h"

#include <algorithm>

#include "core/network/view_edit.h"
#include "ui/document/gone.h"
#include "ui/document/named_edits.h"
#include "ui/document/names.h"
#include "ui/document/view_chain.h"

namespace ligature {

namespace {

QString titleOf(const ViewStep& step)
{
    const ViewType* const type = findViewType(step.type);
    return QString::fromStdString(type != nullptr ? type->title() : step.type);
}

/// The view as it is; nothing where it has no such step.
std::optional<View> viewWith(const Document& document, const Slot& slot, std::size_t at)
{
    const auto tie = document.network().ties.find(slot);
    if (tie == document.network().ties.end() || at >= tie->second.view.size())
        return std::nullopt;
    return tie->second.view;
}

Result<void> change(Document& document, const Slot& slot, const QString& text, const View& view,
                    const QString& merge_key = {})
{
    return document.edit(
        text, [&](Project& project) { return changeView(project.network, slot, view); }, merge_key);
}

} // namespace

Result<void> addViewStep(Document& document, const Slot& slot, const ViewStep& step)
{
    const auto tie = document.network().ties.find(slot);
    if (tie == document.network().ties.end())
        return tl::unexpected(gone());
    View view = tie->second.view;
    view.push_back(step);
    return change(document, slot,
                  Document::tr("Add “%1” to how %2 reads").arg(titleOf(step), slotName(document.network(), slot)),
                  view);
}

Result<void> removeViewStep(Document& document, const Slot& slot, std::size_t at)
{
    std::optional<View> view = viewWith(document, slot, at);
    if (!view)
        return tl::unexpected(gone());
    const QString text =
        Document::tr("Remove “%1” from how %2 reads").arg(titleOf((*view)[at]), slotName(document.network(), slot));
    view->erase(view->begin() + static_cast<std::ptrdiff_t>(at));
    return change(document, slot, text, *view);
}

Result<void> moveViewStep(Document& document, const Slot& slot, std::size_t at, std::size_t to)
{
    std::optional<View> view = viewWith(document, slot, std::max(at, to));
    if (!view)
        return tl::unexpected(gone());
    const QString text = (to < at ? Document::tr("Read “%1” earlier at %2") : Document::tr("Read “%1” later at %2"))
                             .arg(titleOf((*view)[at]), slotName(document.network(), slot));
    ViewStep moved = (*view)[at];
    view->erase(view->begin() + static_cast<std::ptrdiff_t>(at));
    view->insert(view->begin() + static_cast<std::ptrdiff_t>(to), std::move(moved));
    return change(document, slot, text, *view);
}

Result<void> setViewAttribute(Document& document, const Slot& slot, std::size_t at, const std::string& name,
                              const AttributeValue& value, const QString& merge_key)
{
    std::optional<View> view = viewWith(document, slot, at);
    const ViewType* const type = view ? findViewType((*view)[at].type) : nullptr;
    if (type == nullptr)
        return tl::unexpected(gone());
    ViewStep& step = (*view)[at];
    QString label = QString::fromStdString(name);
    step.attributes.set(name, value);
    for (const AttributeSpec& spec : type->attributes()) {
        if (spec.name != name)
            continue;
        label = QString::fromStdString(spec.label).toLower();
        if (value == spec.default_value)
            step.attributes.erase(name); // A default is not written.
    }
    const ViewChain chain = viewChain(document.network(), document.analysis(), slot);
    if (const auto given = chain.before(at); given && chain.broken != at) {
        if (const Result<Shape> seen = outputShape({step}, *given); !seen)
            return tl::unexpected(seen.error());
    }
    const QString text =
        Document::tr("Set the %1 of “%2” at %3 to %4")
            .arg(label, titleOf(step), slotName(document.network(), slot), QString::fromStdString(toString(value)));
    return change(document, slot, text, *view, merge_key);
}

Result<void> setParameterShape(Document& document, ParameterId parameter, const std::optional<Shape>& shape)
{
    const QString name = parameterTitle(document.network(), parameter);
    return editParameters(
        document, {parameter},
        shape ? Document::tr("Set %1's shape to %2").arg(name, QString::fromStdString(shape->toString()))
              : Document::tr("Let %1's shape follow its uses").arg(name),
        [&](Parameter& changed) { changed.shape = shape; });
}

} // namespace ligature
