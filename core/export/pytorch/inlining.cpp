// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/export/pytorch/inlining.h"

#include <algorithm>
#include <charconv>

#include "core/export/code/python_text.h"

namespace ligature {

namespace {

constexpr std::string_view oneStep = "    ";
constexpr std::string_view twoSteps = "        ";

bool isNamePart(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

std::string join(const std::vector<PythonExpression>& list, const std::string& between)
{
    std::string text;
    for (const PythonExpression& each : list)
        text.append(text.empty() ? "" : between).append(each.text);
    return text;
}

std::string textOf(const PythonArgument& argument)
{
    if (const auto* const expression = std::get_if<PythonExpression>(&argument.value))
        return expression->text;
    if (const auto* const list = std::get_if<std::vector<PythonExpression>>(&argument.value))
        return std::string("[").append(join(*list, ", ")).append("]");
    if (const auto* const constant = std::get_if<AttributeValue>(&argument.value))
        return pythonLiteral(*constant);
    return "None";
}

const PythonArgument* findArgument(const std::vector<PythonArgument>& arguments, std::string_view name)
{
    const auto found = std::ranges::find(arguments, name, &PythonArgument::name);
    return found == arguments.end() ? nullptr : &*found;
}

/// The statements of a function, each on one line, without its docstring and comments.
std::vector<std::string> statementsOf(const CodeFunction& function)
{
    std::vector<std::string> statements;
    std::string_view text = function.text;
    int depth = 0;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        std::string_view line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        const std::size_t begin = line.find_first_not_of(' ');
        if (begin == std::string_view::npos || line[begin] == '#' || line.substr(begin).starts_with("\"\"\""))
            continue;
        if (depth > 0) {
            line.remove_prefix(begin);
            if (!statements.back().ends_with('('))
                statements.back() += ' ';
            statements.back() += line;
        } else {
            statements.emplace_back(line);
        }
        for (const char c : line)
            depth += c == '(' || c == '[' ? 1 : c == ')' || c == ']' ? -1 : 0;
    }
    if (!statements.empty())
        statements.erase(statements.begin()); // "def ...:"
    return statements;
}

std::optional<bool> isTrue(std::string_view condition, const std::vector<PythonArgument>& arguments);

std::optional<bool> isTrueTerm(std::string_view term, const std::vector<PythonArgument>& arguments)
{
    if (term.starts_with("not ")) {
        const auto opposite = isTrue(term.substr(4), arguments);
        return opposite ? std::optional(!*opposite) : std::nullopt;
    }
    const std::size_t name_end = std::min(term.find(' '), term.size());
    const PythonArgument* const argument = findArgument(arguments, term.substr(0, name_end));
    if (!argument)
        return std::nullopt;
    const std::string_view rest = term.substr(name_end);
    const bool is_none = std::holds_alternative<PythonArgument::None>(argument->value);
    if (rest == " is None")
        return is_none;
    if (rest == " is not None")
        return !is_none;
    const auto* const constant = std::get_if<AttributeValue>(&argument->value);
    if (!constant)
        return std::nullopt;
    if (rest.empty())
        return std::holds_alternative<bool>(*constant) ? std::optional(std::get<bool>(*constant)) : std::nullopt;
    if (rest.starts_with(" == "))
        return pythonLiteral(*constant) == rest.substr(4);
    if (rest.starts_with(" != "))
        return pythonLiteral(*constant) != rest.substr(4);
    if (rest == " > 0" && std::holds_alternative<std::int64_t>(*constant))
        return std::get<std::int64_t>(*constant) > 0;
    return std::nullopt;
}

std::optional<bool> isTrue(std::string_view condition, const std::vector<PythonArgument>& arguments)
{
    constexpr std::string_view conjunction = " and ";
    while (true) {
        const std::size_t end = std::min(condition.find(conjunction), condition.size());
        const std::optional<bool> term = isTrueTerm(condition.substr(0, end), arguments);
        if (!term || !*term || end == condition.size())
            return term;
        condition.remove_prefix(end + conjunction.size());
    }
}

/// The expression that the function returns for these constants.
std::optional<std::string> returnedExpression(const CodeFunction& function,
                                              const std::vector<PythonArgument>& arguments)
{
    const std::string ends = std::string(oneStep) + "return ";
    const std::string begins = std::string(oneStep) + "if ";
    const std::string inner = std::string(twoSteps) + "return ";
    const std::vector<std::string> statements = statementsOf(function);
    for (std::size_t i = 0; i < statements.size(); i += 2) { // An if and what it returns are two.
        const std::string& statement = statements[i];
        if (statement.starts_with(ends))
            return statement.substr(ends.size());
        if (!statement.starts_with(begins) || !statement.ends_with(':') || i + 1 == statements.size() ||
            !statements[i + 1].starts_with(inner))
            return std::nullopt;
        const std::size_t length = statement.size() - begins.size() - 1;
        const std::optional<bool> chosen = isTrue(statement.substr(begins.size(), length), arguments);
        if (!chosen)
            return std::nullopt;
        if (*chosen)
            return statements[i + 1].substr(inner.size());
    }
    return std::nullopt;
}

class Substitution {
public:
    Substitution(std::string expression, const std::vector<PythonArgument>& arguments)
        : m_expression(std::move(expression)), m_arguments(arguments)
    {
    }

