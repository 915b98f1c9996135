// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/arm_look.h"

#include <algorithm>

namespace ligature {

ArmLook lookOf(const ArmId& arm, const std::vector<ArmChoice>& arms)
{
    const auto found = std::ranges::find(arms, arm, &ArmChoice::id);
    if (found == arms.end())
        return {QString::fromStdString(toString(arm)), {}};
    const std::size_t place = static_cast<std::size_t>(found - arms.begin());
    const std::size_t types = armTypes().size();
    return {QString::fromStdString(found->title), place < types ? std::nullopt : std::optional(place - types)};
}

} // namespace ligature
