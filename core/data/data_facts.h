// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/data/dataset.h"

namespace ligature {

/// What a network has to know of data to fit them, without the values. A plain value.
struct DataFacts {
    /// A feature that is no index: a whole number from 0.
    struct NoIndex {
        std::int64_t sample = 0; ///< from 1
        float value = 0;
        bool operator==(const NoIndex&) const = default;
    };

    std::string name = {};
    std::int64_t sample_count = 0;
    Shape feature_shape = {};
    std::vector<FeatureColumn> columns = {}; ///< of a table; else empty
    TargetKind target_kind = TargetKind::None;
    Shape target_shape = {};
    std::int64_t class_count = 0;
    std::optional<NoIndex> no_index = {}; ///< the first
    float largest_feature = 0;            ///< where all of them are indices
    std::string scaling = "none";         ///< what was done to the features
    bool operator==(const DataFacts&) const = default;
};

[[nodiscard]] DataFacts factsOf(const Dataset& dataset);

} // namespace ligature
