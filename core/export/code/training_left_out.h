// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "core/optimization/training_settings.h"

namespace ligature {

/// What Ligature does in training that exported code does not, as a sentence for what documents the code; empty where
/// that is nothing. Batches that are accumulated are one large batch there.
[[nodiscard]] std::string sentenceOnTrainingLeftOut(const TrainingSettings& settings);

} // namespace ligature
