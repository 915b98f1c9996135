// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/layers/image.h"
#include "core/onnx/onnx_model.h"

namespace ligature {

/// kernel_shape, strides, pads and dilations, as ONNX names a window's.
[[nodiscard]] inline OnnxAttributes onnxWindow(const Attributes& attributes)
{
    using Numbers = std::vector<std::int64_t>;
    const Window window = windowOf(attributes).value();
    return {{"kernel_shape", Numbers{window.kernel.height, window.kernel.width}},
            {"strides", Numbers{window.stride.height, window.stride.width}},
            {"pads", Numbers{window.padding.height, window.padding.width, window.padding.height, window.padding.width}},
            {"dilations", Numbers{window.dilation.height, window.dilation.width}}};
}

} // namespace ligature
