// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "core/network/network.h"
#include "core/program/weights.h"

namespace ligature {

/// Two parameters that could be tied: their values are equal to the last bit, as they are or with axes exchanged, and
/// not all one number.
struct EqualParameters {
    std::string first;
    std::string second;
    bool transposed = false; ///< one is the other's transpose
    /// Of three axes or four: the second is the first read with its axes in that order; empty where it is as it is.
    std::vector<std::size_t> axes = {};
    bool operator==(const EqualParameters&) const = default;
};

/// The pairs among parameters that training moves, in their order; each is in one as the second at most.
[[nodiscard]] std::vector<EqualParameters> equalParameters(const Network& network, const Weights& weights);

/// "a and b are equal and could be tied."
[[nodiscard]] std::string toString(const EqualParameters& pair);

} // namespace ligature
