// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>

#include "core/import/onnx/folding.h"
#include "core/import/onnx/narrow_float.h"
#include "core/import/onnx/operand_pair.h"

namespace ligature {

namespace {

Result<void> giveTensor(NodeReader& node, NamedTensor tensor)
{
    if (const auto* const whole = tensor.integers()) {
        node.give(ReadNumbers{.shape = tensor.shape, .values = {whole->begin(), whole->end()}});
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

/// Axes that are asked for with the batch in one of them.
Result<ReadActivation> axesOf(const std::vector<AskedExtent>& asked)
{
    ReadActivation axes;
    for (std::size_t axis = 0; axis < asked.size(); ++axis) {
        const bool has_batch = asked[axis].batches != 0;
        if (has_batch && (axes.batch || asked[axis].number != 0))
            return unmapped("its shape has the batch in several axes");
        if (has_batch)
            axes.batch = axis;
        axes.extents.push_back(has_batch ? asked[axis].batches : asked[axis].number);
        if (axes.extents.back() < 1)
            return unmapped("its shape is not known before the model runs");
    }
    axes.shape = axes.sample();
    if (!axes.batch)
        return unmapped("its shape has no batch in it");
    if (axes.shape.elementCount() > largestTensor)
        return unmapped("its shape is larger than any memory");
    return axes;
}

Result<void> constantOfShape(NodeReader& node)
{
    const auto asked = node.asked("shape", 0);
    if (!asked)
        return unmapped("its shape is not known before the model runs");
    const Result<ReadActivation> axes = axesOf(*asked);
    if (!axes)
        return unmapped("its shape is too large, or has the batch in it otherwise than as an axis");
    const auto given = node.node.attributes.find("value");
    const auto* const value = given == node.node.attributes.end() ? nullptr : std::get_if<NamedTensor>(&given->second);
    double number = 0;
    if (value != nullptr && value->floats() != nullptr && value->floats()->size() == 1)
        number = value->floats()->front();
    else if (value != nullptr && value->integers() != nullptr && value->integers()->size() == 1)
        number = static_cast<double>(value->integers()->front());
    node.give(ReadFilled{number, *axes});
    return {};
}

/// What ConstantOfShape was before operator set 9, as PyTorch's exporter has it.
Result<void> constantFill(NodeReader& node)
{
    if (node.node.attributes.contains("extra_shape"))
        return unmapped("it adds axes to its shape");
    if (node.has(0) && node.integer("input_as_shape", 0) == 0)
        return unmapped("its shape is that of its input, which is not known as numbers");
    const auto asked = node.asked("shape", 0);
    if (!asked)
        return unmapped("its shape is not known before the model runs");
    const double number = node.real("value", 0);
    std::vector<std::int64_t> extents;
    for (const AskedExtent& extent : *asked) {
        if (extent.batches == 0 && extent.number >= 0)
            extents.push_back(extent.number);
    }
    const Shape shape(extents);
    if (extents.size() == asked->size() && shape.elementCount() <= mostFolded) {
        node.give(ReadNumbers{.shape = shape,
                              .values = std::vector<double>(static_cast<std::size_t>(shape.elementCount()), number),
                              .batches = {},
                              .kind = ReadNumbers::Kind::Real});
        return {};
    }
    return axesOf(*asked).map([&](const ReadActivation& axes) { node.give(ReadFilled{number, axes}); });
}

/// The one number that all of it is; nothing where it is several.
std::optional<double> oneNumber(const ReadNumbers& numbers)
{
    const auto isFirst = [&](double value) { return value == numbers.values.front(); };
    if (numbers.values.empty() || numbers.hasBatch() || !std::ranges::all_of(numbers.values, isFirst))
        return std::nullopt;
    return numbers.values.front();
}

Result<void> expandStored(NodeReader& node, const ReadParameter& stored, const std::vector<AskedExtent>& asked)
{
    std::vector<AskedExtent> wide = asked;
    // An extent of 1 stays what the tensor has.
    for (std::size_t i = 0; i < stored.shape.rank() && i < wide.size(); ++i) {
        AskedExtent& extent = wide[wide.size() - 1 - i];
        if (extent.batches == 0 && extent.number == 1)
            extent.number = stored.shape[stored.shape.rank() - 1 - i];
    }
    const Result<ReadActivation> axes = axesOf(wide);
    if (!axes)
        return tl::unexpected(axes.error());
    if (stored.shape.rank() > axes->rank())
        return unmapped("its tensor has more axes than its shape");
    if (const auto numbers = node.graph.numbersOf(stored);
        numbers && (!node.graph.isTrainable(stored.tensor) || numbers->values.size() == 1)) {
        if (const auto number = oneNumber(*numbers)) {
            node.give(ReadFilled{*number, *axes});
            return {};
        }
    }
    ReadParameter own = stored;
    std::vector<std::int64_t> extents = stored.shape.extents();
    if (const std::size_t missing = axes->rank() - extents.size(); *axes->batch >= missing) {
        const auto at = extents.begin() + static_cast<std::ptrdiff_t>(*axes->batch - missing);
        if (*at != 1 || !axes->isBatchAlone())
            return unmapped("it repeats a tensor that has values for each sample");
        extents.erase(at);
        own.view.push_back({"reshape", {{"shape", Shape(extents)}}});
        own.shape = Shape(extents);
    }
    return node.graph.addValues(own, axes->sample(), node.graph.layerName(node.node))
        .map([&](const ReadActivation& given) { node.give(axes->with(given)); });
}

Result<void> expandActivation(NodeReader& node, const ReadActivation& read, const std::vector<AskedExtent>& asked)
{
    std::vector<std::int64_t> extents;
    const std::size_t more = asked.size() > read.rank() ? asked.size() - read.rank() : 0;
    const std::size_t rank = std::max(asked.size(), read.rank());
    for (std::size_t axis = 0; axis < rank; ++axis) {
        const std::size_t missing = rank - asked.size();
        const AskedExtent wanted = axis < missing ? AskedExtent{1, 0} : asked[axis - missing];
        const std::int64_t own = axis < more ? 1 : read.extents[axis - more];
        const bool is_batch = read.batch && axis == *read.batch + more;
        if (is_batch) {
            const bool is_same = wanted.batches == own || wanted.number == 1 ||
                                 (node.graph.fixedBatch() && wanted.number == *node.graph.fixedBatch() * own);
            if (!is_same)
                return unmapped("it repeats the batch's axis");
            extents.push_back(own);
        } else if (wanted.batches != 0 || wanted.number < 1) {
            return unmapped("its shape is not known before the model runs, or has the batch in another axis");
        } else {
            extents.push_back(own == 1 ? wanted.number : own);
            if (own != 1 && wanted.number != 1 && wanted.number != own)
                return unmapped("its input cannot be repeated to its shape");
        }
    }
    ReadActivation wide = read;
    wide.extents = extents;
    if (wide.batch)
        *wide.batch += more;
    if (Shape(extents).elementCount() > largestTensor)
        return unmapped("its shape is larger than any memory");
    return expandedTo(node, read, wide.sample(), extents).map([&](const ReadActivation& given) { node.give(given); });
}

Result<void> expand(NodeReader& node)
{
    const auto asked = node.asked("", 1);
    if (!asked)
        return unmapped("its shape is not known before the model runs");
    if (const ReadActivation* const read = node.activation(0))
        return expandActivation(node, ReadActivation(*read), *asked);
    if (const ReadFilled* const all = node.filled(0)) {
        const Result<ReadActivation> axes = axesOf(*asked);
        if (!axes)
            return tl::unexpected(axes.error());
        node.give(ReadFilled{all->value, *axes});
        return {};
    }
    if (const ReadNumbers* const known = node.numbers(0); known != nullptr && known->kind != ReadNumbers::Kind::Real) {
        const auto number = oneNumber(*known);
        const Result<ReadActivation> axes = axesOf(*asked);
        if (!number || !axes)
            return unmapped("it repeats whole numbers for each sample");
        node.give(ReadFilled{*number, *axes});
        return {};
    }
    const Result<ReadParameter> stored = node.needParameter(0);
    return stored ? expandStored(node, ReadParameter(*stored), *asked) : tl::unexpected(stored.error());
}

/// So many times along each axis: only axes of extent 1, which is what Expand does.
Result<void> tile(NodeReader& node)
{
    const auto repeats = node.asked("", 1);
    if (!repeats)
        return unmapped("how often it repeats is not known before the model runs");
    const Result<ReadActivation> input = node.needAnyActivation(0);
    if (!input) {
        const ReadParameter* const stored = node.parameter(0);
        if (stored == nullptr || repeats->size() != stored->shape.rank())
            return tl::unexpected(input.error());
        std::vector<AskedExtent> asked;
        for (std::size_t axis = 0; axis < repeats->size(); ++axis) {
            const std::int64_t own = stored->shape[axis];
            asked.push_back({(*repeats)[axis].number * own, (*repeats)[axis].batches * own});
            if (own != 1 && asked.back().number != own)
                return unmapped("it repeats a stored tensor of several places along an axis");
        }
        return expandStored(node, ReadParameter(*stored), asked);
    }
    if (repeats->size() != input->rank())
        return unmapped("it does not say how often it repeats each axis");
    // A new axis of extent 1 before each that is repeated: expanded, both become one.
    std::vector<std::int64_t> narrow;
    std::vector<std::int64_t> wide;
    std::vector<std::int64_t> extents = input->extents;
    const Shape sample = input->sample();
    for (std::size_t axis = 0; axis < input->rank(); ++axis) {
        const AskedExtent& times = (*repeats)[axis];
        const auto own = input->sampleAxis(axis);
        if (times.batches != 0 || times.number < 1 || times.number > largestTensor || (!own && times.number != 1))
            return unmapped("it repeats the batch, or how often is not known before the model runs");
        extents[axis] *= times.number;
    }
    for (std::size_t own = 0; own < sample.rank(); ++own) {
        std::int64_t times = 1;
        for (std::size_t axis = 0; axis < input->rank(); ++axis) {
            if (input->sampleAxis(axis) == own)
                times = (*repeats)[axis].number;
        }
        if (times != 1) {
            narrow.push_back(1);
            wide.push_back(times);
        }
        narrow.push_back(sample[own]);
        wide.push_back(sample[own]);
    }
    if (Shape(wide).elementCount() > largestTensor)
        return unmapped("it gives out more than any memory holds");
    return node.graph.shaped(*input, Shape(narrow))
        .and_then([&](const ReadActivation& read) {
            return narrow == wide ? Result<ReadActivation>(read) : node.add("expand", {{"shape", Shape(wide)}}, {read});
        })
        .map([&](const ReadActivation& given) {
            ReadActivation tiled = input->with(given);
            tiled.extents = extents;
            node.give(tiled);
        });
}

/// The value as it is.
Result<void> same(NodeReader& node)
{
    node.give(ReadValue(node.input(0)));
    return {};
}

/// What a Cast to few bits changes is refused: here all numbers are floats of 32 bits.
Result<void> castToFewBits(NodeReader& node, const NarrowFloat& type)
{
    const std::string mend = ", and there is no layer that rounds: export the model without half precision";
    const ReadValue& given = node.input(0);
    const auto* const read = std::get_if<ReadActivation>(&given);
    if (read != nullptr && read->is_cut)
        return unmapped("what a Cast cut to whole numbers is made real again, and there is no layer that cuts");
    if (node.graph.computesInHalf()) {
        node.graph.addNote("It computes in floats of 16 bits there; here all numbers are 32-bit floats.");
        return same(node);
    }
    if (read != nullptr)
        return unmapped("it rounds what a layer gives out to " + std::string(type.name) + mend);
    if (const ReadFilled* const all = node.filled(0); all != nullptr && type.holds(all->value))
        return same(node);
    if (const ReadParameter* const stored = node.parameter(0)) {
        const NamedTensor& tensor = node.graph.tensor(stored->tensor);
        const auto isHeld = [&](float value) { return type.holds(value); };
        if (tensor.floats() != nullptr && std::ranges::all_of(*tensor.floats(), isHeld))
            return same(node);
    }
    return unmapped("it rounds what is stored to " + std::string(type.name) + mend);
}

/// Real numbers are as they are in 32 bits and in 64, and so are whole ones; real numbers that are cut to whole ones
/// are only to look things up by.
Result<void> cast(NodeReader& node)
{
    enum : std::int64_t { Float = 1, Bool = 9, Double = 11 }; // TensorProto.DataType
    std::int64_t to = node.integer("to", Float);
    if (node.text("to", "") == "INT64" || node.text("to", "") == "INT32") // Before operator set 6.
        to = 7;
    if (const NarrowFloat* const few_bits = findNarrowFloat(to))
        return castToFewBits(node, *few_bits);
    const bool is_real = to == Float || to == Double;
    if (const auto* const read = std::get_if<ReadActivation>(&node.input(0))) {
        if (read->is_cut && is_real)
            return unmapped("what a Cast cut to whole numbers is made real again, and there is no layer that cuts");
        if (is_real || read->is_cut || (read->is_index && to != Bool))
            return same(node);
        if (to == Bool || node.graph.layer(read->port.layer).type != "input")
            return unmapped("it makes whole numbers or truths of real ones");
        ReadActivation cut = *read;
        cut.is_cut = true;
        node.give(cut);
        return {};
    }
    if (const auto* const all = node.filled(0)) {
        ReadFilled changed = *all;
        if (to == Bool)
            changed.value = changed.value != 0 ? 1 : 0;
        else if (!is_real)
            changed.value = std::trunc(changed.value);
        node.give(changed);
        return {};
    }
    if (!is_real)
        return unmapped("it makes whole numbers or truths of real ones");
    return same(node);
}

Result<void> dropout(NodeReader& node)
{
    const Result<ReadActivation> input = node.needAnyActivation(0);
    if (!input)
        return node.activation(0) == nullptr && node.input(0).index() != 0 ? same(node) : tl::unexpected(input.error());
    if (node.node.outputs.size() > 1 && node.graph.readers(node.node.outputs[1]) > 0)
        return unmapped("what it drops is read");
    const double ratio = node.has(1) ? node.real(1).value_or(0.5) : node.real("ratio", 0.5);
    return node.giveElementwise("dropout", {{"probability", std::clamp(ratio, 0.0, 0.99)}}, *input);
}

Result<void> shapeOf(NodeReader& node)
{
    std::vector<std::int64_t> extents;
    std::optional<std::size_t> batch;
    if (const auto* const read = std::get_if<ReadActivation>(&node.input(0))) {
        extents = read->extents;
        batch = read->batch;
    } else if (const ReadFilled* const all = node.filled(0)) {
        extents = all->axes.extents;
        batch = all->axes.batch;
    } else if (const auto* const stored = std::get_if<ReadParameter>(&node.input(0))) {
        extents = stored->shape.extents();
    } else {
        return unmapped("it asks for the shape of what is no tensor");
    }
    const auto rank = static_cast<std::int64_t>(extents.size());
    const auto placed = [&](std::int64_t place) {
        return std::clamp<std::int64_t>(place < 0 ? place + rank : place, 0, rank);
    };
    ReadNumbers numbers;
    for (std::int64_t axis = placed(node.integer("start", 0)); axis < placed(node.integer("end", rank)); ++axis) {
        const auto extent = static_cast<double>(extents[static_cast<std::size_t>(axis)]);
        const bool is_batch = batch == static_cast<std::size_t>(axis);
        numbers.values.push_back(is_batch ? 0 : extent);
        numbers.batches.push_back(is_batch ? extent : 0);
    }
    if (!numbers.hasBatch())
        numbers.batches.clear();
    numbers.shape = Shape{static_cast<std::int64_t>(numbers.values.size())};
    node.give(std::move(numbers));
    return {};
}

} // namespace

const OperatorImports& constantOperatorImports()
{
    static const OperatorImports family("constant", {{"Constant", constant},
                                                     {"ConstantOfShape", constantOfShape},
                                                     {"ConstantFill", constantFill},
                                                     {"Expand", expand},
                                                     {"Tile", tile},
                                                     {"Identity", same},
                                                     {"Cast", cast},
                                                     {"Dropout", dropout},
                                                     {"Shape", shapeOf}});
    return family;
}

} // namespace ligature
