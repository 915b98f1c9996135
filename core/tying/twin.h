// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

#include "core/network/analysis.h"
#include "core/tying/derived_network.h"

namespace ligature {

/// The untied twin of a network: the same layers with the same ids, each use of a shared parameter with a private
/// parameter of its own. It has a source for every parameter.
using Twin = DerivedNetwork;

/// Whether there is something to untie: several uses, or one whose view reads entries more than once (a broadcast, a
/// hash), which ties the places that it reads them at.
/// @param uses all of one parameter
[[nodiscard]] bool isTied(const Network& network, std::span<const Slot> uses);

/// A pure function. A parameter that is not tied keeps its id; of one that is, each use gets a new one, of the shape
/// that its view reads, trainable and decayed as the original. A read that is transposed in place gets a copy that is
/// stored transposed, so that the same kernels run on it and the losses at step 0 are equal to the last bit; any other
/// is copied into order by the tied network too.
[[nodiscard]] Twin untie(const Network& network);

/// The same of one parameter: every use gets a private one.
/// @param derived made of the drawn network, in which the parameter has its own values
/// @param analysis of derived.network
void untieParameter(DerivedNetwork& derived, const Analysis& analysis, ParameterId parameter,
                    std::span<const Slot> uses);

} // namespace ligature
