// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/data_format.h"
#include "core/json/json_value.h"
#include "core/network/network.h"
#include "core/optimization/training_settings.h"

namespace ligature {

/// The sections of a project file that say what the network learns from, and how.
[[nodiscard]] nlohmann::ordered_json dataSourceToJson(const DataSource& source);
[[nodiscard]] DataSource readDataSource(const JsonValue& value);

[[nodiscard]] nlohmann::ordered_json trainingSettingsToJson(const TrainingSettings& settings);
/// @param network whose arms are trained
[[nodiscard]] TrainingSettings readTrainingSettings(const JsonValue& value, const Network& network);

} // namespace ligature
