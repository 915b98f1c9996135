// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <map>
#include <string>

#include "core/network/network.h"

namespace ligature {

class LayerType;

/// A network in which layers that are made of layers (CompositeLayer) are replaced by their parts. The part that gives
/// the output has the id of the whole, so that what reads it still does; the others have new ones. A part is named
/// "block.up" (a '.' is in no name that a user gives), so that its private parameters keep theirs, "block.up.weight";
/// ties stay what they are, at the parts' slots.
struct SpelledOut {
    Network network;
    std::map<LayerId, std::string> wholes; ///< the name of the whole, by the part that gives its output

    /// What people call what the layer gives: its name, or that of the whole whose output it is.
    [[nodiscard]] const std::string& nameOfOutput(LayerId layer) const;
};

/// A pure function. A composite whose inputs are not known, or that is wrong, stays as it is.
/// @param keeps whether a composite type stays too: for what has a version of it that is written by hand
[[nodiscard]] SpelledOut spellOutComposites(const Network& network,
                                            const std::function<bool(const LayerType&)>& keeps = {});

/// Whether something that takes these types takes this one: itself, or all that it is made of.
[[nodiscard]] bool takesWholeOrParts(const LayerType& type, const std::function<bool(const LayerType&)>& takes);

} // namespace ligature
