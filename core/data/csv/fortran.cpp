// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/csv/fortran.h"

#include <algorithm>

#include "core/data/csv/number.h"
#include "core/data/csv/text.h"

namespace ligature {

namespace {

bool takeSignOf(std::string_view& number)
{
    for (const std::string_view sign : {"+", "-", "\xe2\x88\x92", "\xe2\x80\x93"}) {
        if (number.starts_with(sign)) {
            number.remove_prefix(sign.size());
            return true;
        }
    }
    return false;
}

std::string_view takeDigitsOf(std::string_view& number)
{
    const std::string_view digits = number.substr(0, number.find_first_not_of("0123456789"));
    number.remove_prefix(digits.size());
    return digits;
}

/// Digits, the letter in either case, digits; neither a point nor more than three digits of an exponent.
PointlessFortran pointlessNumber(std::string_view cell, std::string_view letters)
{
    constexpr std::size_t most_exponent_digits = 3;
    std::string_view left = withoutSpaces(cell);
    bool is_signed = takeSignOf(left);
    const std::string_view whole = takeDigitsOf(left);
    if (whole.empty() || left.empty() || letters.find(left.front()) == std::string_view::npos)
        return PointlessFortran::No;
    left.remove_prefix(1);
    is_signed = takeSignOf(left) || is_signed;
    const std::string_view exponent = takeDigitsOf(left);
    if (exponent.empty() || exponent.size() > most_exponent_digits || !left.empty())
        return PointlessFortran::No;
    if (is_signed)
        return PointlessFortran::Certainly;
    return whole.size() > 1 && whole.front() == '0' ? PointlessFortran::No : PointlessFortran::Perhaps;
}

/// A number that has the look of an identifier beside "3D0": "250", "1E5".
bool mayBeIdentifier(std::string_view cell)
{
    constexpr std::size_t shortest = 3; // as long as "3D0"
    const bool is_whole = cell.find_first_not_of("0123456789") == std::string_view::npos;
    return (is_whole && cell.size() >= shortest) || pointlessNumber(cell, "Ee") == PointlessFortran::Perhaps;
}

} // namespace

PointlessFortran pointlessFortran(std::string_view cell)
{
    return pointlessNumber(cell, "Dd");
}

bool writesFortranWithoutPoints(const CsvTable& table, std::size_t column, const MissingRule& missing)
{
    std::size_t numbers = 0;
    std::size_t texts = 0;
    bool is_certain = false;
    bool may_be_identifiers = false;
    for (std::size_t row = 1; row < table.rowCount(); ++row) {
        const std::string_view cell = table.cell(row, column);
        if (missing.isMissing(cell))
            continue;
        const PointlessFortran fortran = pointlessFortran(cell);
        const CsvNumber number = readNumber(cell);
        if (fortran == PointlessFortran::No && number.kind == NumberKind::NotANumber)
            continue;
        const bool is_text = fortran == PointlessFortran::No && number.kind == NumberKind::Text &&
                             readNumber(cell, {.decimal = ','}).kind == NumberKind::Text;
        ++(is_text ? texts : numbers);
        const bool has_point_and_exponent = number.kind == NumberKind::Finite && number.mark.empty() &&
                                            cell.find_first_of("Dd") != std::string_view::npos;
        is_certain = is_certain || fortran == PointlessFortran::Certainly || has_point_and_exponent;
        may_be_identifiers = may_be_identifiers || mayBeIdentifier(cell);
    }
    return is_certain ? numbers >= texts : numbers > 0 && texts == 0 && !may_be_identifiers;
}

} // namespace ligature
