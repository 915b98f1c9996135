// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tying/arm.h"
#include "core/tying/twin.h"

namespace ligature {

namespace {

class UntiedArm final : public ArmType {
public:
    std::string name() const override { return "untied"; }
    std::string title() const override { return "Untied"; }
    std::string help() const override
    {
        return "The twin: every use of a shared parameter has a copy of its own that starts from the same values. It "
               "tells what the tie does to the training.";
    }
    Result<DerivedNetwork> make(const Network& drawn) const override { return untie(drawn); }
};

} // namespace

const ArmType& untiedArmType()
{
    static const UntiedArm type;
    return type;
}

} // namespace ligature
