// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/error/result.h"
#include "core/training/use_gradients.h"

namespace ligature {

/// What the uses added to the gradients of their parameters as CSV: one line for each variant, step, parameter and
/// use, columns "variant", "step", "parameter", "layer", "slot", "norm", "share", "cosines". The last holds the cosines
/// with all uses of the parameter, in the order of their lines, separated by spaces ("nan" where one of the two added
/// nothing). Numbers are written so that reading them gives the same bits.
[[nodiscard]] std::string writeUses(const std::vector<WatchedUses>& watched, const std::vector<UseGradients>& seen);

/// Reads what writeUses() wrote of the same network.
/// @param where the file's name; an error adds the line
[[nodiscard]] Result<std::vector<UseGradients>> readUses(std::string_view csv, const std::vector<WatchedUses>& watched,
                                                         const std::string& where);

} // namespace ligature
