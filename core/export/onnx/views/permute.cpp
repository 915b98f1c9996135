// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "core/export/onnx/onnx_view.h"

namespace ligature {

const OnnxView& permuteOnnxView()
{
    static const OnnxView view("permute", [](const OnnxViewStep& step) -> std::string {
        const std::vector<std::int64_t> axes = step.attributes.get<Shape>("axes").extents();
        // ONNX Runtime 1.16 takes each Transpose that a Gemm reads for one that exchanges the axes.
        if (std::ranges::is_sorted(axes))
            return step.input;
        return step.add("Transpose", {step.input}, {{"perm", axes}});
    });
    return view;
}

} // namespace ligature
