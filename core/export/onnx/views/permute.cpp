// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/export/onnx/onnx_view.h"

namespace ligature {

const OnnxView& permuteOnnxView()
{
    static const OnnxView view("permute", [](const OnnxViewStep& step) -> std::string {
        return step.add("Transpose", {step.input}, {{"perm", step.attributes.get<Shape>("axes").extents()}});
    });
    return view;
}

} // namespace ligature
