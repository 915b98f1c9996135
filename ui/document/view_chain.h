// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include "core/network/analysis.h"

namespace ligature {

/// What a slot's chain of views makes of its parameter, step by step, against what the slot needs.
struct ViewChain {
    View view = {};
    std::optional<Shape> parameter = {};          ///< the parameter's shape, where it is known
    std::optional<Shape> needed = {};             ///< what the slot needs, where it is known
    std::vector<std::optional<Shape>> after = {}; ///< what each step gives; nothing where that is not known
    std::optional<std::size_t> broken = {};       ///< the first step that cannot read what it is given
    std::optional<Error> problem = {};            ///< why that step cannot, or why the slot cannot read it

    /// What a step is given.
    [[nodiscard]] std::optional<Shape> before(std::size_t step) const;
    /// What the whole chain gives.
    [[nodiscard]] std::optional<Shape> result() const { return before(view.size()); }
    [[nodiscard]] bool fits() const { return needed && result() == needed; }
};

/// @param analysis of the network
[[nodiscard]] ViewChain viewChain(const Network& network, const Analysis& analysis, const Slot& slot);

/// A step that could come next.
struct ViewOffer {
    const ViewType* type = nullptr;
    ViewStep step = {};
    bool fits = false;                 ///< with it, the slot can read the parameter
    std::optional<Shape> gives = {};   ///< what is read with it, where that is known
    std::optional<Error> refused = {}; ///< why it cannot come next
};

/// One for each type: those that fit first, those that cannot come last. Analyses the network once a type.
[[nodiscard]] std::vector<ViewOffer> viewOffers(const Network& network, const Analysis& analysis, const Slot& slot);

/// A shape of the parameter's own with which the slot can read it and of which fewer things are wrong than now.
[[nodiscard]] std::optional<Shape> mendingShape(const Network& network, const Analysis& analysis, const Slot& slot);

} // namespace ligature
