// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/error/result.h"
#include "core/tensor/float_formats.h"
#include "core/tensor/shape.h"

namespace ligature {

/// How a tensor stood in its file, where that was neither of 32-bit floats nor of 64-bit whole numbers.
struct TensorOrigin {
    std::string type; ///< in the file's words: "F16", ">f8", "BOOL"; empty: as it is here
    Rounding rounding;
};

/// A tensor with its name: 32-bit floats ("F32") or 64-bit whole numbers ("I64"), row-major over its shape.
struct NamedTensor {
    std::string name;
    Shape shape;
    std::variant<std::vector<float>, std::vector<std::int64_t>> values; ///< shape.elementCount() of them
    TensorOrigin origin = {};

    /// The values as floats; nothing where they are whole numbers.
    [[nodiscard]] const std::vector<float>* floats() const { return std::get_if<std::vector<float>>(&values); }
    /// The values as whole numbers; nothing where they are floats.
    [[nodiscard]] const std::vector<std::int64_t>* integers() const
    {
        return std::get_if<std::vector<std::int64_t>>(&values);
    }
    /// What it is, not where it is from.
    bool operator==(const NamedTensor& other) const
    {
        return name == other.name && shape == other.shape && values == other.values;
    }
};

/// What a safetensors file holds: https://github.com/huggingface/safetensors#format. Every bit of every value is kept,
/// those of NaNs too.
struct SafetensorsFile {
    std::vector<NamedTensor> tensors;            ///< names are unique
    std::map<std::string, std::string> metadata; ///< the header's "__metadata__"; empty: it has none
    bool operator==(const SafetensorsFile&) const = default;
};

/// An error that names the tensor and its first element that is no finite number: NaN, an infinity, or what was larger
/// in the file than any float.
/// @param where the file's name for messages
[[nodiscard]] Result<void> checkFinite(const NamedTensor& tensor, const std::string& where);
/// The same of values without their file.
[[nodiscard]] Result<void> checkFinite(const std::string& name, const Shape& shape, std::span<const float> values,
                                       const std::string& where);

/// The tensor of that name, or nothing.
[[nodiscard]] const NamedTensor* findTensor(const SafetensorsFile& file, std::string_view name);

/// The file's bytes: its header filled up with spaces so that the data begins at a multiple of 8, then the values,
/// little-endian, in the order of the tensors.
/// @throw std::invalid_argument where two tensors have one name, or a shape and its values do not agree
[[nodiscard]] std::string encodeSafetensors(const SafetensorsFile& file);

/// Refuses whatever is not a whole and valid file: a header over 100,000,000 bytes or not an object, a key twice,
/// tensors that overlap, leave a hole or reach past the end, sizes that overflow, and element types that are neither
/// floats nor whole numbers nor truths. Floats of other widths are converted, F64 rounded, and whole numbers of any
/// width become those of 64 bits, as TensorOrigin tells. Allocates no more than eight times the bytes. The tensors come
/// in the order of their data.
/// @param where the file's name for messages
[[nodiscard]] Result<SafetensorsFile> decodeSafetensors(std::string_view bytes, const std::string& where);

} // namespace ligature
