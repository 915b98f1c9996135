// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/export/onnx/onnx_view.h"

namespace ligature {

const OnnxView& tileOnnxView()
{
    static const OnnxView view("tile", [](const OnnxViewStep& step) -> std::string {
        std::vector<std::int64_t> repeats(step.input_shape.rank(), 1);
        repeats[static_cast<std::size_t>(step.axis(repeats.size()))] = step.attributes.get<std::int64_t>("times");
        return step.add("Tile", {step.input, step.graph.integers(repeats)});
    });
    return view;
}

} // namespace ligature
