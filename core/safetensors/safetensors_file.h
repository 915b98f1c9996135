// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/error/result.h"
#include "core/tensor/shape.h"

namespace ligature {

/// A tensor with its name: 32-bit floats ("F32") or 64-bit whole numbers ("I64"), row-major over its shape.
struct NamedTensor {
    std::string name;
    Shape shape;
    std::variant<std::vector<float>, std::vector<std::int64_t>> values; ///< shape.elementCount() of them

    /// The values as floats; nothing where they are whole numbers.
    [[nodiscard]] const std::vector<float>* floats() const { return std::get_if<std::vector<float>>(&values); }
    /// The values as whole numbers; nothing where they are floats.
    [[nodiscard]] const std::vector<std::int64_t>* integers() const
    {
        return std::get_if<std::vector<std::int64_t>>(&values);
    }
    bool operator==(const NamedTensor&) const = default;
};

/// What a safetensors file holds: https://github.com/huggingface/safetensors#format. Every bit of every value is kept,
/// those of NaNs too.
struct SafetensorsFile {
    std::vector<NamedTensor> tensors;            ///< names are unique
    std::map<std::string, std::string> metadata; ///< the header's "__metadata__"; empty: it has none
    bool operator==(const SafetensorsFile&) const = default;
};

/// The tensor of that name, or nothing.
[[nodiscard]] const NamedTensor* findTensor(const SafetensorsFile& file, std::string_view name);

/// The file's bytes: its header filled up with spaces so that the data begins at a multiple of 8, then the values,
/// little-endian, in the order of the tensors.
/// @throw std::invalid_argument where two tensors have one name, or a shape and its values do not agree
[[nodiscard]] std::string encodeSafetensors(const SafetensorsFile& file);

/// Refuses whatever is not a whole and valid file: a header over 100,000,000 bytes or not an object, a key twice,
/// tensors that overlap, leave a hole or reach past the end, sizes that overflow, and element types other than F32 and
/// I64. Allocates no more than the bytes hold. The tensors come in the order of their data.
/// @param where the file's name for messages
[[nodiscard]] Result<SafetensorsFile> decodeSafetensors(std::string_view bytes, const std::string& where);

} // namespace ligature
