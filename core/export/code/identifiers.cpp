// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/export/code/identifiers.h"

namespace ligature {

namespace {

bool isSmall(char c)
{
    return c >= 'a' && c <= 'z';
}
bool isCapital(char c)
{
    return c >= 'A' && c <= 'Z';
}
bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}
bool isPart(char c)
{
    return isSmall(c) || isCapital(c) || isDigit(c);
}

} // namespace

Identifiers::Identifiers(std::span<const std::string_view> reserved, std::string before_digit, std::size_t longest)
    : m_before_digit(std::move(before_digit)), m_longest(longest), m_taken(reserved.begin(), reserved.end())
{
}

std::string Identifiers::take(std::string_view wish)
{
    std::string name;
    for (const char c : wish) {
        if (isPart(c))
            name += c;
        else if (!name.empty() && name.back() != '_')
            name += '_';
    }
    while (!name.empty() && name.back() == '_')
        name.pop_back();
    if (name.empty())
        name = "value";
    if (isDigit(name.front()))
        name = m_before_digit + name;
    std::string free = name.substr(0, m_longest);
    for (int number = 2; !m_taken.insert(free).second; ++number) {
        const std::string digits = std::to_string(number);
        free = name.substr(0, m_longest - digits.size() - 1);
        free += '_';
        free += digits;
    }
    return free;
}

std::string classIdentifier(std::string_view wish)
{
    std::string name;
    bool starts_word = true;
    for (const char c : wish) {
        if (!isPart(c)) {
            starts_word = true;
            continue;
        }
        name += starts_word && isSmall(c) ? static_cast<char>(c - 'a' + 'A') : c;
        starts_word = false;
    }
    if (name.empty() || isDigit(name.front()))
        name = "Network" + name;
    return name;
}

} // namespace ligature
