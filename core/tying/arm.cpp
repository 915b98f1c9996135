// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tying/arm.h"

#include <algorithm>

#include "core/tying/custom_arm.h"

namespace ligature {

namespace {

std::string knownArms(const Network& drawn)
{
    std::string names;
    for (const ArmChoice& choice : armChoices(drawn))
        names += (names.empty() ? "" : ", ") + toString(choice.id);
    return names;
}

const CustomArm* findCustomArm(const ArmId& arm, const Network& drawn)
{
    const auto found = drawn.arms.find(toString(arm));
    return found == drawn.arms.end() ? nullptr : &found->second;
}

Result<DerivedNetwork> make(const ArmId& arm, const Network& drawn)
{
    if (const ArmType* const type = findArmType(arm.text()))
        return type->make(drawn);
    if (const CustomArm* const custom = findCustomArm(arm, drawn))
        return makeCustomArm(*custom, drawn);
    return fail(toString(arm), "there is no such arm", "choose of these: " + knownArms(drawn));
}

} // namespace

std::vector<ArmChoice> armChoices(const Network& drawn)
{
    std::vector<ArmChoice> choices;
    for (const ArmType* const type : armTypes())
        choices.push_back({type->id(), type->title(), type->help()});
    for (const auto& [word, arm] : drawn.arms)
        choices.push_back({ArmId(word), arm.title,
                           "An arm of this project: the network as it is drawn, but for " +
                               std::to_string(arm.changes.size()) +
                               (arm.changes.size() == 1 ? " change." : " changes.")});
    return choices;
}

Result<DerivedNetwork> makeArm(const ArmId& arm, const Network& drawn)
{
    Result<DerivedNetwork> made = make(arm, drawn);
    if (made && arm != tiedArm)
        made->network.arms.clear(); // They are of the drawn network.
    return made;
}

std::string armTitle(const ArmId& arm, const Network& drawn)
{
    if (const ArmType* const type = findArmType(arm.text()))
        return type->title();
    const CustomArm* const custom = findCustomArm(arm, drawn);
    return custom == nullptr ? toString(arm) : custom->title;
}

Result<void> checkArms(std::span<const ArmId> arms, const Network& drawn, const std::string& where)
{
    if (arms.empty())
        return fail(where, "no arm is chosen", "choose one or more of these: " + knownArms(drawn));
    for (std::size_t i = 0; i < arms.size(); ++i) {
        if (findArmType(arms[i].text()) == nullptr && findCustomArm(arms[i], drawn) == nullptr)
            return fail(where, "there is no arm \"" + toString(arms[i]) + "\"", "choose of these: " + knownArms(drawn));
        if (std::ranges::find(arms.first(i), arms[i]) != arms.begin() + static_cast<std::ptrdiff_t>(i))
            return fail(where, "the arm \"" + toString(arms[i]) + "\" is there twice", "name each arm once");
    }
    return {};
}

} // namespace ligature
