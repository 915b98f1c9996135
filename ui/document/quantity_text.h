// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include <QString>

namespace ligature {

/// "2,144".
[[nodiscard]] QString groupedNumber(std::int64_t number);
/// "123,000" with three significant digits kept, for rates.
[[nodiscard]] QString roundedNumber(double number);
/// "8,576 B", "807.0 kB" (powers of 1000): small enough to be counted by hand, each byte is told.
[[nodiscard]] QString bytesText(std::int64_t bytes);
/// "0.04 s", "4.2 s", "0:12", "12:30", "1:02:03".
[[nodiscard]] QString durationText(double seconds);
/// "0.123456", always with six significant digits, or "infinite", "not a number".
[[nodiscard]] QString lossText(double loss);

} // namespace ligature
