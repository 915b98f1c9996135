// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tying/arm.h"
#include "core/tying/twin.h"

namespace ligature {

namespace {

class SoftArm final : public ArmType {
public:
    std::string name() const override { return "soft"; }
    std::string title() const override { return "Softly tied"; }
    std::string help() const override
    {
        return "The twin, whose copies are pulled towards one another with the training's soft tie strength: 0 is the "
               "twin, and the stronger it is, the nearer to the tie. It tells whether something in between is best.";
    }
    Result<DerivedNetwork> make(const Network& drawn) const override
    {
        DerivedNetwork twin = untie(drawn);
        twin.is_soft = true;
        return twin;
    }
};

} // namespace

const ArmType& softArmType()
{
    static const SoftArm type;
    return type;
}

} // namespace ligature
