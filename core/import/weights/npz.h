// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>
#include <vector>

#include "core/error/result.h"
#include "core/safetensors/safetensors_file.h"

namespace ligature {

/// How an array in NumPy's format begins.
inline constexpr std::string_view npyMagic = "\x93NUMPY";

/// An array in NumPy's format (versions 1 to 3): floats of 16 to 80 bits and whole numbers, in either order of the
/// bytes, in the order of C or Fortran. Floats become those of 32 bits, rounded as TensorOrigin tells. An error where
/// it is of another type, or the bytes are not what its shape needs. Allocates no more than eight times the bytes.
[[nodiscard]] Result<NamedTensor> decodeNpy(std::string_view bytes, const std::string& where);

/// Whether it is NumPy's array of text, as our own exports keep their metadata in.
[[nodiscard]] bool isTextNpy(std::string_view bytes);

/// The arrays of an npz archive, by their names; arrays of text and what is no array are left out. Packed ones are
/// unpacked, up to a limit that no weights come near of.
[[nodiscard]] Result<std::vector<NamedTensor>> decodeNpz(std::string_view bytes, const std::string& where);

} // namespace ligature
