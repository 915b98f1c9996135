// SPDX-License-Identifier: GPL-3.0-or-later
// What the imported network is given.
#include <algorithm>
#include <set>

#include "core/import/onnx/clean_name.h"
#include "core/import/onnx/graph_reader.h"
#include "core/import/onnx/operator_import.h"

namespace ligature {

void GraphReader::readInitializers()
{
    for (const OnnxInitializer& initializer : m_model.initializers) {
        const NamedTensor& tensor = initializer.tensor;
        if (tensor.shape.elementCount() == 0 && tensor.floats() != nullptr)
            continue; // Resize and such have empty ones.
        if (const auto* const whole = tensor.integers()) {
            m_values[tensor.name] = ReadNumbers{.shape = tensor.shape, .values = {whole->begin(), whole->end()}};
            continue;
        }
        m_tensors.push_back({tensor, !isWrittenNumber(tensor)});
        if (!m_tensors.back().trainable)
            makeFinite(m_tensors.back().tensor);
        m_values[tensor.name] = ReadParameter{m_tensors.size() - 1, {}, tensor.shape};
    }
}

bool GraphReader::readsHalves() const
{
    const auto isHalf = [](const OnnxValue& given) { return given.element == OnnxElement::Half; };
    if (std::ranges::any_of(m_model.inputs, isHalf))
        return true;
    std::set<std::string_view> halves;
    for (const OnnxInitializer& initializer : m_model.initializers) {
        if (initializer.tensor.origin.type.ends_with("FLOAT16"))
            halves.insert(initializer.tensor.name);
    }
    return std::ranges::any_of(m_nodes, [&](const OnnxNode& node) {
        return node.op != "Cast" &&
               std::ranges::any_of(node.inputs, [&](const std::string& input) { return halves.contains(input); });
    });
}

Result<void> GraphReader::readInputs()
{
    std::set<std::string_view> read;
    for (const OnnxNode* const node : neededNodes())
        read.insert(node->inputs.begin(), node->inputs.end());
    for (const OnnxValue& output : m_model.outputs)
        read.insert(output.name);
    std::vector<GivenInput> inputs;
    for (const OnnxValue& given : m_model.inputs) {
        if (m_values.contains(given.name) || !read.contains(given.name))
            continue; // Older files list initializers too.
        Result<GivenInput> input = givenInput(given);
        if (!input)
            return tl::unexpected(input.error());
        inputs.push_back(std::move(*input));
    }
    if (inputs.empty())
        return fail(m_where, "it is given no tensor of numbers that it reads", "export it with such an input");
    return inputs.size() == 1 ? addInput(inputs.front()) : addInputs(inputs);
}

Result<GraphReader::GivenInput> GraphReader::givenInput(const OnnxValue& input)
{
    const std::string place = m_where + ", " + input.name;
    if (input.element == OnnxElement::Other)
        return fail(place, "it is neither of real nor of whole numbers", "export it with an input of such numbers");
    if (input.shape.empty())
        return fail(place, "it is a single number, and has no axis for the batch",
                    "export it with the batch as the first axis");
    const auto isTold = [&](std::size_t axis) { return std::holds_alternative<std::int64_t>(input.shape[axis]); };
    std::vector<std::size_t> open;
    for (std::size_t axis = 0; axis < input.shape.size(); ++axis) {
        if (!isTold(axis))
            open.push_back(axis);
    }
    GivenInput given{.value = &input, .extents = {}, .batch = 0};
    // PyTorch's recurrent modules have the steps first where they are not told otherwise: the batch is what is open.
    if (open.size() == 1 && input.shape.size() > 2)
        given.batch = open.front();
    else if (open.empty() && m_batch_axis == BatchAxis::None)
        given.batch.reset();
    else if (open.empty() && m_batch_axis == BatchAxis::Second && input.shape.size() == 3)
        given.batch = 1;
    for (std::size_t axis = 0; axis < input.shape.size(); ++axis) {
        const auto* const number = std::get_if<std::int64_t>(&input.shape[axis]);
        if (axis == given.batch) {
            given.extents.push_back(1);
            if (number != nullptr && m_fixed_batch.value_or(*number) != *number)
                return fail(place,
                            "it has " + std::to_string(*number) + " samples, and another input " +
                                std::to_string(*m_fixed_batch),
                            "export it with as many samples in all inputs");
            if (number != nullptr && *number > 0)
                m_fixed_batch = *number;
            continue;
        }
        if (number == nullptr || *number < 1)
            return fail(place, "an extent other than the batch's is not told", "export it with fixed extents");
        given.extents.push_back(*number);
    }
    if (input.element == OnnxElement::Double || input.element == OnnxElement::Half) {
        addNote(quotedName(input.name, "input") + " is of " +
                (input.element == OnnxElement::Double ? "64-bit" : "16-bit") +
                " floats there; here all numbers are 32-bit floats.");
    }
    return given;
}

Result<void> GraphReader::addInput(const GivenInput& input)
{
    ReadActivation read{.extents = input.extents, .batch = input.batch};
    const Shape shape = read.sample();
    const auto layer = addLayer("input", cleanName(input.value->name, "input"), {{"shape", shape}}, {});
    if (!layer)
        return fail(m_where + ", " + input.value->name, layer.error().what, layer.error().mend);
    m_given = output(*layer).port;
    if (input.batch && *input.batch != 0) {
        addNote(quotedName(input.value->name, "input") +
                (input.extents.size() == 3 && *input.batch == 1 ? " is steps × batch × features there"
                                                                : " has other axes before the batch's there") +
                "; here the batch comes first.");
    }
    ReadActivation given = read.with(output(*layer));
    given.is_index = input.value->element == OnnxElement::Int64 || input.value->element == OnnxElement::Int32;
    m_values[input.value->name] = given;
    return {};
}

/// All in one Input, which the data fill: one beside the other, of which each reads its part.
Result<void> GraphReader::addInputs(const std::vector<GivenInput>& inputs)
{
    std::vector<ReadActivation> reads;
    std::string names;
    std::int64_t all = 0;
    for (const GivenInput& input : inputs) {
        reads.push_back({.extents = input.extents, .batch = input.batch});
        names.append(names.empty() ? "" : ", ").append(quotedName(input.value->name, "input"));
        if (__builtin_add_overflow(all, reads.back().sample().elementCount(), &all) || all > largestTensor)
            return fail(m_where + ", " + input.value->name, "it is larger than any memory", "export a smaller model");
    }
    const Shape first = reads.front().sample();
    const bool are_alike =
        std::ranges::all_of(reads, [&](const ReadActivation& read) { return read.sample() == first; });
    std::vector<std::int64_t> extents = {all};
    if (are_alike) {
        extents = first.extents();
        extents.insert(extents.begin(), static_cast<std::int64_t>(inputs.size()));
    }
    const auto whole = addLayer("input", "inputs", {{"shape", Shape(extents)}}, {});
    if (!whole)
        return fail(m_where, whole.error().what, whole.error().mend);
    m_given = output(*whole).port;
    std::int64_t start = 0;
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        const std::int64_t count = are_alike ? 1 : reads[i].sample().elementCount();
        const auto part =
            addLayer("slice", cleanName(inputs[i].value->name, "input"),
                     {{"axis", std::int64_t{1}}, {"start", start}, {"stop", start + count}, {"drop_axis", are_alike}},
                     {output(*whole)});
        if (!part)
            return fail(m_where + ", " + inputs[i].value->name, part.error().what, part.error().mend);
        start += count;
        ReadActivation given = reads[i].with(output(*part));
        given.is_index =
            inputs[i].value->element == OnnxElement::Int64 || inputs[i].value->element == OnnxElement::Int32;
        m_values[inputs[i].value->name] = given;
    }
    addNote("The model is given " + names + "; here they are one Input of " + Shape(extents).toString() +
            ", of which each is a part: a sample's values in that order.");
    return {};
}

} // namespace ligature
