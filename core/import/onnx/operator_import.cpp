// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/import/onnx/operator_import.h"

#include <algorithm>
#include <charconv>

#include "core/text/number_text.h"

namespace ligature {

namespace {

template <typename T>
const T* attributeOf(const OnnxNode& node, const std::string& name)
{
    const auto found = node.attributes.find(name);
    return found == node.attributes.end() ? nullptr : std::get_if<T>(&found->second);
}

const ReadValue nothing;

} // namespace

tl::unexpected<Error> unmapped(std::string why)
{
    return fail({}, std::move(why));
}

const ReadValue& NodeReader::input(std::size_t place) const
{
    return has(place) ? graph.value(node.inputs[place]) : nothing;
}

const ReadActivation* NodeReader::activation(std::size_t place) const
{
    const auto* const read = std::get_if<ReadActivation>(&input(place));
    return read == nullptr || read->is_cut ? nullptr : read;
}

const ReadParameter* NodeReader::parameter(std::size_t place) const
{
    if (const ReadNumbers* const known = numbers(place);
        known != nullptr && known->kind == ReadNumbers::Kind::Real && !known->hasBatch())
        graph.setValue(node.inputs[place], graph.asParameter(ReadNumbers(*known)));
    return std::get_if<ReadParameter>(&input(place));
}

const ReadNumbers* NodeReader::numbers(std::size_t place) const
{
    return std::get_if<ReadNumbers>(&input(place));
}

const ReadFilled* NodeReader::filled(std::size_t place) const
{
    return std::get_if<ReadFilled>(&input(place));
}

std::optional<double> NodeReader::real(std::size_t place) const
{
    if (const ReadNumbers* const known = numbers(place))
        return known->values.size() == 1 && !known->hasBatch() ? std::optional(known->values[0]) : std::nullopt;
    const auto* const read = std::get_if<ReadParameter>(&input(place));
    if (read == nullptr || read->shape.elementCount() != 1 || graph.isTrainable(read->tensor))
        return std::nullopt;
    const auto known = graph.numbersOf(*read);
    return known ? std::optional(known->values[0]) : std::nullopt;
}

ReadActivation asRows(const ReadActivation& read)
{
    ReadActivation rows = read;
    if (!rows.batch && rows.rank() > 0 && rows.extents[0] == 1)
        rows.batch = 0;
    return rows;
}

Result<ReadActivation> NodeReader::needAnyActivation(std::size_t place) const
{
    if (const ReadActivation* const read = activation(place))
        return *read;
    if (const ReadFilled* const known = filled(place)) {
        const ReadFilled all = *known;
        const ReadParameter number = graph.asParameter({.shape = {}, .values = {all.value}});
        return graph.addValues(number, all.axes.sample(), graph.layerName(node)).map([&](const ReadActivation& given) {
            return all.axes.with(given);
        });
    }
    const auto* const cut = std::get_if<ReadActivation>(&input(place));
    return unmapped("its input " + std::to_string(place + 1) +
                    (cut != nullptr ? " is what a Cast cut to whole numbers" : " is not what a layer gives out"));
}

Result<ReadActivation> NodeReader::needActivation(std::size_t place) const
{
    const Result<ReadActivation> read = needAnyActivation(place);
    if (!read)
        return read;
    const ReadActivation rows = asRows(*read);
    if (!rows.isPlain())
        return unmapped("the batch is not the first axis of its input");
    return graph.shaped(rows, rows.sample());
}

Result<std::vector<ReadActivation>> NodeReader::needActivations() const
{
    std::vector<ReadActivation> all;
    for (std::size_t place = 0; place < node.inputs.size(); ++place) {
        Result<ReadActivation> read = needAnyActivation(place);
        if (!read)
            return tl::unexpected(std::move(read.error()));
        all.push_back(std::move(*read));
    }
    return all;
}

Result<ReadParameter> NodeReader::needParameter(std::size_t place) const
{
    if (const ReadParameter* const read = parameter(place))
        return *read;
    return unmapped("its input " + std::to_string(place + 1) + " is no stored tensor");
}

std::optional<std::vector<std::int64_t>> NodeReader::list(const std::string& attribute, std::size_t place) const
{
    const auto extents = asked(attribute, place);
    if (!extents)
        return std::nullopt;
    std::vector<std::int64_t> numbers;
    for (const AskedExtent& extent : *extents) {
        if (extent.batches != 0)
            return std::nullopt;
        numbers.push_back(extent.number);
    }
    return numbers;
}

std::optional<std::vector<AskedExtent>> NodeReader::asked(const std::string& attribute, std::size_t place) const
{
    if (const auto* const given = attributeOf<std::vector<std::int64_t>>(node, attribute)) {
        std::vector<AskedExtent> extents;
        for (const std::int64_t extent : *given)
            extents.push_back({extent, 0});
        return extents;
    }
    const ReadNumbers* const read = numbers(place);
    return read == nullptr ? std::nullopt : std::optional(askedExtents(*read));
}

std::int64_t NodeReader::integer(const std::string& attribute, std::int64_t otherwise) const
{
    const auto* const given = attributeOf<std::int64_t>(node, attribute);
    return given != nullptr ? *given : otherwise;
}

double NodeReader::real(const std::string& attribute, double otherwise) const
{
    const auto* const given = attributeOf<double>(node, attribute);
    if (given == nullptr)
        return otherwise;
    // What a 32-bit float is the nearest to with few digits: 0.1, and not 0.10000000149.
    const std::string digits = numbers::exact(static_cast<float>(*given));
    double value = *given;
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return value;
}

std::string NodeReader::text(const std::string& attribute, const std::string& otherwise) const
{
    const auto* const given = attributeOf<std::string>(node, attribute);
    return given != nullptr ? *given : otherwise;
}

std::vector<std::int64_t> NodeReader::integers(const std::string& attribute,
                                               const std::vector<std::int64_t>& otherwise) const
{
    const auto* const given = attributeOf<std::vector<std::int64_t>>(node, attribute);
    return given != nullptr ? *given : otherwise;
}

Result<ReadActivation> NodeReader::add(const std::string& type, Attributes attributes,
                                       const std::vector<ReadActivation>& inputs) const
{
    return graph.addLayer(type, graph.layerName(node), std::move(attributes), inputs).map([&](LayerId layer) {
        return graph.output(layer);
    });
}

Result<LayerId> NodeReader::give(const std::string& type, Attributes attributes,
                                 const std::vector<ReadActivation>& inputs)
{
    Result<LayerId> layer = graph.addLayer(type, graph.layerName(node), std::move(attributes), inputs);
    if (layer)
        give(graph.output(*layer));
    return layer;
}

Result<void> NodeReader::giveElementwise(const std::string& type, Attributes attributes, const ReadActivation& input)
{
    return add(type, std::move(attributes), {input}).map([&](const ReadActivation& given) { give(input.with(given)); });
}

void NodeReader::give(ReadValue value)
{
    graph.setValue(node.outputs.front(), std::move(value));
}

Result<void> NodeReader::giveView(ReadParameter parameter, ViewStep step)
{
    parameter.view.push_back(std::move(step));
    const Result<Shape> shape = outputShape(parameter.view, graph.tensor(parameter.tensor).shape);
    if (!shape)
        return unmapped(shape.error().what);
    parameter.shape = *shape;
    give(std::move(parameter));
    return {};
}

Result<std::size_t> onnxAxis(std::int64_t axis, std::size_t rank)
{
    const auto count = static_cast<std::int64_t>(rank);
    if (axis < -count || axis >= count)
        return unmapped("there is no axis " + std::to_string(axis));
    return static_cast<std::size_t>(axis < 0 ? axis + count : axis);
}

Result<std::size_t> onnxSampleAxis(std::int64_t axis, const ReadActivation& of)
{
    return onnxAxis(axis, of.rank()).and_then([&](std::size_t found) -> Result<std::size_t> {
        const auto own = of.sampleAxis(found);
        if (!own)
            return unmapped("it works along the batch's axis");
        return *own;
    });
}

const OperatorImport* findOperatorImport(std::string_view op)
{
    for (const OperatorImports* const family : operatorImportFamilies()) {
        const auto found = std::ranges::find(family->operators(), op, &OperatorImport::op);
        if (found != family->operators().end())
            return &*found;
    }
    return nullptr;
}

} // namespace ligature
