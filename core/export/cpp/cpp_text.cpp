// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/export/cpp/cpp_text.h"

#include <cmath>
#include <cstdint>

#include "core/export/code/identifiers.h"
#include "core/text/number_text.h"

namespace ligature {

std::string cppString(std::string_view text)
{
    std::string literal = "\"";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\' || c == '?') { // Two question marks may begin a trigraph.
            literal += '\\';
            literal += c;
        } else if (byte >= 0x20 && byte < 0x7f) {
            literal += c;
        } else { // Three octal digits end by themselves.
            literal += '\\';
            for (const int shift : {6, 3, 0})
                literal += static_cast<char>('0' + (byte >> shift & 7));
        }
    }
    return literal + '"';
}

std::string cppFloat(float value)
{
    if (std::isnan(value))
        return "std::numeric_limits<float>::quiet_NaN()";
    if (std::isinf(value))
        return std::string(value < 0 ? "-" : "") + "std::numeric_limits<float>::infinity()";
    std::string literal = numbers::exact(value);
    if (literal.find_first_of(".e") == std::string::npos)
        literal += ".0";
    return literal + 'F';
}

std::string cppNamespace(std::string_view project_name)
{
    std::string wish(project_name);
    for (char& c : wish)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    std::string name = Identifiers({}).take(wish);
    return name.find('_') == std::string::npos ? name + "_network" : name;
}

} // namespace ligature
