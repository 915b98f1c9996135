// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace ligature {

enum class NumberKind {
    Finite,     ///< a number, and finite as a 32-bit float
    TooLarge,   ///< a number that a 32-bit float cannot hold
    Infinite,   ///< "inf", "-Infinity"
    WithComma,  ///< "3,5", "1,000,000": meant as a number, but which one depends on the country
    NotANumber, ///< "nan"
    Text,       ///< anything else, the empty cell included
};

struct CsvNumber {
    NumberKind kind = NumberKind::Text;
    double value = 0; ///< Finite only
};

/// Reads a whole cell as a decimal number ("3", "-.5", "+1e-3"), with a point in every language. What is too small for
/// a float becomes 0.
[[nodiscard]] CsvNumber readNumber(std::string_view cell);

} // namespace ligature
