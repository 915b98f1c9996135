// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "core/error/result.h"
#include "core/network/network.h"
#include "core/safetensors/safetensors_file.h"

namespace ligature {

/// Whether two values are one but for how a view's coefficient was rounded: it may have been applied in double
/// precision or in single, and divided by again.
[[nodiscard]] bool agreeButForRounding(double a, double b);

/// How many tensors of a file of weights are aliases: named after a use, "decoder.weight", whose slot reads a parameter
/// that has a name of its own. Other programs write a value for each use; it must be what the tie reads of the
/// parameter's storage, which is in the file under its own name. An error where one is not: of two values that are
/// declared to be one, no file's order may decide (in PyTorch the last one wins, without a word).
/// @param where the file's name for messages
[[nodiscard]] Result<std::size_t> checkAliases(const Network& network, const SafetensorsFile& file,
                                               const std::string& where);

} // namespace ligature
