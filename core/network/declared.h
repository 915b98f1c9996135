// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "core/layers/layer_type.h"
#include "core/network/network.h"

/// What edits ask of a network's layers.
namespace ligature {

/// A layer's type with its attributes, complete.
struct DeclaredLayer {
    const LayerType* type = nullptr;
    Attributes attributes;
};

/// What the layer's type declares for its attributes; nothing for an unknown layer or type.
[[nodiscard]] std::optional<DeclaredLayer> declared(const Network& network, LayerId id);

/// The slots that the layer has; none for an unknown layer or type.
[[nodiscard]] std::vector<SlotSpec> slotsOf(const Network& network, LayerId id);

[[nodiscard]] std::optional<SlotSpec> findSlot(const Network& network, const Slot& slot);

/// Gives a slot that has no tie a private parameter, drawn as the slot says.
void tiePrivate(Network& network, const Slot& slot, const SlotSpec& spec);

/// Removes a parameter that is private to the slot; a shared one stays.
void dropPrivateParameter(Network& network, const Slot& slot);

} // namespace ligature
