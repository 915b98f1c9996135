// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <set>
#include <string>

#include "core/error/result.h"
#include "core/network/network.h"
#include "core/training/trained_state.h"

/// Tying and untying, with what was trained. Pure functions: the values, the optimizer's state and the network go
/// together into a new value, or an error tells why not.
///
/// Before any training there are only first values, which the seed draws for each parameter. There an untied use starts
/// from what it read, for every seed (Parameter::first_draw), and a tie keeps the draw of A or, where the tie reads A
/// as it is or transposed, that of B. The mean of two draws is no draw, and neither is an A whose slice is B's: these
/// two need trained values.
namespace ligature {

/// A network, and what training made of it.
struct TrainedNetwork {
    Network network;
    std::optional<TrainedState> state = {}; ///< nothing: not trained
    bool operator==(const TrainedNetwork&) const = default;
};

/// Whose values a tie of A and B keeps where they differ. The optimizer's state goes with the values.
enum class Kept {
    First,  ///< A's: those of the parameter that is tied to
    Second, ///< B's: those that the slot read until now
    Mean,   ///< of the two, entry by entry; entries that the slot does not read stay A's
};

/// Gives the slot a parameter of its own, with the values and the optimizer's state that it read: outputs do not
/// change, and its next step is that of the twin's use. An error where the slot's parameter is its own already.
[[nodiscard]] Result<TrainedNetwork> untieUse(const TrainedNetwork& before, const Slot& slot);

/// The same for every use of a shared parameter, which is removed.
[[nodiscard]] Result<TrainedNetwork> untieAll(const TrainedNetwork& before, ParameterId parameter);

/// Lets the slot (B) read a shared parameter (A) through the view.
[[nodiscard]] Result<TrainedNetwork> tieToParameter(const TrainedNetwork& before, ParameterId parameter,
                                                    const Slot& slot, const View& view, Kept kept = Kept::First);

/// Lets the slot B read what the slot A reads, through A's view and the given one. A's parameter is shared where it is
/// not yet.
/// @param name of a parameter that becomes shared; empty: "W"
[[nodiscard]] Result<TrainedNetwork> tieSlots(const TrainedNetwork& before, const Slot& a, const Slot& b,
                                              const View& view, Kept kept = Kept::First, const std::string& name = {});

/// The network with the ties of `after`, which differs in nothing but its ties, and the trained values kept as asked
/// where a slot comes to read another parameter of the network as it was.
[[nodiscard]] Result<TrainedNetwork> tieAs(const TrainedNetwork& before, const Network& after, Kept kept);

} // namespace ligature
