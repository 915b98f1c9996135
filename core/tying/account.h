// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "core/network/analysis.h"
#include "core/optimization/training_settings.h"

namespace ligature {

/// What a variant takes, each storage counted once. A frozen parameter, and one that nothing reads, has no gradient and
/// no optimizer state; running statistics (Parameter::state) are no parameters. Sizes saturate instead of overflowing.
struct Counts {
    std::int64_t parameters = 0; ///< scalar values
    std::int64_t trainable = 0;
    std::int64_t weight_bytes = 0; ///< 4 a value
    std::int64_t gradient_bytes = 0;
    std::int64_t optimizer_bytes = 0;
    std::int64_t flops_per_sample = 0; ///< of a forward pass, a multiply and an add counting as two
    bool operator==(const Counts&) const = default;
};

/// What one slot reads of a parameter; of a repeated layer, all its passes together.
struct UseAccount {
    Slot slot;
    std::int64_t values = 0;           ///< that its view reads: what a copy of its own would hold
    std::int64_t flops_per_sample = 0; ///< of a forward pass of the layer that it feeds
    bool operator==(const UseAccount&) const = default;
};

/// One parameter's share: what it takes as it is and what its uses would take untied.
struct ParameterAccount {
    ParameterId parameter;
    std::int64_t uses = 0;
    std::int64_t tied = 0;         ///< scalar values of the one storage
    std::int64_t untied = 0;       ///< of a copy for each use
    std::int64_t weight_bytes = 0; ///< of the one storage, as the two below
    std::int64_t gradient_bytes = 0;
    std::int64_t optimizer_bytes = 0;
    std::vector<UseAccount> reads = {}; ///< in the order of the layers' ids
    /// Values that its ties save.
    [[nodiscard]] std::int64_t saved() const { return untied - tied; }
};

struct Account {
    Counts tied;
    Counts untied;
    std::vector<ParameterAccount> parameters; ///< in the order of the ids
};

/// Computed from shapes alone; nothing is allocated. Parameters whose shape is not known count as nothing.
[[nodiscard]] Account accountOf(const Network& network, const TrainingSettings& settings);
/// The same where the network has been analysed already.
[[nodiscard]] Account accountOf(const Network& network, const Analysis& analysis, const TrainingSettings& settings);

} // namespace ligature
