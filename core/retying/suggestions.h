// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/network/analysis.h"
#include "core/retying/tie_edits.h"

/// 'Suggest ties': where a network repeats itself, in its shapes or in its values.
namespace ligature {

/// One slot that could read what another one reads.
struct SuggestedTie {
    Slot a; ///< whose parameter would be shared
    Slot b; ///< that would read it
    View view = {};
    bool operator==(const SuggestedTie&) const = default;
};

/// Ties that belong together, done as one.
struct TieSuggestion {
    std::string title; ///< "encoder and decoder, transposed"
    std::string why;   ///< one sentence
    std::vector<SuggestedTie> ties;
    std::int64_t saves = 0; ///< scalar values
    bool operator==(const TieSuggestion&) const = default;
};

/// Proposals, the most certain first; no slot is to read something else in two of them:
/// - parameters with equal values, as they are or transposed (with a state only; constants such as a bias of zeros are
///   not taken for a coincidence and left out);
/// - a stack of matrices that mirrors itself, W of layer i transposed at layer n - i, as autoencoders are;
/// - layers, or sequences of layers, of the same types, attributes and shapes that follow one another.
/// Slots that are tied to something already are left out.
[[nodiscard]] std::vector<TieSuggestion> suggestTies(const Network& network, const Analysis& analysis,
                                                     const TrainedState* state);

/// All of them as one edit.
[[nodiscard]] Result<TrainedNetwork>
applySuggestions(const TrainedNetwork& before, const std::vector<TieSuggestion>& chosen, Kept kept = Kept::First);

} // namespace ligature
