// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/json/json_value.h"
#include "core/network/network.h"
#include "core/project/experiment_plan.h"

namespace ligature {

/// The section "experiment" of a project file. What has its usual value is left out.
[[nodiscard]] nlohmann::ordered_json experimentPlanToJson(const ExperimentPlan& plan);

/// The same read back. An axis may speak of a layer or a use that is gone: specOf() tells.
[[nodiscard]] ExperimentPlan readExperimentPlan(const JsonValue& value, const Network& network);

} // namespace ligature
