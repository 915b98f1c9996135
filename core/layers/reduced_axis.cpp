// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/reduced_axis.h"

namespace ligature {

AttributeSpec reducedAxisSpec()
{
    return AttributeSpec{.name = "axis",
                         .label = "Axis",
                         .kind = AttributeKind::Integer,
                         .default_value = std::int64_t{0},
                         .minimum = 0,
                         .maximum = 8,
                         .help = "The axis that goes; 1 is the first after the batch, 0 takes all of them."};
}

std::optional<std::size_t> reducedAxis(const Attributes& attributes)
{
    const auto axis = attributes.get<std::int64_t>("axis");
    return axis == 0 ? std::nullopt : std::optional(static_cast<std::size_t>(axis - 1));
}

Result<Inference> inferReduced(const Attributes& attributes, std::span<const Shape> inputs)
{
    const Shape& input = inputs[0];
    const std::optional<std::size_t> axis = reducedAxis(attributes);
    if (axis && *axis >= input.rank())
        return fail({}, "there is no axis " + std::to_string(*axis + 1) + " in an input of " + input.toString(),
                    "choose an axis from 0 to " + std::to_string(input.rank()));
    std::vector<std::int64_t> left;
    for (std::size_t i = 0; axis && i < input.rank(); ++i) {
        if (i != *axis)
            left.push_back(input[i]);
    }
    return Inference{.outputs = {Shape(std::move(left))}, .flops = input.elementCount()};
}

} // namespace ligature
