// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "core/optimization/training_settings.h"

namespace ligature {

/// How a network is trained as rows for people: "Optimizer", "Adam"; "Learning rate", "0.003".
[[nodiscard]] std::vector<std::pair<std::string, std::string>> trainingRows(const TrainingSettings& training);

} // namespace ligature
