// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "core/safetensors/safetensors_file.h"

namespace ligature {

/// A sentence for each type of the file that is not that of 32-bit floats: what rounding did to its tensors' values.
[[nodiscard]] std::vector<std::string> conversionNotes(const std::vector<const NamedTensor*>& taken);

} // namespace ligature
