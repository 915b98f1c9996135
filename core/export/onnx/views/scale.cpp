// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/export/onnx/onnx_view.h"

namespace ligature {

const OnnxView& scaleOnnxView()
{
    static const OnnxView view("scale", [](const OnnxViewStep& step) -> std::string {
        return step.add("Mul", {step.input, step.graph.real(step.attributes.get<double>("factor"))});
    });
    return view;
}

} // namespace ligature
