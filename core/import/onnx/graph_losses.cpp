// SPDX-License-Identifier: GPL-3.0-or-later
// What the imported network is trained towards: an ONNX model has no loss.
#include <algorithm>

#include "core/import/onnx/clean_name.h"
#include "core/import/onnx/graph_reader.h"

namespace ligature {

namespace {

std::string quoted(const OnnxValue& value)
{
    return quotedName(value.name, "output");
}

} // namespace

bool GraphReader::endInClasses(const OnnxNode& node, const ReadActivation& logits)
{
    const std::string& name = node.outputs.front();
    const bool is_given = std::ranges::find(m_model.outputs, name, &OnnxValue::name) != m_model.outputs.end();
    const Shape sample = logits.sample();
    // Of one row a sample, or, where the model tells logarithms, of one at each step.
    const bool has_steps = node.op == "LogSoftmax" && sample.rank() > 1;
    if (!is_given || readers(name) != 1 || (sample.rank() != 1 && !has_steps) || sample.extents().back() < 2 ||
        (isWhole() && !has_steps))
        return false;
    m_classes[name] = node.op;
    m_values[name] = logits;
    return true;
}

Result<void> GraphReader::addLoss(const OnnxValue& given, const ReadActivation& read)
{
    const auto classes = m_classes.find(given.name);
    const bool has_classes = classes != m_classes.end();
    const bool has_steps = has_classes && read.shape.rank() > 1;
    Attributes wanted = {{"kind", std::string("values")}, {"shape", read.shape.rank() == 0 ? Shape{1} : read.shape}};
    if (has_steps) {
        const std::vector<std::int64_t>& extents = read.shape.extents();
        const std::int64_t steps = Shape({extents.begin(), extents.end() - 1}).elementCount();
        wanted = {{"kind", std::string("classes")}, {"shape", Shape{steps}}};
    } else if (has_classes) {
        wanted = {{"kind", std::string("class")}};
    }
    const auto target = addLayer("target", "target", std::move(wanted), {});
    if (!target)
        return tl::unexpected(target.error());
    const std::string type = has_steps     ? "next_token_cross_entropy"
                             : has_classes ? "softmax_cross_entropy"
                                           : "mean_squared_error";
    const auto loss = addLayer(type, "loss", {}, {read, output(*target)});
    if (!loss)
        return fail(m_where + ", " + given.name, loss.error().what, loss.error().mend);
    m_losses.push_back(*loss);
    addNote(has_classes
                ? quoted(given) + " is a " + classes->second + ", so a " + (has_steps ? "next-token" : "softmax") +
                      " cross-entropy on its logits was added as the loss, which has the softmax in it: the "
                      "network gives out the logits."
                : "A mean squared error was added as the loss of " + quoted(given) + ".");
    return {};
}

Result<void> GraphReader::addLosses()
{
    for (const OnnxValue& given : m_model.outputs) {
        const auto* const found = std::get_if<ReadActivation>(&value(given.name));
        if (found == nullptr || found->is_cut)
            return fail(m_where + ", " + given.name, "it gives out what no layer computes",
                        "let it give out what one of its layers does");
        if (found->batch && !found->isPlain())
            addNote(quoted(given) + " has other axes before the batch's there; here the batch comes first.");
        // Axes of extent 1 beside the batch's are no reason for a layer of their own.
        const bool is_last_state = found->batch && *found->batch > 0 && found->shape.elementCount() > 0 &&
                                   found->sample().rank() == found->shape.rank() + 1 && found->sample()[0] == 1;
        const auto read = is_last_state ? Result<ReadActivation>(*found) : shaped(*found, found->sample());
        if (!read)
            return tl::unexpected(read.error());
        if (auto added = addLoss(given, *read); !added)
            return added;
    }
    addNote("ONNX models have no loss: replace what was added by the one that the model is to be trained with, and "
            "choose the data.");
    return {};
}

} // namespace ligature
