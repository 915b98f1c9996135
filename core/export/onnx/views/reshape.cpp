// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/export/onnx/onnx_view.h"

namespace ligature {

const OnnxView& reshapeOnnxView()
{
    static const OnnxView view("reshape", [](const OnnxViewStep& step) -> std::string {
        return step.add("Reshape", {step.input, step.graph.integers(step.output_shape.extents())});
    });
    return view;
}

} // namespace ligature
