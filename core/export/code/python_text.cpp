// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/export/code/python_text.h"

#include <vector>

#include "core/text/number_text.h"

namespace ligature {

namespace {

constexpr std::size_t longestLine = 110;

std::string literal(bool value)
{
    return value ? "True" : "False";
}

std::string literal(std::int64_t value)
{
    return std::to_string(value);
}

std::string literal(double value)
{
    std::string text = numbers::exact(value);
    if (text.find_first_of(".en") == std::string::npos)
        text += ".0";
    return text;
}

std::string literal(const std::string& value)
{
    return pythonString(value);
}

std::string literal(const Shape& value)
{
    std::string text;
    for (const std::int64_t extent : value.extents())
        text += (text.empty() ? "" : ", ") + std::to_string(extent);
    return "(" + text + (value.rank() == 1 ? ",)" : ")");
}

bool isControl(char c)
{
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}

} // namespace

std::string pythonLiteral(const AttributeValue& value)
{
    return std::visit([](const auto& held) { return literal(held); }, value);
}

std::string pythonString(std::string_view text)
{
    constexpr std::string_view digits = "0123456789abcdef";
    std::string quoted = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') {
            quoted += '\\';
            quoted += c;
        } else if (isControl(c)) {
            quoted += "\\x";
            quoted += digits[static_cast<unsigned char>(c) / 16];
            quoted += digits[static_cast<unsigned char>(c) % 16];
        } else {
            quoted += c;
        }
    }
    return quoted + '"';
}

std::string inComment(std::string_view text)
{
    std::string line(text);
    for (char& c : line) {
        if (isControl(c))
            c = ' ';
    }
    return line;
}

std::string wrapped(std::string_view statement)
{
    std::string text;
    std::vector<std::size_t> columns; // where what is in each open parenthesis begins
    std::size_t line_begin = 0;
    std::size_t last_break = std::string::npos;
    std::size_t last_indent = 0;
    char quote = 0;
    for (std::size_t i = 0; i < statement.size(); ++i) {
        const char c = statement[i];
        text += c;
        if (quote != 0) {
            if (c == '\\' && i + 1 < statement.size())
                text += statement[++i];
            else if (c == quote)
                quote = 0;
        } else if (c == '"') {
            quote = c;
        } else if (c == '(' || c == '[' || c == '{') {
            columns.push_back(text.size() - line_begin);
        } else if ((c == ')' || c == ']' || c == '}') && !columns.empty()) {
            columns.pop_back();
        } else if (c == ' ' && i > 0 && statement[i - 1] == ',' && !columns.empty()) {
            last_break = text.size();
            last_indent = columns.back();
        }
        if (text.size() - line_begin > longestLine && last_break != std::string::npos) {
            const std::size_t before = last_break - line_begin;
            text[last_break - 1] = '\n';
            text.insert(last_break, std::string(last_indent, ' '));
            line_begin = last_break;
            last_break = std::string::npos;
            // What was opened behind the break begins elsewhere now.
            for (std::size_t& column : columns) {
                if (column > before)
                    column = column - before + last_indent;
            }
        }
    }
    return text;
}

} // namespace ligature
