// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/numbered_inputs.h"

namespace ligature {

AttributeSpec numberedInputsSpec()
{
    return AttributeSpec{.name = "inputs",
                         .label = "Inputs",
                         .kind = AttributeKind::Integer,
                         .default_value = std::int64_t{2},
                         .minimum = 2,
                         .maximum = 64,
                         .help = "How many inputs the layer has."};
}

std::vector<PortSpec> numberedInputs(const Attributes& attributes)
{
    std::vector<PortSpec> ports;
    for (std::int64_t i = 1; i <= attributes.get<std::int64_t>("inputs"); ++i)
        ports.push_back({"input" + std::to_string(i), "Input " + std::to_string(i) + "."});
    return ports;
}

std::vector<ValueIndex> allInputs(const Lowering& lowering)
{
    std::vector<ValueIndex> values;
    for (std::size_t i = 0; i < lowering.inputCount(); ++i)
        values.push_back(lowering.input(i));
    return values;
}

Result<Inference> inferAlike(std::span<const Shape> inputs, const std::string& refusal)
{
    for (const Shape& input : inputs) {
        if (input != inputs[0])
            return fail({}, "inputs of " + inputs[0].toString() + " and " + input.toString() + " " + refusal,
                        "give all inputs the same shape");
    }
    return Inference{.outputs = {inputs[0]},
                     .flops = inputs[0].elementCount() * static_cast<std::int64_t>(inputs.size() - 1)};
}

} // namespace ligature
