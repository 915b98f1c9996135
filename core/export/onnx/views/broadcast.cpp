// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/export/onnx/onnx_view.h"

namespace ligature {

const OnnxView& broadcastOnnxView()
{
    static const OnnxView view("broadcast", [](const OnnxViewStep& step) -> std::string {
        std::string value = step.input;
        if (step.attributes.get<bool>("new_axis"))
            value = step.add("Unsqueeze", {value, step.graph.integers({step.axis(step.output_shape.rank())})});
        return step.add("Expand", {value, step.graph.integers(step.output_shape.extents())});
    });
    return view;
}

} // namespace ligature
