// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/export/onnx/onnx_view.h"

namespace ligature {

const OnnxView& rotate90OnnxView()
{
    static const OnnxView view("rotate90", [](const OnnxViewStep& step) -> std::string {
        const std::int64_t turns = (step.attributes.get<std::int64_t>("turns") + 4) % 4;
        const auto last = static_cast<std::int64_t>(step.input_shape.rank()) - 1;
        if (turns == 0)
            return step.input;
        if (turns == 2)
            return step.flipped(step.flipped(step.input, last), last - 1);
        return step.flipped(step.exchanged(step.input), turns == 1 ? last - 1 : last);
    });
    return view;
}

} // namespace ligature
