// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/export/onnx/onnx_view.h"

namespace ligature {

const OnnxView& indexOnnxView()
{
    static const OnnxView view("index", [](const OnnxViewStep& step) -> std::string {
        return step.add("Gather", {step.input, step.graph.integer(step.attributes.get<std::int64_t>("position"))},
                        {{"axis", step.axis(step.input_shape.rank())}});
    });
    return view;
}

} // namespace ligature
