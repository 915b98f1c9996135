// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tying/arm.h"

namespace ligature {

namespace {

class TiedArm final : public ArmType {
public:
    std::string name() const override { return "tied"; }
    std::string title() const override { return "Tied"; }
    std::string help() const override { return "The network as it is drawn."; }
    Result<DerivedNetwork> make(const Network& drawn) const override
    {
        DerivedNetwork same{drawn};
        for (const auto& [id, parameter] : drawn.parameters)
            same.sources[id] = ValueSource{id};
        return same;
    }
};

} // namespace

const ArmType& tiedArmType()
{
    static const TiedArm type;
    return type;
}

} // namespace ligature
