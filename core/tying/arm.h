// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/error/result.h"
#include "core/optimization/arm_id.h"
#include "core/tying/derived_network.h"

namespace ligature {

/// An arm of a comparison: what is made of the drawn network to be trained beside others, on the same batches in the
/// same order with the same masks. One file of core/tying/arms/ and one line in its list. Thread-safe.
class ArmType {
public:
    virtual ~ArmType() = default;
    [[nodiscard]] virtual std::string name() const = 0;  ///< an ArmId's word, in files and options: "untied"
    [[nodiscard]] virtual std::string title() const = 0; ///< for people: "Untied twin"
    [[nodiscard]] virtual std::string help() const = 0;  ///< a sentence: what it is, and which question it answers
    /// A pure function. An error says why there is no such arm of this network.
    /// @param drawn without repeats: see expand()
    [[nodiscard]] virtual Result<DerivedNetwork> make(const Network& drawn) const = 0;

    [[nodiscard]] ArmId id() const { return ArmId(name()); }
};

/// All of them, in the order in which people read them; the first is the network as it is drawn.
[[nodiscard]] std::span<const ArmType* const> armTypes();
[[nodiscard]] const ArmType* findArmType(std::string_view name);

/// What can be trained of a network: the types, then the arms that a person made of it (Network::arms).
struct ArmChoice {
    ArmId id;
    std::string title; ///< for people: "Untied", "E untied"
    std::string help;  ///< a sentence
};
[[nodiscard]] std::vector<ArmChoice> armChoices(const Network& drawn);

/// An arm of a network; an error also where there is no arm of that id.
/// @param drawn without repeats
[[nodiscard]] Result<DerivedNetwork> makeArm(const ArmId& arm, const Network& drawn);

/// For people: "Untied twin"; the id's word where it is no arm that is known here.
[[nodiscard]] std::string armTitle(const ArmId& arm, const Network& drawn);

/// The error of a list of arms that nothing can train: an empty one, an unknown arm, one that is there twice.
/// @param where in the error
[[nodiscard]] Result<void> checkArms(std::span<const ArmId> arms, const Network& drawn, const std::string& where);

} // namespace ligature
