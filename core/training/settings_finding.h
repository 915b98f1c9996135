// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "core/network/analysis.h"
#include "core/project/project.h"

namespace ligature {

/// The first of the settings that nothing can be trained with, whatever the network and the data, with the edit that
/// mends it.
[[nodiscard]] std::optional<Diagnostic> settingsFinding(const Project& project);

} // namespace ligature
