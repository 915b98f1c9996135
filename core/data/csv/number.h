// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace ligature {

/// What may stand between the thousands of a number.
enum class Grouping {
    Any, ///< a comma or a point, whichever is not the decimal mark; a space; an apostrophe
    None,
    Comma,
    Point,
    Space,
    Apostrophe,
};

/// How a column writes its numbers.
struct NumberNotation {
    char decimal = '.'; ///< or ','
    Grouping grouping = Grouping::Any;
    bool has_pointless_fortran = false; ///< "3D0" is a number: see writesFortranWithoutPoints()
    bool operator==(const NumberNotation&) const = default;
};

enum class NumberKind {
    Finite,     ///< a number, and finite as a 32-bit float
    TooLarge,   ///< a number that a 32-bit float cannot hold
    Infinite,   ///< "inf", "-Infinity"
    Unread,     ///< meant as a number, but not plainly one: "1,23,456", "(5.00)"
    NotANumber, ///< "nan"
    Text,       ///< anything else, the empty cell included
};

struct CsvNumber {
    NumberKind kind = NumberKind::Text;
    double value = 0; ///< Finite only
    /// What it is written with: "%", "€", "USD", "0x"; of an unread number what keeps it from being read: "a comma".
    /// All numbers of a column have the same.
    std::string mark = {};
};

/// Reads a whole cell as a number. Beside plain decimals ("3", "-.5", "+1e-3") it reads thousands that are grouped by
/// threes, a minus as typesetters write it, spaces of any width around, a D as Fortran's exponent ("0.15D+02"), one
/// currency sign or code before or after, per cent as hundredths, and hexadecimal ("0x1F"). What is too small for a
/// float becomes 0. No language of the system changes it.
[[nodiscard]] CsvNumber readNumber(std::string_view cell, const NumberNotation& notation = {});

/// The same number in extended precision, which holds every 64-bit integer; 0 where there is none.
[[nodiscard]] long double readWideNumber(std::string_view cell, const NumberNotation& notation);

/// A spelling that all writings of the same number share, however many digits it has: "12e-1" for "1.2" and "01.20".
/// Empty where the cell is no finite number.
[[nodiscard]] std::string exactNumberKey(std::string_view cell, const NumberNotation& notation);

} // namespace ligature
