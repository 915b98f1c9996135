// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/network/ids.h"
#include "core/tensor/shape.h"

namespace ligature {

/// The values of one parameter, row-major over its shape, whatever the order in memory while it trains.
struct ParameterValues {
    ParameterId parameter;
    std::string name; ///< parameterName(): "W" or "dense1.weight"
    Shape shape;
    std::vector<float> values;
    bool operator==(const ParameterValues&) const = default;
};

/// The values of every parameter of a variant at one moment, each storage once, in the order of the ids.
struct Weights {
    std::vector<ParameterValues> parameters;
    bool operator==(const Weights&) const = default;
};

} // namespace ligature