    InlinedCall run()
    {
        while (m_at < m_expression.size()) {
            const char c = m_expression[m_at];
            if (c == '"')
                takeString();
            else if (isNamePart(c))
                takeWord();
            else
                m_text += m_expression[m_at++];
        }
        return {{m_text}, m_appearances};
    }

private:
    void takeString()
    {
        const std::size_t end = m_expression.find('"', m_at + 1);
        m_text += m_expression.substr(m_at, end - m_at + 1);
        m_at = end + 1;
    }

    void takeWord()
    {
        std::size_t end = m_at;
        while (end < m_expression.size() && isNamePart(m_expression[end]))
            ++end;
        const std::string word = m_expression.substr(m_at, end - m_at);
        const bool is_attribute = m_at > 0 && m_expression[m_at - 1] == '.';
        const bool is_keyword = m_expression[std::min(end, m_expression.size() - 1)] == '=' &&
                                m_expression[std::min(end + 1, m_expression.size() - 1)] != '=';
        m_at = end;
        const PythonArgument* const argument = findArgument(m_arguments, word);
        if (!argument || is_attribute || is_keyword) {
            m_text += word;
            writeOut(" + ", "sum");
            writeOut(" * ", "math.prod");
            return;
        }
        ++m_appearances[word];
        const bool closes = m_at < m_expression.size() && m_expression[m_at] == ')';
        const bool ends =
            closes || (m_at < m_expression.size() && (m_expression[m_at] == ',' || m_expression[m_at] == ']'));
        const bool begins = m_text.ends_with('(') || m_text.ends_with(", ") || m_text.ends_with('[');
        if (m_text.ends_with("(*") || m_text.ends_with(" *"))
            spread(*argument);
        else if (std::holds_alternative<PythonArgument::None>(argument->value) && closes && m_text.ends_with(", "))
            m_text.resize(m_text.size() - 2);
        else if (const auto* const given = std::get_if<PythonExpression>(&argument->value);
                 given && !given->isAtom() && !(begins && ends) && !(m_text.empty() && m_at == m_expression.size()))
            m_text.append("(").append(given->text).append(")");
        else
            m_text += textOf(*argument);
    }

    /// "*shape" as its extents.
    void spread(const PythonArgument& argument)
    {
        const auto* const constant = std::get_if<AttributeValue>(&argument.value);
        const auto* const shape = constant ? std::get_if<Shape>(constant) : nullptr;
        if (!shape) {
            m_text += textOf(argument);
            return;
        }
        m_text.pop_back();
        for (const std::int64_t extent : shape->extents())
            m_text += std::to_string(extent) + ", ";
        if (m_text.ends_with(", "))
            m_text.resize(m_text.size() - 2);
    }

    /// "sum(inputs)" as "a + b".
    void writeOut(const std::string& between, std::string_view function)
    {
        if (!m_text.ends_with(function) || m_at >= m_expression.size() || m_expression[m_at] != '(')
            return;
        const std::size_t end = m_expression.find(')', m_at);
        const std::string name = m_expression.substr(m_at + 1, end - m_at - 1);
        const PythonArgument* const argument = findArgument(m_arguments, name);
        const auto* const list = argument ? std::get_if<std::vector<PythonExpression>>(&argument->value) : nullptr;
        if (!list)
            return;
        ++m_appearances[name];
        m_text.resize(m_text.size() - function.size());
        m_text += join(*list, between);
        m_at = end + 1;
    }

    std::string m_expression;
    const std::vector<PythonArgument>& m_arguments;
    std::size_t m_at = 0;
    std::string m_text;
    std::map<std::string, int> m_appearances;
};

} // namespace

bool PythonExpression::isAtom() const
{
    int depth = 0;
    bool in_string = false;
    for (const char c : text) {
        if (c == '"')
            in_string = !in_string;
        else if (in_string)
            continue;
        else if (c == '(' || c == '[')
            ++depth;
        else if (c == ')' || c == ']')
            --depth;
        else if (c == ' ' && depth == 0)
            return false;
    }
    return true;
}

std::optional<InlinedCall> inlined(const CodeFunction& function, const std::vector<PythonArgument>& arguments)
{
    std::optional<std::string> expression = returnedExpression(function, arguments);
    if (!expression)
        return std::nullopt;
    return Substitution(std::move(*expression), arguments).run();
}

std::string callOf(const CodeFunction& function, const std::vector<PythonArgument>& arguments)
{
    std::string text;
    bool by_name = false;
    for (const PythonArgument& argument : arguments) {
        by_name = by_name || std::holds_alternative<AttributeValue>(argument.value);
        if (!text.empty())
            text += ", ";
        if (by_name)
            text.append(argument.name).append("=");
        text += textOf(argument);
    }
    return function.name + "(" + text + ")";
}

} // namespace ligature
