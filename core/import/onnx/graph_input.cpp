// SPDX-License-Identifier: GPL-3.0-or-later
// What the imported network is given.
#include "core/import/onnx/clean_name.h"
#include "core/import/onnx/graph_reader.h"

namespace ligature {

Result<void> GraphReader::readInput()
{
    const OnnxValue* input = nullptr;
    for (const OnnxValue& given : m_model.inputs) {
        if (m_values.contains(given.name))
            continue; // Older files list initializers too.
        if (input != nullptr)
            return fail(m_where, "it is given several inputs: " + input->name + " and " + given.name,
                        "export it with one input");
        input = &given;
    }
    if (input == nullptr || input->element == OnnxElement::Other || input->shape.empty())
        return fail(m_where, "it is given no tensor of numbers with the batch as its first axis",
                    "export it with one such input");
    return addInput(*input);
}

Result<void> GraphReader::addInput(const OnnxValue& input)
{
    // PyTorch's recurrent modules have the steps first where they are not told otherwise: the batch is what is open.
    const auto isTold = [&](std::size_t axis) { return std::holds_alternative<std::int64_t>(input.shape[axis]); };
    const bool has_steps_first = input.shape.size() == 3 && isTold(0) && !isTold(1) && isTold(2);
    std::vector<std::int64_t> extents;
    for (std::size_t axis = 0; axis < input.shape.size(); ++axis) {
        if (axis == (has_steps_first ? 1U : 0U))
            continue;
        const auto* const number = std::get_if<std::int64_t>(&input.shape[axis]);
        if (number == nullptr || *number < 1)
            return fail(m_where + ", " + input.name, "an extent other than the batch's is not told",
                        "export it with fixed extents");
        extents.push_back(*number);
    }
    const auto layer = addLayer("input", cleanName(input.name, "input"), {{"shape", Shape(std::move(extents))}}, {});
    if (!layer)
        return fail(m_where + ", " + input.name, layer.error().what, layer.error().mend);
    if (has_steps_first) {
        m_values[input.name] = ReadSequence{output(*layer), ReadSequence::Layout::Steps};
        m_notes.push_back(quotedName(input.name, "input") +
                          " is steps × batch × features there; here the batch comes first.");
    } else {
        m_values[input.name] = output(*layer);
    }
    return {};
}

} // namespace ligature
