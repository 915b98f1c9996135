// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <mutex>
#include <vector>

#include "core/network/network.h"
#include "core/training/session.h"
#include "core/training/trained_state.h"

namespace ligature {

/// Trained values of all arms as exports take them. Of values that followed an edit, the weights are copied when
/// somebody asks for them, and not with the edit. Thread-safe.
class TrainedSnapshot {
public:
    /// What a session took.
    explicit TrainedSnapshot(std::shared_ptr<const std::vector<TrainedVariant>> taken);
    /// The state, to be taken as a state of the network.
    TrainedSnapshot(Network network, std::shared_ptr<const TrainingState> state);

    /// Which arms there are values of; at once.
    [[nodiscard]] const std::vector<ArmId>& arms() const { return m_arms; }
    /// Copies the weights when it is asked for the first time; never in a thread that may not wait.
    [[nodiscard]] const std::vector<TrainedVariant>& variants() const;

private:
    std::vector<ArmId> m_arms;
    Network m_network;
    mutable std::shared_ptr<const TrainingState> m_state; ///< until it is copied
    mutable std::once_flag m_once;
    mutable std::shared_ptr<const std::vector<TrainedVariant>> m_variants;
};

} // namespace ligature
