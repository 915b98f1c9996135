// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/number_text.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>

namespace ligature::cli {

namespace {

template <typename... Values>
std::string print(const char* format, Values... values)
{
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), format, values...);
    return text.data();
}

} // namespace

std::string groupedText(std::int64_t value)
{
    const std::string digits = std::to_string(value);
    const std::size_t first = value < 0 ? 1 : 0;
    std::string text;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        if (i > first && (digits.size() - i) % 3 == 0)
            text += ',';
        text += digits[i];
    }
    return text;
}

std::string roundText(double value)
{
    constexpr double thousand = 1e3;
    constexpr double million = 1e6;
    if (value < 10 * thousand)
        return print("%.0f", value);
    return value < million ? print("%.0fk", value / thousand) : print("%.1fM", value / million);
}

std::string bytesText(std::int64_t bytes)
{
    // So few can be counted by hand.
    if (bytes < 10'000)
        return groupedText(bytes) + " B";
    constexpr std::array units = {"kB", "MB", "GB", "TB", "PB", "EB"};
    double value = static_cast<double>(bytes) / 1000;
    std::size_t unit = 0;
    for (; value >= 999.95 && unit + 1 < units.size(); ++unit)
        value /= 1000;
    return print("%.1f %s", value, units[unit]);
}

std::string durationText(double seconds)
{
    if (seconds < 60)
        return print(seconds < 10 ? "%.2f s" : "%.1f s", seconds);
    const std::int64_t whole = std::llround(seconds);
    if (whole < 3600)
        return print("%d:%02d", static_cast<int>(whole / 60), static_cast<int>(whole % 60));
    return print("%lld:%02d:%02d", static_cast<long long>(whole / 3600), static_cast<int>(whole / 60 % 60),
                 static_cast<int>(whole % 60));
}

std::string realText(double value)
{
    if (std::isnan(value))
        return "–";
    return print("%#.4g", value);
}

std::string scientificText(double value)
{
    return print("%.1e", value);
}

std::string exactText(double value)
{
    std::array<char, 32> digits{};
    const auto [end, error] = std::to_chars(digits.data(), digits.data() + digits.size(), value);
    return {digits.data(), end};
}

std::string changeText(std::int64_t from, std::int64_t to)
{
    if (from == to || from == 0)
        return "–";
    const double percent = 100 * (static_cast<double>(to) - static_cast<double>(from)) / static_cast<double>(from);
    return print(percent < 0 ? "−%.1f %%" : "+%.1f %%", std::abs(percent));
}

} // namespace ligature::cli
