// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "core/error/result.h"
#include "core/project/project.h"

/// What an axis of an experiment varies, in a project. Pure functions.
namespace ligature {

/// What the target's values may be. An error where the project has no such setting, layer or use.
[[nodiscard]] Result<AttributeSpec> specOf(const AxisTarget& target, const Project& project);

/// Gives the target that value. An error where there is no such target, or it cannot have the value.
[[nodiscard]] Result<void> setTarget(Project& project, const AxisTarget& target, const AttributeValue& value);

/// For people, and as axisFromText() reads it: "learning_rate", "hidden.out_features",
/// "decoder.weight.gradient_factor".
[[nodiscard]] std::string targetName(const AxisTarget& target, const Network& network);

/// An axis as a person writes it: "learning_rate=0.01,0.1", "hidden.out_features=16,32",
/// "decoder.weight.gradient_factor=0,1"; a range to draw from as "learning_rate=0.001..0.1", uniform in the logarithm
/// with ":log" behind it.
[[nodiscard]] Result<ExperimentAxis> axisFromText(const std::string& text, const Project& project);

/// The same back.
[[nodiscard]] std::string axisText(const ExperimentAxis& axis, const Network& network);

} // namespace ligature
