// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tying/arm.h"
#include "core/tying/twin.h"

namespace ligature {

namespace {

class UntiedOwnStartArm final : public ArmType {
public:
    std::string name() const override { return "untied-own-start"; }
    std::string title() const override { return "Untied, own start"; }
    std::string help() const override
    {
        return "The twin with first values of its own: every use of a shared parameter draws what its own layer would "
               "draw. It tells what somebody gets who builds the network untied.";
    }
    Result<DerivedNetwork> make(const Network& drawn) const override
    {
        DerivedNetwork twin = untie(drawn);
        // What was tied is drawn by its own slot; what was not starts as it does in the other arms.
        std::erase_if(twin.sources, [&drawn](const auto& entry) { return !drawn.parameters.contains(entry.first); });
        return twin;
    }
};

} // namespace

const ArmType& untiedOwnStartArmType()
{
    static const UntiedOwnStartArm type;
    return type;
}

} // namespace ligature
