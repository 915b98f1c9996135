// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/export/onnx/onnx_view.h"

namespace ligature {

const OnnxView& sliceOnnxView()
{
    static const OnnxView view("slice", [](const OnnxViewStep& step) -> std::string {
        const auto axis = step.axis(step.input_shape.rank());
        const auto start = step.attributes.get<std::int64_t>("start");
        auto stop = step.attributes.get<std::int64_t>("stop");
        if (stop <= 0)
            stop += step.input_shape[static_cast<std::size_t>(axis)];
        OnnxGraph& graph = step.graph;
        return step.add("Slice", {step.input, graph.integers({start}), graph.integers({stop}), graph.integers({axis}),
                                  graph.integers({step.attributes.get<std::int64_t>("step")})});
    });
    return view;
}

} // namespace ligature
