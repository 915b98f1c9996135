// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/csv/number.h"

#include <charconv>
#include <cmath>
#include <limits>

namespace ligature {

namespace {

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

/// Digits with a comma between two of them, and a sign.
bool isNumberWithComma(std::string_view cell)
{
    if (cell.starts_with('-') || cell.starts_with('+'))
        cell.remove_prefix(1);
    const std::size_t comma = cell.find(',');
    if (comma == std::string_view::npos || comma == 0 || comma + 1 == cell.size() || !isDigit(cell[comma + 1]))
        return false;
    for (const char c : cell) {
        if (!isDigit(c) && c != ',' && c != '.')
            return false;
    }
    return true;
}

/// Too large and too small for a double look alike; the wider type tells them apart, and what exceeds even that is
/// called too large.
CsvNumber outOfRange(std::string_view cell)
{
    long double wide = 0;
    const auto [stop, error] = std::from_chars(cell.data(), cell.data() + cell.size(), wide);
    if (error == std::errc{} && std::fabs(wide) < 1)
        return {NumberKind::Finite, 0};
    return {NumberKind::TooLarge, 0};
}

} // namespace

CsvNumber readNumber(std::string_view cell)
{
    if (cell.empty())
        return {};
    const std::string_view whole = cell;
    // from_chars knows no plus sign.
    if (cell.size() > 1 && cell[0] == '+' && cell[1] != '-')
        cell.remove_prefix(1);
    const char* const end = cell.data() + cell.size();
    double value = 0;
    const auto [stop, error] = std::from_chars(cell.data(), end, value);
    if (stop != end || error == std::errc::invalid_argument)
        return {isNumberWithComma(whole) ? NumberKind::WithComma : NumberKind::Text, 0};
    if (error == std::errc::result_out_of_range)
        return outOfRange(cell);
    if (std::isnan(value))
        return {NumberKind::NotANumber, 0};
    if (std::isinf(value))
        return {NumberKind::Infinite, 0};
    if (std::fabs(value) > static_cast<double>(std::numeric_limits<float>::max()))
        return {NumberKind::TooLarge, 0};
    return {NumberKind::Finite, value};
}

} // namespace ligature
