// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "core/tensor/shape.h"

namespace ligature {

/// The bytes of an array in NumPy's format, version 1.0
/// (https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html): little-endian, in the order of C, the data
/// beginning at a multiple of 64.
[[nodiscard]] std::string encodeNpy(const Shape& shape, std::span<const float> values);

/// A text as an array without axes; str(array) gives it back.
/// @param text ASCII
[[nodiscard]] std::string encodeNpy(std::string_view text);

/// A shape as Python writes a tuple: "()", "(64,)", "(32, 64)".
[[nodiscard]] std::string pythonTuple(const Shape& shape);

} // namespace ligature
