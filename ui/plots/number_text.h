// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include <QString>

namespace ligature {

/// How a plot's values are written.
enum class ValueFormat {
    Plain,
    Percent, ///< for what lies in [0, 1], such as an accuracy
};

/// For people, with four significant digits: "0.01234", "92.3 %", "1.23·10⁻⁷", "NaN", "∞".
[[nodiscard]] QString valueText(double value, ValueFormat format);
/// "1.23·10⁻⁷", or "10⁻⁷" for a power of ten. The value is not zero.
/// @param digits the most significant ones that are written
[[nodiscard]] QString powerText(double value, int digits);

} // namespace ligature
