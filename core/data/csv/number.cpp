// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/csv/number.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <limits>
#include <utility>

#include "core/data/csv/text.h"

namespace ligature {

namespace {

constexpr int largestExponent = 100'000;

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

/// A number as from_chars reads it: "-12.5e-2".
struct Canonical {
    NumberKind kind = NumberKind::Text;
    std::string text = {};
    std::string mark = {};
};

/// Signs and codes of currencies; longer ones before those that they begin with.
constexpr std::array<std::string_view, 24> currencies{"US$", "USD", "EUR", "GBP", "JPY", "CHF", "CNY",  "RUB",
                                                      "INR", "SEK", "NOK", "DKK", "PLN", "CZK", "руб.", "руб",
                                                      "$",   "€",   "£",   "¥",   "₽", "₹",   "₩",    "₴"};
constexpr std::array<std::string_view, 5> minuses{"-", "\xe2\x88\x92", "\xe2\x80\x93", "\xef\xb9\xa3", "\xef\xbc\x8d"};

/// Reads what is not plain.
class WrittenNumber {
public:
    WrittenNumber(std::string_view cell, const NumberNotation& notation) : m_left(cell), m_notation(notation) {}

    Canonical read()
    {
        if (m_left.size() > 2 && m_left.front() == '(' && m_left.back() == ')') {
            m_left = withoutSpaces(m_left.substr(1, m_left.size() - 2));
            return read().kind == NumberKind::Text ? Canonical() : Canonical{NumberKind::Unread, {}, "parentheses"};
        }
        const bool has_comma = m_left.find(',') != std::string_view::npos;
        const bool is_spelled =
            std::all_of(m_left.begin(), m_left.end(), [](char c) { return isDigit(c) || c == ',' || c == '.'; });
        takeSign();
        takeCurrency();
        takeSpaces();
        if (!m_has_sign)
            takeSign();
        if (takeHexadecimal())
            return m_left.empty() ? finished() : Canonical();
        if (!takeMantissa())
            return {};
        takeExponent();
        takeSpaces();
        if (m_mark.empty() && (takePercent() || takeCurrency()))
            takeSpaces();
        if (m_left == "-")
            return {NumberKind::Unread, {}, "a minus at its end"};
        if (m_left.empty() && m_unread.empty())
            return finished();
        if (m_left.empty())
            return {NumberKind::Unread, {}, m_unread};
        // Digits, commas and points in an order that no notation has; points alone make a date or a version.
        if (is_spelled && has_comma)
            return {NumberKind::Unread, {}, "a comma"};
        return {};
    }

private:
    Canonical finished()
    {
        m_text += m_fraction;
        if (m_exponent != 0)
            m_text.append("e").append(std::to_string(m_exponent));
        return {NumberKind::Finite, std::move(m_text), std::move(m_mark)};
    }

    bool take(std::string_view token)
    {
        if (!m_left.starts_with(token))
            return false;
        m_left.remove_prefix(token.size());
        return true;
    }

    void takeSpaces() { m_left = withoutSpaces(m_left); }

    void takeSign()
    {
        if (take("+")) {
            m_has_sign = true;
        } else if (std::ranges::any_of(minuses, [this](std::string_view minus) { return take(minus); })) {
            m_has_sign = true;
            m_text = "-";
        }
    }

    bool takeCurrency()
    {
        for (const std::string_view currency : currencies) {
            if (take(currency)) {
                m_mark = currency;
                return true;
            }
        }
        return false;
    }

    bool takePercent()
    {
        if (take("%")) {
            m_mark = "%";
            m_exponent -= 2;
        } else if (take("‰")) {
            m_mark = "‰";
            m_exponent -= 3;
        } else {
            return false;
        }
        return true;
    }

