// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error/result.h"
#include "core/network/network.h"
#include "core/training/session.h"
#include "core/training/trained_state.h"

/// Trained values and optimizer state after an edit: what every slot read before an edit of ties, it reads after it, as
/// far as one parameter can serve all of its uses; an edit that gives no parameter another shape, and adds none, leaves
/// all values as they are.
namespace ligature {

/// Whether two networks differ in nothing but their ties and parameters (and in names).
[[nodiscard]] bool differOnlyInTies(const Network& before, const Network& after);

/// The state of `after`, made of that of `before`. A parameter that both have with the same shape keeps what it has,
/// and so does one whose shape cannot be told while something is missing or does not fit; a new one has what its first
/// use read. So untying copies values and optimizer state through the view, and tying to a parameter keeps that
/// parameter's values. Step, schedule and changes of the rate go on; the best epoch so far (TrainingSettings::patience)
/// only where every slot reads what it read, and else patience counts from here. An error where a shape has changed, a
/// layer with parameters has come, a parameter is too large for the memory, or the losses are others.
[[nodiscard]] Result<TrainedState> follow(const Network& before, const TrainedState& state, const Network& after);

/// The same of one arm, for an arm of the network afterwards, which may be another: a tied network is trained on as its
/// twin.
[[nodiscard]] Result<TrainedState> followArm(const Network& before, const ArmId& was, const TrainedState& state,
                                             const Network& after, const ArmId& is);

/// The same for all variants; the twin's parameters are told by their uses. The tied network's state is given where an
/// edit has decided on it.
[[nodiscard]] Result<TrainingState> follow(const Network& before, const TrainingState& state, const Network& after,
                                           const TrainedState* tied = nullptr);

/// The variants of a state with their networks, as exports take them.
[[nodiscard]] std::vector<TrainedVariant> trainedVariants(const Network& network, const TrainingState& state);

} // namespace ligature
