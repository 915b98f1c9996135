// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "core/attributes/attributes.h"
#include "core/network/ids.h"

namespace ligature {

/// Every use of the parameter gets a copy of its own, with the values that it read.
struct UntieParameter {
    ParameterId parameter;
    bool operator==(const UntieParameter&) const = default;
};

/// All that reads one of `others` reads `kept`, through the views that it has; the shapes are the same.
struct TieParameters {
    ParameterId kept;
    std::vector<ParameterId> others;
    bool operator==(const TieParameters&) const = default;
};

/// A layer's attribute has another value.
struct SetLayerAttribute {
    LayerId layer;
    std::string attribute;
    AttributeValue value;
    bool operator==(const SetLayerAttribute&) const = default;
};

/// One thing that an arm does otherwise than the drawn network.
using ArmChange = std::variant<UntieParameter, TieParameters, SetLayerAttribute>;

/// An arm that a person made: the network as it is drawn, but for some changes. It follows the drawn network's edits;
/// what a change speaks of may be gone by now, which makeArm() of core/tying/arm.h tells.
struct CustomArm {
    std::string title; ///< for people: "E untied"
    std::vector<ArmChange> changes;
    bool operator==(const CustomArm&) const = default;
};

} // namespace ligature
