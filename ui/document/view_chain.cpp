// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/view_chain.h"

#include <algorithm>

#include "core/network/view_edit.h"
#include "core/views/offered_input.h"

namespace ligature {

namespace {

std::ptrdiff_t errors(const Analysis& analysis)
{
    return std::ranges::count(analysis.diagnostics, Severity::Error, &Diagnostic::severity);
}

/// Attributes to begin with: those with which the slot can read it, the defaults, or, where these do not suit the
/// shape, those that turn it round or leave it as it is.
Attributes firstAttributes(const ViewType& type, const std::optional<Shape>& given, const std::optional<Shape>& needed)
{
    if (!given)
        return {};
    if (needed) {
        if (const auto fitting = type.fitting(*given, *needed))
            return *fitting;
    }
    if (outputShape({ViewStep{type.name()}}, *given))
        return {};
    for (const Shape& wanted : {given->reversed(), *given}) {
        if (const auto fitting = type.fitting(*given, wanted))
            return *fitting;
    }
    return {};
}

ViewOffer offer(const ViewType& type, const Network& network, const ViewChain& chain, const Slot& slot)
{
    ViewOffer offer{&type, {type.name(), firstAttributes(type, chain.result(), chain.needed)}};
    if (const auto given = chain.result()) {
        if (const Result<Shape> seen = outputShape({offer.step}, *given); !seen) {
            offer.refused = seen.error();
            return offer;
        }
    }
    // Tried out, for the parameter's shape may follow.
    Network tried = network;
    View view = chain.view;
    view.push_back(offer.step);
    if (const Result<void> done = changeView(tried, slot, std::move(view)); !done) {
        offer.refused = done.error();
        return offer;
    }
    const ViewChain with = viewChain(tried, analyse(tried), slot);
    offer.fits = with.fits();
    offer.gives = with.result();
    return offer;
}

} // namespace

std::optional<Shape> ViewChain::before(std::size_t step) const
{
    return step == 0 ? parameter : after.at(step - 1);
}

ViewChain viewChain(const Network& network, const Analysis& analysis, const Slot& slot)
{
    ViewChain chain;
    const auto tie = network.ties.find(slot);
    if (tie == network.ties.end())
        return chain;
    chain.view = tie->second.view;
    if (const auto own = analysis.parameters.find(tie->second.parameter); own != analysis.parameters.end())
        chain.parameter = own->second.shape;
    if (const auto expected = analysis.slots.find(slot); expected != analysis.slots.end())
        chain.needed = expected->second;
    std::optional<Shape> shape = chain.parameter;
    for (std::size_t i = 0; i < chain.view.size(); ++i) {
        if (shape) {
            const Result<Shape> seen = outputShape({chain.view[i]}, *shape);
            if (!seen) {
                chain.broken = i;
                chain.problem = seen.error();
            }
            shape = seen ? std::optional(*seen) : std::nullopt;
        }
        chain.after.push_back(shape);
    }
    if (chain.problem || !chain.needed)
        return chain;
    const std::string name = parameterName(network, tie->second.parameter);
    if (!shape) {
        const Result<Shape> told = inputShape(chain.view, *chain.needed);
        chain.problem = told ? Error{{}, name + "'s shape is not known yet", "give it a shape"} : told.error();
    } else if (*shape != *chain.needed) {
        chain.problem = Error{{},
                              slot.slot + " needs " + chain.needed->toString() + ", and " + notation(chain.view, name) +
                                  " gives " + shape->toString(),
                              {}};
    }
    return chain;
}

std::vector<ViewOffer> viewOffers(const Network& network, const Analysis& analysis, const Slot& slot)
{
    const ViewChain chain = viewChain(network, analysis, slot);
    std::vector<ViewOffer> offers;
    for (const ViewType* const type : viewTypes())
        offers.push_back(offer(*type, network, chain, slot));
    const auto rank = [](const ViewOffer& o) { return o.refused ? 2 : o.fits ? 0 : 1; };
    std::ranges::stable_sort(offers, {}, rank);
    return offers;
}

std::optional<Shape> mendingShape(const Network& network, const Analysis& analysis, const Slot& slot)
{
    const ViewChain chain = viewChain(network, analysis, slot);
    if (!chain.needed || chain.fits())
        return std::nullopt;
    const auto offered = offeredInput(chain.view, *chain.needed);
    if (!offered || offered == chain.parameter || offered->elementCount() > largestTensor)
        return std::nullopt;
    Network tried = network;
    tried.parameters.at(tried.ties.at(slot).parameter).shape = offered;
    const Analysis with = analyse(tried);
    return viewChain(tried, with, slot).fits() && errors(with) < errors(analysis) ? offered : std::nullopt;
}

} // namespace ligature
