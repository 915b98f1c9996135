// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tying/arm.h"

#include <algorithm>

namespace ligature {

namespace {

std::string knownArms()
{
    std::string names;
    for (const ArmType* const type : armTypes())
        names += (names.empty() ? "" : ", ") + type->name();
    return names;
}

} // namespace

Result<DerivedNetwork> makeArm(const ArmId& arm, const Network& drawn)
{
    const ArmType* const type = findArmType(arm.text());
    if (type == nullptr)
        return fail(toString(arm), "there is no such arm", "choose of these: " + knownArms());
    return type->make(drawn);
}

std::string armTitle(const ArmId& arm)
{
    const ArmType* const type = findArmType(arm.text());
    return type == nullptr ? toString(arm) : type->title();
}

Result<void> checkArms(std::span<const ArmId> arms, const std::string& where)
{
    if (arms.empty())
        return fail(where, "no arm is chosen", "choose one or more of these: " + knownArms());
    for (std::size_t i = 0; i < arms.size(); ++i) {
        if (findArmType(arms[i].text()) == nullptr)
            return fail(where, "there is no arm \"" + toString(arms[i]) + "\"", "choose of these: " + knownArms());
        if (std::ranges::find(arms.first(i), arms[i]) != arms.begin() + static_cast<std::ptrdiff_t>(i))
            return fail(where, "the arm \"" + toString(arms[i]) + "\" is there twice", "name each arm once");
    }
    return {};
}

} // namespace ligature
