// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "core/project/project.h"

namespace ligature {

/// What one loss of the tied network is before any training, without its weight, measured on a few samples that are
/// made up: indices where an embedding looks them up or a class is told, standard normal numbers elsewhere. Nothing
/// where the network cannot be trained, or is so large that measuring would be noticed.
[[nodiscard]] std::optional<double> lossAtStart(const Project& project, LayerId loss);

} // namespace ligature
