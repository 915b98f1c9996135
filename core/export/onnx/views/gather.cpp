// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/export/onnx/onnx_view.h"

namespace ligature {

const OnnxView& gatherOnnxView()
{
    static const OnnxView view("gather", [](const OnnxViewStep& step) -> std::string {
        const std::string positions = step.graph.integers(step.attributes.get<Shape>("positions").extents());
        return step.add("Gather", {step.input, positions}, {{"axis", step.axis(step.input_shape.rank())}});
    });
    return view;
}

} // namespace ligature
