// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/number_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace ligature::numbers {

namespace {

/// The longest is the largest double with all its digits and some decimals.
using Digits = std::array<char, 512>;

template <typename... How>
std::string written(How... how)
{
    Digits digits;
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), how...).ptr;
    return {digits.data(), end};
}

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

/// A C number with the separators of a style.
std::string styled(const std::string& plain, const Style& style)
{
    const std::size_t first = plain.starts_with('-') ? 1 : 0;
    const auto end = static_cast<std::size_t>(
        std::find_if_not(plain.begin() + static_cast<std::ptrdiff_t>(first), plain.end(), isDigit) - plain.begin());
    std::string text = plain.substr(0, first);
    for (std::size_t i = first; i < end; ++i) {
        if (i > first && (end - i) % 3 == 0)
            text += style.group_separator;
        text += plain[i];
    }
    if (end == plain.size() || plain[end] != '.')
        return text + plain.substr(end);
    return text + style.decimal_point + plain.substr(end + 1);
}

std::string twoDigits(std::int64_t value)
{
    std::string text = std::to_string(value);
    if (text.size() < 2)
        text.insert(text.begin(), '0');
    return text;
}

std::string clock(std::int64_t seconds)
{
    if (seconds < 3600)
        return std::to_string(seconds / 60) + ":" + twoDigits(seconds % 60);
    return std::to_string(seconds / 3600) + ":" + twoDigits(seconds / 60 % 60) + ":" + twoDigits(seconds % 60);
}

} // namespace

std::string exact(double value)
{
    return written(value);
}

std::string exact(float value)
{
    return written(value);
}

std::string readable(double value)
{
    constexpr int usual = 6;
    constexpr int enough = 17;
    for (int digits = usual; digits < enough; ++digits) {
        const std::string text = written(value, std::chars_format::general, digits);
        double read = 0;
        std::from_chars(text.data(), text.data() + text.size(), read);
        if (read == value)
            return text;
    }
    return written(value, std::chars_format::general, enough);
}

std::string grouped(std::int64_t value, const Style& style)
{
    return styled(std::to_string(value), style);
}

std::string fixed(double value, int decimals, const Style& style)
{
    std::string text = written(value, std::chars_format::fixed, decimals);
    if (text.starts_with('-') && text.find_first_not_of("-0.") == std::string::npos)
        text.erase(0, 1);
    return styled(text, style);
}

std::string significant(double value, int digits, const Style& style, Zeros zeros)
{
    if (zeros == Zeros::Drop || !std::isfinite(value))
        return styled(written(value, std::chars_format::general, digits), style);
    std::string text = written(value, std::chars_format::scientific, digits - 1);
    const char* const exponent = text.data() + text.find('e') + 1;
    int power = 0;
    std::from_chars(exponent + (*exponent == '+' ? 1 : 0), text.data() + text.size(), power);
    if (power >= -4 && power < digits)
        text = written(value, std::chars_format::fixed, digits - 1 - power);
    return styled(text, style);
}

std::string scientific(double value, int decimals, const Style& style)
{
    return styled(written(value, std::chars_format::scientific, decimals), style);
}

std::string rounded(double value, int digits, const Style& style)
{
    if (!(value > 0))
        return "0";
    const double unit = std::pow(10.0, std::floor(std::log10(value)) - (digits - 1));
    const double kept = std::round(value / unit) * unit;
    return kept >= std::pow(10.0, digits - 1) ? fixed(kept, 0, style) : significant(kept, digits, style, Zeros::Drop);
}

std::string compact(double value, const Style& style)
{
    constexpr double thousand = 1e3;
    constexpr double million = 1e6;
    if (value < 10 * thousand)
        return styled(written(value, std::chars_format::fixed, 0), {style.decimal_point, ""});
    return value < million ? fixed(value / thousand, 0, style) + "k" : fixed(value / million, 1, style) + "M";
}

std::string percent(double share, int decimals, const Style& style)
{
    return fixed(share * 100, decimals, style) + " %";
}

std::string bytes(std::uint64_t count, const Style& style)
{
    if (count < 10'000)
        return grouped(static_cast<std::int64_t>(count), style) + " B";
    constexpr std::array units = {"kB", "MB", "GB", "TB", "PB", "EB"};
    double value = static_cast<double>(count) / 1000;
    std::size_t unit = 0;
    for (; value >= 999.95 && unit + 1 < units.size(); ++unit)
        value /= 1000;
    return fixed(value, 1, style) + " " + units[unit];
}

std::string duration(double seconds, const Style& style)
{
    if (seconds < 60)
        return fixed(seconds, seconds < 10 ? 2 : 1, style) + " s";
    return clock(std::llround(seconds));
}

std::string countdown(double seconds, const Style& style)
{
    if (seconds < 10)
        return fixed(seconds, seconds < 0.95 ? 2 : 1, style) + " s";
    return clock(static_cast<std::int64_t>(std::ceil(seconds)));
}

} // namespace ligature::numbers
