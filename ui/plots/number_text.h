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

/// For people, with four significant digits: "0.01234", "92.3 %", "1.2e-7", "NaN", "∞".
[[nodiscard]] QString valueText(double value, ValueFormat format);
/// With the locale's groups: "20,000".
[[nodiscard]] QString countText(std::int64_t count);
/// "8,576 B", "1.6 MB" (powers of 1000).
[[nodiscard]] QString byteText(std::int64_t bytes);

} // namespace ligature
