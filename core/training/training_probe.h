// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <vector>

#include "core/training/trainer.h"

namespace ligature {

/// Looks at parameters and gradients between steps, ten times a second at most and in at most a hundredth of the
/// time. Whoever steps the trainer calls it in between; it changes no bit of the training.
class TrainingProbe {
public:
    explicit TrainingProbe(const Trainer& trainer) : m_trainer(trainer) {}

    /// How values and gradients of each arm are spread; null where nothing is new or it is not time.
    /// @param now also where it is not time: the training pauses or ends here
    [[nodiscard]] std::shared_ptr<const std::vector<ArmSpreads>> look(bool now = false);

private:
    using Clock = std::chrono::steady_clock;

    const Trainer& m_trainer;
    Clock::time_point m_next;
    std::int64_t m_last_step = -1; ///< that was looked at
};

} // namespace ligature
