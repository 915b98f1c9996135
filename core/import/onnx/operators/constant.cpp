// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "core/import/onnx/operator_import.h"

namespace ligature {

namespace {

constexpr std::int64_t mostFilled = 1 << 16;

Result<void> giveTensor(NodeReader& node, NamedTensor tensor)
{
    if (const auto* const whole = tensor.integers()) {
        node.give(ReadNumbers{tensor.shape, *whole});
        return {};
    }
    const Shape shape = tensor.shape;
    node.give(ReadParameter{node.graph.addTensor(std::move(tensor)), {}, shape});
    return {};
}

struct ConstantReader {
    NodeReader& node;
    Result<void> operator()(const NamedTensor& tensor) const { return giveTensor(node, tensor); }
    Result<void> operator()(std::int64_t value) const { return (*this)(std::vector<std::int64_t>{value}, Shape{}); }
    Result<void> operator()(double value) const { return (*this)(std::vector<double>{value}, Shape{}); }
    Result<void> operator()(const std::vector<std::int64_t>& values) const
    {
        return (*this)(values, Shape{static_cast<std::int64_t>(values.size())});
    }
    Result<void> operator()(const std::vector<double>& values) const
    {
        return (*this)(values, Shape{static_cast<std::int64_t>(values.size())});
    }
    template <typename Other>
    Result<void> operator()(const Other&) const
    {
        return unmapped("it holds no numbers");
    }
    Result<void> operator()(const std::vector<std::int64_t>& values, const Shape& shape) const
    {
        return giveTensor(node, {{}, shape, values});
    }
    Result<void> operator()(const std::vector<double>& values, const Shape& shape) const
    {
        return giveTensor(node, {{}, shape, std::vector<float>(values.begin(), values.end())});
    }
};

Result<void> constant(NodeReader& node)
{
    if (node.node.attributes.size() != 1)
        return unmapped("it does not hold one value");
    return std::visit(ConstantReader{node}, node.node.attributes.begin()->second);
}

Result<void> constantOfShape(NodeReader& node)
{
    const ReadNumbers* const extents = node.numbers(0);
    if (extents == nullptr)
        return unmapped("its shape is not known before the model runs");
    const auto given = node.node.attributes.find("value");
    const auto* const value = given == node.node.attributes.end() ? nullptr : std::get_if<NamedTensor>(&given->second);
    const bool is_zero = value == nullptr || (value->floats() != nullptr && value->floats()->size() == 1 &&
                                              value->floats()->front() == 0.0F);
    if (is_zero && std::ranges::count(extents->values, batchExtent) == 1) {
        node.give(ReadZeros{});
        return {};
    }
    const Shape shape(extents->values);
    if (std::ranges::any_of(shape.extents(), [](std::int64_t e) { return e < 0; }) || shape.elementCount() > mostFilled)
        return unmapped("its shape is too large, or has the batch in it");
    const auto count = static_cast<std::size_t>(shape.elementCount());
    if (value != nullptr && value->integers() != nullptr && value->integers()->size() == 1)
        return giveTensor(node, {{}, shape, std::vector(count, value->integers()->front())});
    const bool has_float = value != nullptr && value->floats() != nullptr && value->floats()->size() == 1;
    return giveTensor(node, {{}, shape, std::vector(count, has_float ? value->floats()->front() : 0.0F)});
}

/// What Keras' recurrent layers start from.
Result<void> expand(NodeReader& node)
{
    const ReadNumbers* const extents = node.numbers(1);
    const bool has_batch = extents != nullptr && std::ranges::count(extents->values, batchExtent) == 1;
    if (!has_batch || node.real(0) != 0.0)
        return unmapped("it repeats what are no zeros of each sample");
    node.give(ReadZeros{});
    return {};
}

/// The value as it is.
Result<void> same(NodeReader& node)
{
    node.give(ReadValue(node.input(0)));
    return {};
}

/// Real numbers are as they are in any width, and so are whole ones; only what the model is given can be taken for
/// whole numbers, the indices of an Embedding.
Result<void> cast(NodeReader& node)
{
    enum : std::int64_t { Float = 1, Float16 = 10, Double = 11, BFloat16 = 16 }; // TensorProto.DataType
    const std::int64_t to = node.integer("to", Float);
    const bool is_real = to == Float || to == Float16 || to == Double || to == BFloat16;
    const ReadActivation* const read = node.activation(0);
    const bool is_given = read != nullptr && node.graph.layer(read->port.layer).type == "input";
    if (!is_real && (node.parameter(0) != nullptr || (read != nullptr && !is_given)))
        return unmapped("it makes whole numbers or truths of real ones");
    return same(node);
}

Result<void> dropout(NodeReader& node)
{
    const Result<ReadActivation> input = node.needActivation(0);
    if (!input)
        return tl::unexpected(input.error());
    const double ratio = node.has(1) ? node.real(1).value_or(0.5) : node.real("ratio", 0.5);
    return node.give("dropout", {{"probability", std::clamp(ratio, 0.0, 0.99)}}, {*input}).map([](LayerId) {});
}

/// PyTorch writes one before each average pooling, mostly with nothing to pad.
Result<void> pad(NodeReader& node)
{
    const auto pads = node.list("pads", 1);
    if (!pads || std::ranges::any_of(*pads, [](std::int64_t extent) { return extent != 0; }))
        return unmapped("it pads");
    return same(node);
}

Result<void> shapeOf(NodeReader& node)
{
    std::vector<std::int64_t> extents;
    if (const ReadActivation* const read = node.activation(0)) {
        extents = read->shape.extents();
        extents.insert(extents.begin(), batchExtent);
    } else if (const auto* const sequence = std::get_if<ReadSequence>(&node.input(0));
               sequence != nullptr && sequence->layout == ReadSequence::Layout::Steps) {
        extents = sequence->of.shape.extents();
        extents.insert(extents.begin() + 1, batchExtent);
    } else if (const ReadParameter* const stored = node.parameter(0)) {
        extents = stored->shape.extents();
    } else {
        return unmapped("it asks for the shape of what is no tensor");
    }
    return giveTensor(node, {{}, Shape{static_cast<std::int64_t>(extents.size())}, extents});
}

} // namespace

const OperatorImports& constantOperatorImports()
{
    static const OperatorImports family("constant", {{"Constant", constant},
                                                     {"ConstantOfShape", constantOfShape},
                                                     {"Expand", expand},
                                                     {"Identity", same},
                                                     {"Cast", cast},
                                                     {"Dropout", dropout},
                                                     {"Pad", pad},
                                                     {"Shape", shapeOf}});
    return family;
}

} // namespace ligature
