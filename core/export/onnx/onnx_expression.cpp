// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/export/onnx/onnx_expression.h"

#include <stdexcept>
#include <utility>
#include <vector>

#include "core/layers/expression_layer.h"

namespace ligature {

namespace {

using Operation = Expression::Kind;

const char* operatorOf(Operation kind)
{
    switch (kind) {
    case Operation::Add: return "Add";
    case Operation::Subtract: return "Sub";
    case Operation::Multiply: return "Mul";
    case Operation::Divide: return "Div";
    case Operation::Maximum: return "Max";
    case Operation::Minimum: return "Min";
    case Operation::Power: return "Pow";
    case Operation::Negate: return "Neg";
    case Operation::Absolute: return "Abs";
    case Operation::Sign: return "Sign";
    case Operation::Exp: return "Exp";
    case Operation::Log:
    case Operation::Log1p: return "Log"; // There is no Log1p.
    case Operation::Sqrt: return "Sqrt";
    case Operation::Tanh: return "Tanh";
    case Operation::Sigmoid: return "Sigmoid";
    case Operation::Element:
    case Operation::Constant:
    case Operation::Named: break;
    }
    throw std::logic_error("a number is no operator");
}

/// Adds the nodes of an expression, those of a part that occurs in several places once.
class NodeWriter {
public:
    explicit NodeWriter(const OnnxLayerNodes& layer) : m_layer(layer) {}

    std::string give(const Expression& e)
    {
        if (e.operands().empty())
            return m_layer.give("Identity", {value(e)});
        return m_layer.give(operatorOf(e.kind()), operandsOf(e));
    }

private:
    std::string value(const Expression& e)
    {
        if (e.kind() == Operation::Element)
            return m_layer.inputs[0];
        if (e.kind() == Operation::Constant)
            return m_layer.graph.real(e.constant());
        for (const auto& [known, name] : m_values) {
            if (known.isSame(e))
                return name;
        }
        const std::string name = m_layer.add(operatorOf(e.kind()), operandsOf(e));
        m_values.emplace_back(e, name);
        return name;
    }

    std::vector<std::string> operandsOf(const Expression& e)
    {
        std::vector<std::string> operands;
        for (const Expression& operand : e.operands())
            operands.push_back(value(operand));
        if (e.kind() == Operation::Log1p)
            operands = {m_layer.add("Add", {operands[0], m_layer.graph.real(1)})};
        return operands;
    }

    const OnnxLayerNodes& m_layer;
    std::vector<std::pair<Expression, std::string>> m_values;
};

} // namespace

std::string writeExpressionNodes(const OnnxLayerNodes& layer)
{
    return NodeWriter(layer).give(withAttributes(*layer.type->formula(), layer.attributes));
}

} // namespace ligature
