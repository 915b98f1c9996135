// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/import/onnx/window_attributes.h"

#include <algorithm>

namespace ligature {

Result<Attributes> windowAttributes(const NodeReader& node, const ReadActivation& input, Shape kernel,
                                    bool has_dilation)
{
    if (input.shape.rank() != 3)
        return unmapped("its input is " + input.shape.toString() + ", and no image (channels, height, width)");
    kernel = Shape(node.integers("kernel_shape", kernel.extents()));
    const Shape stride(node.integers("strides", {1, 1}));
    const Shape dilation(node.integers("dilations", {1, 1}));
    const std::vector<std::int64_t> pads = node.integers("pads", {0, 0, 0, 0});
    if (kernel.rank() != 2 || stride.rank() != 2 || dilation.rank() != 2 || pads.size() != 4)
        return unmapped("its window has not two axes");
    constexpr std::int64_t largest = std::int64_t{1} << 31; // So that no sum below overflows.
    for (const std::vector<std::int64_t>* const list :
         {&kernel.extents(), &stride.extents(), &dilation.extents(), &pads}) {
        if (std::ranges::any_of(*list, [](std::int64_t e) { return e < 0 || e > largest; }))
            return unmapped("its window has an extent that is negative, or larger than any image");
    }
    const std::string automatic = node.text("auto_pad", "NOTSET");
    if (automatic != "NOTSET" && automatic != "VALID")
        return unmapped("its padding is left to the operator (" + automatic + ")");
    if (automatic == "NOTSET" && (pads[0] != pads[2] || pads[1] != pads[3]))
        return unmapped("it pads one side more than the other");
    if (!has_dilation && dilation != Shape{1, 1})
        return unmapped("its window is dilated");
    const Shape padding = automatic == "VALID" ? Shape{0, 0} : Shape{pads[0], pads[1]};
    if (node.integer("ceil_mode", 0) != 0) {
        for (std::size_t axis = 0; axis < 2; ++axis) {
            const std::int64_t room =
                input.shape[axis + 1] + 2 * padding[axis] - dilation[axis] * (kernel[axis] - 1) - 1;
            if (stride[axis] < 1 || room % stride[axis] != 0)
                return unmapped("it rounds the number of positions up");
        }
    }
    Attributes attributes{{"kernel_size", kernel}, {"stride", stride}, {"padding", padding}};
    if (has_dilation)
        attributes.set("dilation", dilation);
    return attributes;
}

} // namespace ligature
