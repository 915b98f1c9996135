// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/data/dataset.h"
#include "core/project/project.h"
#include "core/retying/tie_edits.h"

namespace ligature {

/// What an edit of ties would do, told before it is done.
struct TiePreview {
    /// Between what a slot reads now and what the parameter it is tied to has there: what the tie levels out. 0 where
    /// nothing changes (untying); nothing where there are no values (firstState()).
    std::optional<double> largest_difference;
    std::int64_t parameters_before = 0; ///< scalar values, each storage once
    std::int64_t parameters_after = 0;
    std::optional<double> loss_before; ///< of the next batch, in a training step
    std::optional<double> loss_after;
    bool trained = false; ///< by trained values; otherwise by the first ones, that the seed draws
    /// Sentences: in what the parameters that become one differ beside their values.
    std::vector<std::string> conflicts;
};

/// @param project whose settings and seed count; the networks are those of `before` and `after`
/// @param dataset nothing: the losses are left out, as where the network cannot be trained
[[nodiscard]] TiePreview previewEdit(const Project& project, const TrainedNetwork& before, const TrainedNetwork& after,
                                     const std::shared_ptr<const Dataset>& dataset);

/// TiePreview::largest_difference of an edit of ties.
[[nodiscard]] double largestLevelled(const Network& before, const TrainedState& state, const Network& after);

/// The state before any training: what the seed draws. Nothing where the network has errors, or more values
/// than memory holds.
[[nodiscard]] std::optional<TrainedState> firstState(const Network& network, std::uint64_t seed);

} // namespace ligature
