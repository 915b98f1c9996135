// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>

#include "core/network/network.h"

namespace ligature {

/// Where a parameter of a network that was made of a drawn one has its first values from.
struct ValueSource {
    ParameterId parameter; ///< in the drawn network
    View view = {};        ///< how the use read it
    bool operator==(const ValueSource&) const = default;
};

/// A network that was made of a drawn one.
struct DerivedNetwork {
    Network network;
    /// A parameter of the network that is not here has a draw of its own, from the stream that its id names.
    std::map<ParameterId, ValueSource> sources = {};
    /// Copies of one parameter are pulled towards one another while they train, with the settings' soft_tie.
    bool is_soft = false;
};

} // namespace ligature
