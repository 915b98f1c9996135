// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <span>
#include <vector>

#include <QString>

#include "core/tying/arm.h"
#include "ui/plots/curve.h"

namespace ligature {

/// What the curve of an arm is called and drawn with.
struct ArmLook {
    QString title;
    std::optional<std::size_t> custom_arm; ///< see Curve
};

/// @param arms that the drawn network can be trained as
[[nodiscard]] ArmLook lookOf(const ArmId& arm, const std::vector<ArmChoice>& arms);

} // namespace ligature
