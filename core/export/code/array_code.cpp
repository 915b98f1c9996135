// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/export/code/array_code.h"

#include "core/export/code/call_text.h"

namespace ligature {

std::string arrayText(const AttributeValue& value, const ArraySyntax& syntax)
{
    return std::visit(
        [&](const auto& held) -> std::string {
            using T = std::decay_t<decltype(held)>;
            if constexpr (std::is_same_v<T, bool>)
                return std::string(held ? syntax.yes : syntax.no);
            else if constexpr (std::is_same_v<T, std::int64_t>)
                return syntax.whole(held);
            else if constexpr (std::is_same_v<T, double>)
                return realText(held);
            else if constexpr (std::is_same_v<T, std::string>)
                return syntax.text(held);
            else
                return syntax.shape(held);
        },
        value);
}

std::string arrayText(const CodeVariable& variable, const ArraySyntax& syntax)
{
    switch (variable.kind) {
    case CodeVariable::Kind::Local: return variable.name;
    case CodeVariable::Kind::Parameter:
    case CodeVariable::Kind::Table: return std::string(syntax.holder) + variable.name;
    case CodeVariable::Kind::Features: return "features";
    case CodeVariable::Kind::Targets: return "targets";
    }
    return {};
}

std::string arrayText(const CodeArgument& argument, const ArraySyntax& syntax)
{
    if (const auto* const variable = std::get_if<CodeVariable>(&argument.value))
        return arrayText(*variable, syntax);
    if (const auto* const attribute = std::get_if<AttributeValue>(&argument.value))
        return arrayText(*attribute, syntax);
    const auto* const several = std::get_if<std::vector<CodeVariable>>(&argument.value);
    if (several == nullptr)
        return {};
    std::vector<std::string> list;
    for (const CodeVariable& one : *several)
        list.push_back(arrayText(one, syntax));
    return std::string(syntax.list_open) + joined(list, ", ") + std::string(syntax.list_close);
}

std::vector<StoredTensor> storedTensors(const CodePlan& plan)
{
    std::vector<StoredTensor> tensors;
    for (const CodeParameter& parameter : plan.parameters)
        tensors.push_back(
            {parameter.identifier, parameter.name, "F32", parameter.shape, parameter.state ? "state" : "parameter"});
    for (const CodeTable& table : plan.tables)
        tensors.push_back(
            {table.identifier, table.name, table.values.index() == 0 ? "F32" : "I64", table.shape, "table"});
    return tensors;
}

std::string samplesText(const Shape& shape, std::string_view number, std::string_view between)
{
    if (shape.rank() == 0)
        return std::string(number);
    const std::string matrix = "a matrix with a sample a row, " + std::to_string(shape.elementCount()) + " columns";
    if (shape.rank() == 1)
        return matrix;
    return matrix + std::string(between) + "(" + shape.toString() + " in row-major order), or an array of samples × " +
           shape.toString();
}

} // namespace ligature
