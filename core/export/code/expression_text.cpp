// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/export/code/expression_text.h"

#include <set>

#include "core/export/code/call_text.h"

namespace ligature {

namespace {

using Operation = Expression::Kind;

/// How strongly what is written holds together.
enum class Binding { Sum, Product, Sign, Whole };

struct Text {
    std::string text;
    Binding binding = Binding::Whole;
};

void replaceFirst(std::string& text, const std::string& place, const std::string& with)
{
    if (const std::size_t at = text.find(place); at != std::string::npos)
        text.replace(at, place.size(), with);
}

std::string filled(std::string pattern, const std::string& with)
{
    replaceFirst(pattern, "{}", with);
    return pattern;
}

/// The number with a point or an exponent, so that it is a real number anywhere.
std::string numberText(double value)
{
    const std::string text = realText(value);
    return text.find_first_of(".e") == std::string::npos ? text + ".0" : text;
}

/// As most languages have it.
std::string usualText(Operation kind, const std::string& prefix)
{
    switch (kind) {
    case Operation::Add: return "{} + {}";
    case Operation::Subtract: return "{} - {}";
    case Operation::Multiply: return "{} * {}";
    case Operation::Divide: return "{} / {}";
    case Operation::Maximum: return prefix + "maximum({}, {})";
    case Operation::Minimum: return prefix + "minimum({}, {})";
    case Operation::Power: return prefix + "power({}, {})";
    case Operation::Negate: return "-{}";
    case Operation::Absolute: return prefix + "abs({})";
    case Operation::Sign: return prefix + "sign({})";
    case Operation::Exp: return prefix + "exp({})";
    case Operation::Log: return prefix + "log({})";
    case Operation::Log1p: return prefix + "log1p({})";
    case Operation::Sqrt: return prefix + "sqrt({})";
    case Operation::Tanh: return prefix + "tanh({})";
    case Operation::Sigmoid: return prefix + "sigmoid({})";
    case Operation::Element:
    case Operation::Constant:
    case Operation::Named: break;
    }
    return "{}";
}

Binding bindingOf(Operation kind)
{
    switch (kind) {
    case Operation::Add:
    case Operation::Subtract: return Binding::Sum;
    case Operation::Multiply:
    case Operation::Divide: return Binding::Product;
    case Operation::Negate: return Binding::Sign;
    default: return Binding::Whole;
    }
}

class Writer {
public:
    explicit Writer(const ExpressionSpelling& spelling) : m_spelling(spelling) {}

    Text write(const Expression& e) const
    {
        switch (e.kind()) {
        case Operation::Element: return {m_spelling.element};
        case Operation::Named: return {filled(m_spelling.named, e.name())};
        case Operation::Constant: {
            const std::string number = filled(m_spelling.constant, numberText(e.constant()));
            return {number, e.constant() < 0 ? Binding::Sign : Binding::Whole};
        }
        default: break;
        }
        const Binding own = bindingOf(e.kind());
        const auto own_text = m_spelling.operations.find(e.kind());
        std::string text =
            own_text == m_spelling.operations.end() ? usualText(e.kind(), m_spelling.prefix) : own_text->second;
        for (std::size_t i = 0; i < e.operands().size(); ++i) {
            const Text operand = write(e.operands()[i]);
            // In a function's parentheses it stands alone; on the right of its like it would be read otherwise.
            const bool loose = own != Binding::Whole && (operand.binding < own || (operand.binding == own && i > 0) ||
                                                         operand.binding == Binding::Sign);
            const std::string with = loose ? "(" + operand.text + ")" : operand.text;
            do
                replaceFirst(text, "{}", with);
            while (e.operands().size() == 1 && text.find("{}") != std::string::npos); // A sign looks twice.
        }
        return {text, own};
    }

private:
    const ExpressionSpelling& m_spelling;
};

void collectKinds(const Expression& e, std::set<Operation>& kinds)
{
    kinds.insert(e.kind());
    for (const Expression& operand : e.operands())
        collectKinds(operand, kinds);
}

std::string camelCase(const std::string& name)
{
    std::string text;
    for (std::size_t i = 0; i < name.size(); ++i) {
        if (name[i] == '_' && i + 1 < name.size())
            text += static_cast<char>(name[++i] - 'a' + 'A');
        else
            text += name[i];
    }
    return text;
}

std::string needsLine(const Expression& formula, const ExpressionSpelling& spelling)
{
    std::vector<std::string> needs = spelling.needs;
    std::set<Operation> kinds;
    collectKinds(formula, kinds);
    for (const auto& [kind, more] : spelling.also_needs) {
        if (kinds.contains(kind))
            needs.insert(needs.end(), more.begin(), more.end());
    }
    std::string line;
    for (const std::string& path : needs)
        line += (line.empty() ? "# needs: " : ", ") + path;
    return line.empty() ? line : line + "\n";
}

} // namespace

std::string functionText(const LayerType& type, const ExpressionSpelling& spelling)
{
    const Expression& formula = *type.formula();
    std::string name = spelling.name;
    replaceFirst(name, "{type}", type.name());
    replaceFirst(name, "{Type}", camelCase(type.name()));
    std::string parameters;
    for (const AttributeSpec& attribute : type.attributes())
        parameters += ", " + filled(spelling.parameter, attribute.name);
    const Writer writer(spelling);
    std::string text = spelling.function;
    replaceFirst(text, "{name}", name);
    replaceFirst(text, "{parameters}", parameters);
    replaceFirst(text, "{expression}", writer.write(formula).text);
    replaceFirst(text, "{derivative}", writer.write(formula.derivative()).text);
    return needsLine(formula, spelling) + text;
}

} // namespace ligature
