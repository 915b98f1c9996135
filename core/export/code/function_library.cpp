// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/export/code/function_library.h"

#include <algorithm>
#include <functional>
#include <set>
#include <stdexcept>

#include "core/export/code/expression_text.h"
#include "core/layers/layer_type.h"

namespace ligature {

namespace {

constexpr std::string_view space = " \t\r\n";
constexpr std::string_view needsMark = "needs:";

std::string_view trimmed(std::string_view text)
{
    const std::size_t first = text.find_first_not_of(space);
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(space) - first + 1);
}

bool isWordPart(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
}

/// The last word before an end: "Tensor dense" -> "dense".
std::string lastWord(std::string_view text)
{
    text = trimmed(text);
    std::size_t begin = text.size();
    while (begin > 0 && isWordPart(text[begin - 1]))
        --begin;
    return std::string(text.substr(begin));
}

std::vector<std::string_view> splitAtCommas(std::string_view text)
{
    std::vector<std::string_view> parts;
    int depth = 0;
    std::size_t begin = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '(' || c == '[' || c == '{' || c == '<')
            ++depth;
        else if (c == ')' || c == ']' || c == '}' || c == '>')
            --depth;
        else if (c == ',' && depth == 0) {
            parts.push_back(text.substr(begin, i - begin));
            begin = i + 1;
        }
    }
    if (!trimmed(text.substr(begin)).empty())
        parts.push_back(text.substr(begin));
    return parts;
}

bool isComment(std::string_view line)
{
    line = trimmed(line);
    return line.empty() || line.starts_with("#") || line.starts_with("//") || line.starts_with("%") ||
           line.starts_with("*") || line.starts_with("/*") || line.starts_with("@") || line.starts_with("template");
}

/// Takes the head's lines off: the licence, and what is needed.
std::string_view withoutHead(std::string_view text, std::vector<std::string>& needs)
{
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size() - 1);
        const std::string_view line = text.substr(0, end);
        const std::size_t mark = line.find(needsMark);
        if (isComment(line) && mark != std::string_view::npos) {
            for (const std::string_view path : splitAtCommas(line.substr(mark + needsMark.size())))
                needs.emplace_back(trimmed(path));
        } else if (line.find("SPDX-License-Identifier:") == std::string_view::npos && !trimmed(line).empty()) {
            break;
        }
        text.remove_prefix(end + 1);
    }
    return text;
}

/// Reads "name(parameter, parameter = default)" from the first line of code that has a parenthesis, in any of the
/// languages: "def dense(...)", "inline Tensor dense(...)", "dense <- function(...)", "function y = dense(...)".
void readSignature(std::string_view text, CodeFunction& function)
{
    std::size_t line_begin = 0;
    while (line_begin < text.size()) {
        const std::size_t line_end = std::min(text.find('\n', line_begin), text.size());
        const std::string_view line = text.substr(line_begin, line_end - line_begin);
        const std::size_t open = line.find('(');
        if (isComment(line) || open == std::string_view::npos) {
            line_begin = line_end + 1;
            continue;
        }
        std::string_view before = trimmed(line.substr(0, open));
        if (const std::size_t arrow = before.find("<-"); arrow != std::string_view::npos)
            before = before.substr(0, arrow);
        function.name = lastWord(before);
        std::size_t close = line_begin + open;
        for (int depth = 0; close < text.size(); ++close) {
            depth += text[close] == '(' ? 1 : text[close] == ')' ? -1 : 0;
            if (depth == 0)
                break;
        }
        const std::size_t first = line_begin + open + 1;
        for (const std::string_view parameter : splitAtCommas(text.substr(first, close - first))) {
            std::string_view declared = parameter.substr(0, parameter.find('='));
            // Python's annotations: "input: np.ndarray".
            declared =
                declared.substr(0, declared.find(':') == declared.find("::") ? declared.npos : declared.find(':'));
            if (const std::string name = lastWord(declared); !name.empty())
                function.parameters.push_back(name);
        }
        return;
    }
}

std::string inOwnWords(std::string_view text, std::span<const CodePhrase> phrases)
{
    std::string own(text);
    for (const CodePhrase& phrase : phrases) {
        for (std::size_t at = own.find(phrase.theirs); at != std::string::npos;
             at = own.find(phrase.theirs, at + phrase.own.size()))
            own.replace(at, phrase.theirs.size(), phrase.own);
    }
    return own;
}

} // namespace

FunctionLibrary::FunctionLibrary(std::span<const CodeFile> files, const ExpressionSpelling* spelling,
                                 std::span<const CodePhrase> phrases)
{
    for (const CodeFile& file : files)
        add({file.path, inOwnWords(file.text, phrases)});
    for (const LayerType* const type : layerTypes()) {
        const std::string path = "layers/" + type->name();
        if (spelling != nullptr && type->formula() != nullptr && !m_functions.contains(path))
            add({path, functionText(*type, *spelling)});
    }
}

void FunctionLibrary::add(const CodeFile& file)
{
    CodeFunction function;
    function.path = file.path;
    function.text = withoutHead(file.text, function.needs);
    readSignature(function.text, function);
    m_functions.emplace(function.path, std::move(function));
}

const CodeFunction* FunctionLibrary::find(const std::string& path) const
{
    const auto found = m_functions.find(path);
    return found == m_functions.end() ? nullptr : &found->second;
}

std::vector<const CodeFunction*> FunctionLibrary::withNeeds(std::span<const CodeFunction* const> wanted) const
{
    std::vector<const CodeFunction*> ordered;
    std::set<const CodeFunction*> seen;
    const std::function<void(const CodeFunction&)> visit = [&](const CodeFunction& function) {
        if (!seen.insert(&function).second)
            return;
        for (const std::string& path : function.needs) {
            const CodeFunction* const needed = find(path);
            if (!needed)
                throw std::logic_error(function.path + " needs " + path + ", which is not there");
            visit(*needed);
        }
        ordered.push_back(&function);
    };
    for (const CodeFunction* const function : wanted)
        visit(*function);
    return ordered;
}

std::string textOf(std::span<const CodeFunction* const> functions)
{
    std::string text;
    for (const CodeFunction* const function : functions) {
        if (!text.empty())
            text += '\n';
        text += function->text;
        if (!text.ends_with('\n'))
            text += '\n';
    }
    return text;
}

} // namespace ligature
