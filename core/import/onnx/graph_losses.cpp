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
    if (!is_given || readers(name) != 1 || logits.shape.rank() != 1 || logits.shape[0] < 2)
        return false;
    m_classes[name] = node.op;
    m_values[name] = logits;
    return true;
}

Result<void> GraphReader::addLoss(const OnnxValue& given, const ReadActivation& read)
{
    const auto classes = m_classes.find(given.name);
    const bool has_classes = classes != m_classes.end();
    const Shape values = read.shape.rank() == 0 ? Shape{1} : read.shape;
    const auto target = has_classes
                            ? addLayer("target", "target", {{"kind", std::string("class")}}, {})
                            : addLayer("target", "target", {{"kind", std::string("values")}, {"shape", values}}, {});
    if (!target)
        return tl::unexpected(target.error());
    const auto loss =
        addLayer(has_classes ? "softmax_cross_entropy" : "mean_squared_error", "loss", {}, {read, output(*target)});
    if (!loss)
        return fail(m_where + ", " + given.name, loss.error().what, loss.error().mend);
    m_notes.push_back(has_classes ? quoted(given) + " is a " + classes->second +
                                        ", so a softmax cross-entropy on its logits was added as the loss, which has "
                                        "the softmax in it: the network gives out the logits."
                                  : "A mean squared error was added as the loss of " + quoted(given) + ".");
    return {};
}

Result<void> GraphReader::addLosses()
{
    for (const OnnxValue& given : m_model.outputs) {
        const ReadValue& found = value(given.name);
        std::optional<ReadActivation> read;
        if (const auto* const activation = std::get_if<ReadActivation>(&found)) {
            read = *activation;
        } else if (const auto* const sequence = std::get_if<ReadSequence>(&found);
                   sequence != nullptr && sequence->layout != ReadSequence::Layout::Rows) {
            read = sequence->of;
            m_notes.push_back(quoted(given) + " has other axes before the batch's there; here the batch comes first.");
            if (sequence->layout == ReadSequence::Layout::LastStep) {
                const auto last =
                    addLayer("slice", cleanName(given.name, "last"),
                             {{"axis", std::int64_t{1}}, {"start", std::int64_t{-1}}, {"drop_axis", true}}, {*read});
                if (!last)
                    return tl::unexpected(last.error());
                read = output(*last);
            }
        }
        if (!read)
            return fail(m_where + ", " + given.name, "it gives out what no layer computes",
                        "let it give out what one of its layers does");
        if (auto added = addLoss(given, *read); !added)
            return added;
    }
    m_notes.emplace_back("ONNX models have no loss: replace what was added by the one that the model is to be trained "
                         "with, and choose the data.");
    return {};
}

} // namespace ligature
