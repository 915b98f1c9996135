// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include "core/network/network.h"
#include "ui/document/selection.h"

/// What undo steps, labels and screen readers call the things of a network.
namespace ligature {

/// "encoder"; "layer" where it is gone.
[[nodiscard]] QString layerName(const Network& network, LayerId layer);
/// "encoder.weight".
[[nodiscard]] QString slotName(const Network& network, const Slot& slot);
/// A shared parameter's name, "encoder.weight" for a private one.
[[nodiscard]] QString parameterTitle(const Network& network, ParameterId parameter);
/// "encoder"; "repeat" where it is gone.
[[nodiscard]] QString repeatName(const Network& network, RepeatId repeat);
/// "Dense"; the type's own name where there is no such type.
[[nodiscard]] QString layerTypeTitle(const Layer& layer);
/// "encoder", "3 layers", "encoder and W", "2 repeats" (whose layers go without saying), "2 layers and 1 parameter",
/// "link to decoder", "tie of decoder.weight".
[[nodiscard]] QString describe(const Network& network, const SelectedItems& items);

} // namespace ligature
