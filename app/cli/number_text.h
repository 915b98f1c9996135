// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

/// Numbers as people read them on a terminal.
namespace ligature::cli {

[[nodiscard]] std::string groupedText(std::int64_t value); ///< "1,234,567"
[[nodiscard]] std::string roundText(double value);         ///< "184k", "1.2M"
[[nodiscard]] std::string bytesText(std::int64_t bytes);   ///< "8,576 B", "16.8 kB" (powers of 1000)
[[nodiscard]] std::string durationText(double seconds);    ///< "0.42 s", "3:07", "1:02:45"
[[nodiscard]] std::string realText(double value);          ///< four significant digits; "–" for not a number
[[nodiscard]] std::string scientificText(double value);    ///< "1.2e-09"
[[nodiscard]] std::string exactText(double value);         ///< the shortest that reads back to the same bits
[[nodiscard]] std::string changeText(std::int64_t from, std::int64_t to); ///< "−48.9 %"; "–" where nothing changes

} // namespace ligature::cli