    bool takeHexadecimal()
    {
        constexpr std::size_t most_digits = 16;
        constexpr int base = 16;
        if (!m_left.starts_with("0x") && !m_left.starts_with("0X"))
            return false;
        std::uint64_t value = 0;
        const char* const begin = m_left.data() + 2;
        const auto [stop, error] = std::from_chars(begin, m_left.data() + m_left.size(), value, base);
        if (error != std::errc{} || stop == begin || static_cast<std::size_t>(stop - begin) > most_digits)
            return false;
        m_left.remove_prefix(static_cast<std::size_t>(stop - m_left.data()));
        m_text += std::to_string(value);
        m_mark = "0x";
        return true;
    }

    std::size_t takeDigits(std::string& to)
    {
        std::size_t count = 0;
        while (count < m_left.size() && isDigit(m_left[count]))
            ++count;
        to.append(m_left.substr(0, count));
        m_left.remove_prefix(count);
        return count;
    }

    /// What separates thousands here, where digits follow it.
    Grouping separator(std::size_t& length) const
    {
        static constexpr std::array<std::pair<std::string_view, Grouping>, 9> separators{{
            {",", Grouping::Comma},
            {".", Grouping::Point},
            {" ", Grouping::Space},
            {"\xc2\xa0", Grouping::Space},     // no-break space
            {"\xe2\x80\xaf", Grouping::Space}, // narrow no-break space
            {"\xe2\x80\x89", Grouping::Space}, // thin space
            {"\xe2\x80\x87", Grouping::Space}, // figure space
            {"'", Grouping::Apostrophe},
            {"\xe2\x80\x99", Grouping::Apostrophe},
        }};
        for (const auto& [text, grouping] : separators) {
            if (!m_left.starts_with(text) || text.front() == m_notation.decimal)
                continue;
            length = text.size();
            if (m_left.size() > length && isDigit(m_left[length]))
                return grouping;
        }
        return Grouping::None;
    }

    bool takeMantissa()
    {
        std::string whole;
        std::size_t digits = takeDigits(whole);
        std::size_t length = 0;
        Grouping used = Grouping::None;
        int separators = 0;
        bool regular = digits >= 1 && digits <= 3 && whole.front() != '0';
        while (digits > 0) {
            const Grouping next = separator(length);
            if (next == Grouping::None)
                break;
            regular = regular && (used == Grouping::None || used == next);
            used = next;
            ++separators;
            m_left.remove_prefix(length);
            regular = takeDigits(whole) == 3 && regular;
        }
        if (used != Grouping::None && !regular) {
            // "555 1234" is a telephone's number, "01.02.2023" a date.
            if (used != Grouping::Comma && (used != Grouping::Point || separators > 1))
                return false;
            m_unread = used == Grouping::Comma ? "a comma" : "a point";
        } else if (used != Grouping::None && m_notation.grouping != Grouping::Any && m_notation.grouping != used) {
            m_unread = used == Grouping::Comma   ? "a comma"
                       : used == Grouping::Point ? "a point"
                       : used == Grouping::Space ? "a space"
                                                 : "an apostrophe";
        }
        const std::string_view mark(&m_notation.decimal, 1);
        if (take(mark)) {
            m_has_decimal = true;
            m_fraction = ".";
            digits += takeDigits(m_fraction);
        }
        m_text += whole;
        return digits > 0;
    }

    void takeExponent()
    {
        if (m_left.empty())
            return;
        const bool is_fortran =
            (m_left.front() == 'D' || m_left.front() == 'd') && (m_has_decimal || m_notation.has_pointless_fortran);
        if (m_left.front() != 'e' && m_left.front() != 'E' && !is_fortran)
            return;
        const std::string_view before = m_left;
        m_left.remove_prefix(1);
        bool negative = false;
        if (!take("+"))
            negative = std::ranges::any_of(minuses, [this](std::string_view minus) { return take(minus); });
        std::string digits;
        if (takeDigits(digits) == 0) {
            m_left = before;
            return;
        }
        int exponent = largestExponent;
        const char* const end = digits.data() + digits.size();
        if (std::from_chars(digits.data(), end, exponent).ec != std::errc{})
            exponent = largestExponent;
        m_exponent += (negative ? -1 : 1) * std::min(exponent, largestExponent);
    }

