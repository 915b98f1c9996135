// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string_view>

#include "core/safetensors/safetensors_file.h"

/// The types of number that files of weights hold.
namespace ligature {

enum class ElementType {
    Float8E4M3,
    Float8E5M2,
    Half,
    Bfloat16,
    Float,
    Double,
    Extended, ///< of 80 bits, as x86 has them, filled up to 16 bytes
    Int8,
    Int16,
    Int32,
    Int64,
    Uint8,
    Uint16,
    Uint32,
    Uint64,
    Bool,
};

/// In bytes.
[[nodiscard]] std::size_t sizeOf(ElementType type);

/// What safetensors calls it: "F32", "I64"; nothing for a name that is none of them.
[[nodiscard]] std::optional<ElementType> safetensorsType(std::string_view name);

enum class ByteOrder { Little, Big };

/// Fills the tensor's values, and what rounding did to them, from bytes that are a whole number of elements.
void readElements(NamedTensor& tensor, ElementType type, std::string_view bytes, ByteOrder order);

/// Whether the bytes of a file's elements are what the type can have: 16 bytes may be a float of 80 bits or of 128, and
/// nothing in a file says which.
[[nodiscard]] bool arePossible(ElementType type, std::string_view bytes, ByteOrder order);

} // namespace ligature
