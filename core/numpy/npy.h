// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

#include "core/error/result.h"
#include "core/safetensors/element_types.h"
#include "core/safetensors/safetensors_file.h"
#include "core/tensor/shape.h"

/// Arrays in NumPy's format, versions 1 to 3
/// (https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html): floats of 16 to 80 bits and whole numbers,
/// in either order of the bytes, in the order of C or Fortran. Python objects are not read: only Python can.
namespace ligature {

/// How an array in NumPy's format begins.
inline constexpr std::string_view npyMagic = "\x93NUMPY";

/// An array as its file has it: the header is read, the values are where they were.
struct NpyArray {
    std::string type_name; ///< "<f8"
    ElementType type = ElementType::Float;
    ByteOrder order = ByteOrder::Little;
    bool is_fortran = false; ///< the first axis runs fastest
    Shape shape;
    std::string_view data; ///< shape.elementCount() elements, of the bytes that were read
};

/// An error where it is of another type, or the bytes are not what its shape needs. Allocates nothing of its size.
[[nodiscard]] Result<NpyArray> parseNpy(std::string_view bytes, const std::string& where);

/// The same as a tensor. Floats become those of 32 bits, rounded as TensorOrigin tells. Allocates no more than eight
/// times the bytes.
[[nodiscard]] Result<NamedTensor> decodeNpy(std::string_view bytes, const std::string& where);

/// Whether it is NumPy's array of text, as our own exports keep their metadata in.
[[nodiscard]] bool isTextNpy(std::string_view bytes);

/// Gives each element as the file has it, with its place in the order of C; in the order of the file.
void eachNpyValue(const NpyArray& array, const std::function<void(std::size_t, long double)>& give);

/// Whether the elements are whole numbers, or truths.
[[nodiscard]] bool isWholeNumbers(ElementType type);

/// The place in the order of C of each place in the order of Fortran.
[[nodiscard]] std::size_t placeInC(std::size_t place, const Shape& shape);

} // namespace ligature
