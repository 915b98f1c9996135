// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/export/onnx/onnx_view.h"

namespace ligature {

namespace {

/// TensorProto's number for it.
constexpr std::int64_t castToFloat = 1;

/// Which block each place of an axis is in, as numbers of that shape.
std::string blocksOf(const OnnxViewStep& step, std::int64_t extent, const Shape& shape)
{
    const std::int64_t each = extent / step.attributes.get<std::int64_t>("blocks");
    std::vector<std::int64_t> numbers;
    for (std::int64_t place = 0; place < extent; ++place)
        numbers.push_back(place / each);
    return step.graph.tensor({.name = {}, .shape = shape, .values = std::move(numbers)}, step.wish + "/blocks");
}

} // namespace

const OnnxView& maskOnnxView()
{
    static const OnnxView view("mask", [](const OnnxViewStep& step) -> std::string {
        const auto& pattern = step.attributes.get<std::string>("pattern");
        if (pattern != "blocks") {
            const std::string diagonal = step.graph.integer(step.attributes.get<std::int64_t>("diagonal"));
            return step.add("Trilu", {step.input, diagonal}, {{"upper", std::int64_t{pattern == "upper" ? 1 : 0}}});
        }
        const Shape& shape = step.input_shape;
        const std::int64_t rows = shape[shape.rank() - 2];
        const std::int64_t columns = shape[shape.rank() - 1];
        const std::string is_read =
            step.add("Equal", {blocksOf(step, rows, Shape{rows, 1}), blocksOf(step, columns, Shape{1, columns})});
        return step.add("Mul", {step.input, step.add("Cast", {is_read}, {{"to", castToFloat}})});
    });
    return view;
}

} // namespace ligature
