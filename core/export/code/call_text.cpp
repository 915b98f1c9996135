// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/export/code/call_text.h"

#include <stdexcept>

#include "core/text/number_text.h"

namespace ligature {

namespace {

class ArgumentText {
public:
    explicit ArgumentText(const CallSyntax& syntax) : m_syntax(syntax) {}

    std::string operator()(const CodeArgument::Absent&) const { return std::string(m_syntax.absent); }
    std::string operator()(const CodeArgument::Training&) const
    {
        throw std::logic_error("a function of a language that only infers asks whether the model trains");
    }
    std::string operator()(const CodeVariable& variable) const
    {
        switch (variable.kind) {
        case CodeVariable::Kind::Features: return std::string(m_syntax.features);
        case CodeVariable::Kind::Targets: return std::string(m_syntax.targets);
        case CodeVariable::Kind::Local:
        case CodeVariable::Kind::Parameter:
        case CodeVariable::Kind::Table: break;
        }
        return variable.name;
    }
    std::string operator()(const std::vector<CodeVariable>& variables) const
    {
        std::vector<std::string> texts;
        for (const CodeVariable& variable : variables)
            texts.push_back((*this)(variable));
        return list(texts);
    }
    std::string operator()(const AttributeValue& value) const { return std::visit(*this, value); }
    std::string operator()(bool value) const { return value ? "true" : "false"; }
    std::string operator()(std::int64_t value) const { return std::to_string(value); }
    std::string operator()(double value) const { return realText(value); }
    std::string operator()(const std::string& value) const { return m_syntax.text(value); }
    std::string operator()(const Shape& shape) const
    {
        std::vector<std::string> texts;
        for (const std::int64_t extent : shape.extents())
            texts.push_back(std::to_string(extent));
        return list(texts);
    }

private:
    [[nodiscard]] std::string list(const std::vector<std::string>& texts) const
    {
        return std::string(m_syntax.open) + joined(texts, ", ") + std::string(m_syntax.close);
    }

    const CallSyntax& m_syntax;
};

std::string callText(std::string_view scope, const CodeCall& call, const CallSyntax& syntax)
{
    std::vector<std::string> arguments;
    for (const CodeArgument& argument : call.arguments)
        arguments.push_back(std::visit(ArgumentText(syntax), argument.value));
    return std::string(scope) + call.function->name + "(" + joined(arguments, ", ") + ")";
}

} // namespace

std::string layerCallText(const CodeCall& call, const CallSyntax& syntax)
{
    return callText(syntax.layers, call, syntax);
}

std::string viewCallText(const CodeCall& call, const CallSyntax& syntax)
{
    return callText(syntax.views, call, syntax);
}

std::string shapeText(const Shape& shape, const CallSyntax& syntax)
{
    return ArgumentText(syntax)(shape);
}

std::string realText(double value)
{
    return numbers::exact(value);
}

std::string joined(const std::vector<std::string>& texts, std::string_view separator)
{
    std::string all;
    for (std::size_t i = 0; i < texts.size(); ++i) {
        if (i > 0)
            all += separator;
        all += texts[i];
    }
    return all;
}

} // namespace ligature
