// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/project/project.h"

namespace ligature {

/// The least colour index that no shared parameter has yet.
[[nodiscard]] int freeColour(const Canvas& canvas);

/// Drops positions and colours of nodes that the network no longer has and gives every shared parameter a colour, so
/// that no edit has to think of it.
void keepCanvasInStep(Project& project);

/// Gives layers and shared parameters that have no place on the canvas one: a parameter below the layer of its first
/// use, a layer below all others.
void placeNewNodes(Project& project);

} // namespace ligature
