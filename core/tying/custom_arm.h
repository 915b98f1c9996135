// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error/result.h"
#include "core/network/custom_arm.h"
#include "core/optimization/arm_id.h"
#include "core/tying/derived_network.h"

/// Arms that a person makes (Network::arms): how they are made of the drawn network, and how they come and go.
namespace ligature {

/// A pure function. An error where a change speaks of what the network does not have, where parameters that are to be
/// tied differ in shape, and where what comes out would not fit together or asks other data of the losses.
/// @param drawn without repeats
[[nodiscard]] Result<DerivedNetwork> makeCustomArm(const CustomArm& arm, const Network& drawn);

/// Adds an arm that unties this parameter and nothing else.
/// @return its word, made of the parameter's name
/// @return an error where the parameter has nothing to untie
Result<ArmId> addArmThatUnties(Network& network, ParameterId parameter);

/// A word that no arm has, from a name for people: "E untied" gives "e-untied", or "e-untied-2".
[[nodiscard]] ArmId freeArmWord(const Network& network, std::string_view wish);

} // namespace ligature
