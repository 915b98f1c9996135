// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/expression_layer.h"

#include "core/layers/lowering.h"

namespace ligature {

Result<Inference> ExpressionLayer::infer(const Attributes&, std::span<const Shape> inputs) const
{
    return Inference{.outputs = {inputs[0]},
                     .flops = Shape{formula()->operationCount(), inputs[0].elementCount()}.elementCount()};
}

void ExpressionLayer::lower(Lowering& lowering) const
{
    lowering.setOutput(
        lowering.add(expressionOp(withAttributes(*formula(), lowering.attributes())), {lowering.input(0)}));
}

Expression withAttributes(const Expression& formula, const Attributes& attributes)
{
    return formula.with([&](const std::string& name) {
        const AttributeValue& value = attributes.values().at(name);
        const auto* const whole = std::get_if<std::int64_t>(&value);
        return whole != nullptr ? static_cast<double>(*whole) : std::get<double>(value);
    });
}

} // namespace ligature
