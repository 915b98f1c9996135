// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <nlohmann/json.hpp>

#include "core/report/report.h"

namespace ligature {

/// What the report's page shows of the uses: for each watched parameter its uses, their shares and norms over the
/// steps, and the cosines of the last part of the training with a sentence on them. Empty where nothing was watched.
[[nodiscard]] nlohmann::ordered_json usesJson(const TrainingReport& report);

} // namespace ligature
