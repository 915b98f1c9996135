// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/numbered_inputs.h"

namespace ligature {

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

} // namespace ligature
