// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>

#include "core/data/idx/array_file.h"

namespace ligature {

/// Bytes of one value.
[[nodiscard]] std::size_t idxValueSize(IdxType type);

/// Turns big-endian values into floats, as many as `values` has; those of 4 and 8 bytes are rounded. A double that no
/// float can hold becomes infinite.
void idxValues(IdxType type, const char* bytes, std::span<float> values);

/// The values of Int and Double as they are.
void idxWideValues(IdxType type, const char* bytes, std::span<double> values);

/// The place of the first value that is infinite or no number; values.size() where there is none.
[[nodiscard]] std::size_t firstNotFinite(std::span<const float> values);

} // namespace ligature
