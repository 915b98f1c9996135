// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include <QString>

#include "core/text/number_text.h"

/// Numbers as the window shows them, everywhere: core/text/number_text.h with the separators of the desktop's locale,
/// in which "2,144" is "2.144" for a German.
namespace ligature {

/// The separators of the locale that QLocale() is.
[[nodiscard]] numbers::Style desktopStyle();

/// "2,144".
[[nodiscard]] QString groupedNumber(std::int64_t number);
/// "123,000" with three significant digits kept, for rates.
[[nodiscard]] QString roundedNumber(double number);
/// "1,234.50" with two decimals.
[[nodiscard]] QString fixedNumber(double number, int decimals);
/// "0.0123", "1.23e+07" with no more than three digits.
[[nodiscard]] QString shortNumber(double number, int digits);
/// "92.3 %" with one decimal, of a share in [0, 1].
[[nodiscard]] QString percentText(double share, int decimals);
/// "8,576 B", "807.0 kB" (powers of 1000): small enough to be counted by hand, each byte is told.
[[nodiscard]] QString bytesText(std::int64_t bytes);
/// "0.04 s", "4.2 s", "0:12", "12:30", "1:02:03".
[[nodiscard]] QString durationText(double seconds);
/// "0.123456", always with six significant digits, or "infinite", "not a number".
[[nodiscard]] QString lossText(double loss);

} // namespace ligature
