// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "core/data/dataset.h"
#include "core/error/result.h"
#include "core/network/network.h"
#include "core/program/weights.h"

namespace ligature {

/// What of the plane of two features is looked at, and in how many points: the middles of columns x rows equal fields.
struct DecisionGrid {
    double x_lower = 0;
    double x_upper = 1;
    double y_lower = 0;
    double y_upper = 1;
    std::int64_t columns = 96;
    std::int64_t rows = 96;
    bool operator==(const DecisionGrid&) const = default;
};

/// Around all samples, with some air.
[[nodiscard]] DecisionGrid decisionGridOf(const Dataset& dataset);

/// Which class a classifier of two features tells at each point, and how sure it is.
struct DecisionMap {
    DecisionGrid grid;
    std::vector<std::int32_t> classes; ///< row by row from the lowest y
    std::vector<float> shares;         ///< the softmax of that class's score; NaN where that is no number
};

/// @param network without repeats
/// @return an error where the network is no classifier of two features, or ModelPass has one
[[nodiscard]] Result<DecisionMap> decisionMapOf(const Network& network, const Weights& weights, const Dataset& dataset,
                                                const DecisionGrid& grid);

} // namespace ligature
