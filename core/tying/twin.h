// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>

#include "core/network/network.h"

namespace ligature {

/// Where a twin's parameter has its first values from.
struct TwinSource {
    ParameterId parameter; ///< in the tied network
    View view = {};        ///< how the use read it
};

/// The untied twin of a network: the same layers with the same ids, each use of a shared parameter with a private
/// parameter of its own.
struct Twin {
    Network network;
    std::map<ParameterId, TwinSource> sources; ///< for every parameter of the twin
};

/// A pure function. A parameter with one use or none keeps its id; of a parameter with several uses, each use gets a
/// new one, of the shape that its view reads, trainable and decayed as the original. A transposed read gets a copy that
/// is stored transposed, so that the same kernels run on it and the losses at step 0 are equal to the last bit.
[[nodiscard]] Twin untie(const Network& network);

} // namespace ligature
