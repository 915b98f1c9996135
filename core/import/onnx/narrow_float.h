// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string_view>

namespace ligature {

/// A type of floats of ONNX that has fewer bits than a float here: what a Cast to it changes.
struct NarrowFloat {
    std::int64_t type = 0; ///< as TensorProto.DataType numbers it
    std::string_view name = {};
    int digits = 0;   ///< binary ones that a number has, the first one counted
    int smallest = 0; ///< the power of 2 that all numbers are multiples of
    double largest = 0;

    /// Whether the number is one of the type's, and stays as it is.
    [[nodiscard]] bool holds(double value) const;
};

/// Null where the type is none such.
[[nodiscard]] const NarrowFloat* findNarrowFloat(std::int64_t type);

} // namespace ligature
