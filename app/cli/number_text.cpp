// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/number_text.h"

#include <cmath>

#include "core/text/number_text.h"

namespace ligature::cli {

std::string groupedText(std::int64_t value)
{
    return numbers::grouped(value);
}

std::string roundText(double value)
{
    return numbers::compact(value);
}

std::string bytesText(std::int64_t bytes)
{
    return numbers::bytes(static_cast<std::uint64_t>(bytes));
}

std::string durationText(double seconds)
{
    return numbers::duration(seconds);
}

std::string realText(double value)
{
    return std::isnan(value) ? "–" : numbers::significant(value, 4, {.group_separator = ""});
}

std::string scientificText(double value)
{
    return numbers::scientific(value, 1);
}

std::string exactText(double value)
{
    return numbers::exact(value);
}

std::string changeText(std::int64_t from, std::int64_t to)
{
    if (from == to || from == 0)
        return "–";
    const double share = (static_cast<double>(to) - static_cast<double>(from)) / static_cast<double>(from);
    return (share < 0 ? "−" : "+") + numbers::percent(std::abs(share), 1);
}

} // namespace ligature::cli