    std::string_view m_left;
    NumberNotation m_notation;
    std::string m_text; ///< the sign, then the whole digits
    std::string m_fraction;
    std::string m_mark;
    std::string m_unread;
    int m_exponent = 0;
    bool m_has_sign = false;
    bool m_has_decimal = false;
};

/// Too large and too small for a double look alike; the wider type tells them apart, and what exceeds even that is
/// called too large.
CsvNumber outOfRange(std::string_view number)
{
    long double wide = 0;
    const auto [stop, error] = std::from_chars(number.data(), number.data() + number.size(), wide);
    if (error == std::errc{} && std::fabs(wide) < 1)
        return {NumberKind::Finite, 0};
    return {NumberKind::TooLarge, 0};
}

CsvNumber classified(double value)
{
    if (std::isnan(value))
        return {NumberKind::NotANumber, 0};
    if (std::isinf(value))
        return {NumberKind::Infinite, 0};
    if (std::fabs(value) > static_cast<double>(std::numeric_limits<float>::max()))
        return {NumberKind::TooLarge, 0};
    return {NumberKind::Finite, value};
}

/// from_chars knows no plus sign.
std::string_view withoutPlus(std::string_view cell)
{
    if (cell.size() > 1 && cell[0] == '+' && cell[1] != '-')
        cell.remove_prefix(1);
    return cell;
}

bool isPlain(std::string_view cell, const NumberNotation& notation)
{
    return notation.decimal == '.' || cell.find('.') == std::string_view::npos;
}

bool mayBeNumber(std::string_view cell)
{
    return std::any_of(cell.begin(), cell.end(), isDigit);
}

} // namespace

CsvNumber readNumber(std::string_view cell, const NumberNotation& notation)
{
    if (cell.empty())
        return {};
    if (isPlain(cell, notation)) {
        const std::string_view number = withoutPlus(cell);
        const char* const end = number.data() + number.size();
        double value = 0;
        const auto [stop, error] = std::from_chars(number.data(), end, value);
        if (stop == end && error == std::errc::result_out_of_range)
            return outOfRange(number);
        if (stop == end && error == std::errc{})
            return classified(value);
    }
    if (!mayBeNumber(cell))
        return {};
    Canonical written = WrittenNumber(withoutSpaces(cell), notation).read();
    if (written.kind != NumberKind::Finite)
        return {written.kind, 0, std::move(written.mark)};
    double value = 0;
    const char* const end = written.text.data() + written.text.size();
    const auto [stop, error] = std::from_chars(written.text.data(), end, value);
    CsvNumber number = error == std::errc::result_out_of_range ? outOfRange(written.text) : classified(value);
    number.mark = std::move(written.mark);
    return number;
}

namespace {

/// As from_chars reads it; empty where the cell is no number.
std::string canonicalText(std::string_view cell, const NumberNotation& notation)
{
    if (!mayBeNumber(cell))
        return {};
    return WrittenNumber(withoutSpaces(cell), notation).read().text;
}

} // namespace

long double readWideNumber(std::string_view cell, const NumberNotation& notation)
{
    const std::string text = canonicalText(cell, notation);
    long double value = 0;
    (void)std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

std::string exactNumberKey(std::string_view cell, const NumberNotation& notation)
{
    const std::string text = canonicalText(cell, notation);
    if (text.empty())
        return {};
    long exponent = 0;
    const std::size_t e = std::min(text.find('e'), text.size());
    if (e < text.size())
        exponent = std::stol(text.substr(e + 1));
    std::string digits;
    bool after_point = false;
    for (const char c : text.substr(0, e)) {
        after_point = after_point || c == '.';
        if (!isDigit(c))
            continue;
        exponent -= after_point ? 1 : 0;
        if (c != '0' || !digits.empty())
            digits.push_back(c);
    }
    while (!digits.empty() && digits.back() == '0') {
        digits.pop_back();
        ++exponent;
    }
    if (digits.empty())
        return "0";
    return (text.front() == '-' ? "-" : "") + digits + "e" + std::to_string(exponent);
}

} // namespace ligature
