// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "core/data/dataset.h"
#include "core/project/project.h"

/// What decides the bits of a run, as a text that is short: where two runs have the same, one is enough. So an
/// experiment goes on after a kill, is merged from several machines, and takes more seeds without training the old ones
/// again.
namespace ligature {

[[nodiscard]] std::string_view programVersion(); ///< "0.9.0"
[[nodiscard]] std::string_view sourceHash();     ///< SHA-256 of what trains, in hexadecimal

/// SHA-256 in hexadecimal of all that a network is given of the data: numbers, shapes, names and classes.
[[nodiscard]] std::string hashOf(const Dataset& dataset);

/// SHA-256 in hexadecimal, shortened to 32 digits, of the network with this one arm, the training settings, the data
/// and the program. The name of the project, its description and the canvas do not count.
/// @param project its training settings have this arm alone
/// @param data_hash hashOf() its data
[[nodiscard]] std::string runKey(const Project& project, std::string_view data_hash);

} // namespace ligature
