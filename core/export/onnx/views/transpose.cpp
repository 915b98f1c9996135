// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/export/onnx/onnx_view.h"

namespace ligature {

const OnnxView& transposeOnnxView()
{
    static const OnnxView view("transpose",
                               [](const OnnxViewStep& step) -> std::string { return step.exchanged(step.input); });
    return view;
}

} // namespace ligature
