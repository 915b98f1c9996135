// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/export/onnx/onnx_view.h"

namespace ligature {

const OnnxView& flipOnnxView()
{
    static const OnnxView view("flip", [](const OnnxViewStep& step) -> std::string {
        return step.flipped(step.input, step.axis(step.input_shape.rank()));
    });
    return view;
}

} // namespace ligature
