// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

/// The one place where numbers become text. None of it asks the C library's locale, which a desktop program changes:
/// a file or a line of code is the same wherever it is written.
namespace ligature::numbers {

/// What people separate the parts of a number with. As it stands, English: files, code, the command line and errors
/// have it so everywhere; the interface takes it from the desktop.
struct Style {
    std::string decimal_point = ".";
    std::string group_separator = ","; ///< empty: no groups
    bool operator==(const Style&) const = default;
};

enum class Zeros { Keep, Drop }; ///< of a fraction, at its end

/// For files and code: the shortest text that reads back to the same bits, "0.1", "1e-05", "inf", "nan".
[[nodiscard]] std::string exact(double value);
[[nodiscard]] std::string exact(float value);
/// The same for people: it takes to powers of ten as late as C's %g: "100000", "1e-05".
[[nodiscard]] std::string readable(double value);

/// "1,234,567".
[[nodiscard]] std::string grouped(std::int64_t value, const Style& style = {});
/// "1,234.50" with two decimals. Never "-0.00".
[[nodiscard]] std::string fixed(double value, int decimals, const Style& style = {});
/// "0.01230", "12.30", "1.230e+07" with four digits; "0.0123", "12.3", "1.23e+07" without their zeros.
[[nodiscard]] std::string significant(double value, int digits, const Style& style = {}, Zeros zeros = Zeros::Keep);
/// "1.2e-09" with one decimal.
[[nodiscard]] std::string scientific(double value, int decimals, const Style& style = {});
/// "123,000": that many digits kept, the others zero; "0.0123". For rates; "0" for what is not positive.
[[nodiscard]] std::string rounded(double value, int digits, const Style& style = {});
/// "950", "184k", "1.2M".
[[nodiscard]] std::string compact(double value, const Style& style = {});
/// "92.3 %" with one decimal, of a share in [0, 1].
[[nodiscard]] std::string percent(double share, int decimals, const Style& style = {});
/// "8,576 B", "16.8 kB" (powers of 1000): so few as can be counted by hand, each byte is told.
[[nodiscard]] std::string bytes(std::uint64_t count, const Style& style = {});
/// What something took: "0.42 s", "12.3 s", "3:07", "1:02:45".
[[nodiscard]] std::string duration(double seconds, const Style& style = {});
/// What is left, or passes while one looks: "0.04 s", "4.2 s", then whole seconds, rounded up: "0:12", "1:02:03".
[[nodiscard]] std::string countdown(double seconds, const Style& style = {});

} // namespace ligature::numbers
