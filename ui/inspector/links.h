// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include "core/network/analysis.h"

/// Names in rich text that select what they name when they are clicked.
namespace ligature {

class Selection;

[[nodiscard]] QString linkTo(const Network& network, LayerId layer);
[[nodiscard]] QString linkTo(const Network& network, RepeatId repeat);
[[nodiscard]] QString linkTo(const Network& network, ParameterId parameter);
/// "encoder.weight", leading to the layer.
[[nodiscard]] QString linkTo(const Network& network, const Slot& slot);
/// Where the diagnostic is; empty where it is of the network as a whole.
[[nodiscard]] QString linkTo(const Network& network, const Diagnostic& diagnostic);

/// Selects what a link's address names.
void follow(const QString& address, Selection& selection);

} // namespace ligature
