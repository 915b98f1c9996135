// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/export/onnx/onnx_view.h"

namespace ligature {

const OnnxView& circulantOnnxView()
{
    static const OnnxView view("circulant", [](const OnnxViewStep& step) -> std::string {
        // Row i, column j reads entry (i - j) modulo n.
        OnnxGraph& graph = step.graph;
        const std::int64_t n = step.input_shape[0];
        const std::string count = step.add("Range", {graph.integer(0), graph.integer(n), graph.integer(1)});
        const std::string column = step.add("Unsqueeze", {count, graph.integers({1})});
        const std::string places = step.add("Mod", {step.add("Sub", {column, count}), graph.integer(n)});
        return step.add("Gather", {step.input, places}, {{"axis", std::int64_t{0}}});
    });
    return view;
}

} // namespace ligature
