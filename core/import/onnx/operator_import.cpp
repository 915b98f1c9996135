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
    return std::get_if<ReadActivation>(&input(place));
}

const ReadParameter* NodeReader::parameter(std::size_t place) const
{
    return std::get_if<ReadParameter>(&input(place));
}

const ReadNumbers* NodeReader::numbers(std::size_t place) const
{
    return std::get_if<ReadNumbers>(&input(place));
}

std::optional<double> NodeReader::real(std::size_t place) const
{
    const ReadParameter* const read = parameter(place);
    if (read == nullptr || !read->view.empty() || graph.tensor(read->tensor).shape.elementCount() != 1)
        return std::nullopt;
    return graph.tensor(read->tensor).floats()->front();
}

Result<ReadActivation> NodeReader::needActivation(std::size_t place) const
{
    if (const ReadActivation* const read = activation(place))
        return *read;
    return unmapped("its input " + std::to_string(place + 1) + " is not what a layer gives out");
}

Result<std::vector<ReadActivation>> NodeReader::needActivations() const
{
    std::vector<ReadActivation> all;
    for (std::size_t place = 0; place < node.inputs.size(); ++place) {
        Result<ReadActivation> read = needActivation(place);
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
    if (const auto* const given = attributeOf<std::vector<std::int64_t>>(node, attribute))
        return *given;
    if (const ReadNumbers* const read = numbers(place))
        return read->values;
    return std::nullopt;
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

Result<LayerId> NodeReader::give(const std::string& type, Attributes attributes,
                                 const std::vector<ReadActivation>& inputs)
{
    Result<LayerId> layer = graph.addLayer(type, graph.layerName(node), std::move(attributes), inputs);
    if (layer)
        give(graph.output(*layer));
    return layer;
}

void NodeReader::give(ReadValue value)
{
    const auto* const read = std::get_if<ReadNumbers>(&value);
    if (read == nullptr || read->values.size() <= mostNumbers)
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

Result<void> NodeReader::giveLast(const ReadSequence& from)
{
    if (from.layout == ReadSequence::Layout::Last) {
        give(from.of);
        return {};
    }
    return give("slice", {{"axis", std::int64_t{1}}, {"start", std::int64_t{-1}}, {"drop_axis", true}}, {from.of})
        .map([](LayerId) {});
}

Result<void> NodeReader::giveReshaped(const ReadActivation& input, const Shape& shape)
{
    if (shape == input.shape) {
        give(input);
        return {};
    }
    if (shape == Shape{input.shape.elementCount()})
        return give("flatten", {}, {input}).map([](LayerId) {});
    return give("reshape", {{"shape", shape}}, {input}).map([](LayerId) {});
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
    return onnxAxis(axis, of.shape.rank() + 1).and_then([](std::size_t found) -> Result<std::size_t> {
        if (found == 0)
            return unmapped("it works along the batch's axis");
        return found - 1;
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
