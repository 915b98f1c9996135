// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "core/data/dataset.h"
#include "core/training/compiled_project.h"

/// What decides the bits of a run, as a text that is short: where two runs have the same, one is enough. So an
/// experiment goes on after a kill, is merged from several machines, and takes more seeds without training the old ones
/// again.
namespace ligature {

[[nodiscard]] std::string_view programVersion(); ///< "0.9.0"
[[nodiscard]] std::string_view sourceHash();     ///< SHA-256 of what trains, in hexadecimal

/// SHA-256 in hexadecimal of all that a network is given of the data: numbers, shapes, names and classes.
[[nodiscard]] std::string hashOf(const Dataset& dataset);

/// An arm's network as it is trained, and where its first values come from: what the arm does not take over from the
/// drawn network does not count.
struct ArmIdentity {
    std::string hash;     ///< SHA-256 in hexadecimal
    bool is_soft = false; ///< the strength of the soft tie is one of its settings
};
[[nodiscard]] ArmIdentity armIdentity(const CompiledArm& arm, const CompiledProject& project);

/// SHA-256 in hexadecimal, shortened to 32 digits, of an arm, its network, its training settings, the data and the
/// program.
/// @param settings their arms do not count, and of the soft tie only what concerns the arm
/// @param data_hash hashOf() its data
[[nodiscard]] std::string runKey(const ArmId& arm, const ArmIdentity& network, const TrainingSettings& settings,
                                 std::string_view data_hash);

} // namespace ligature
