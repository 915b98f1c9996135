// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/import/onnx/window_attributes.h"

#include <algorithm>

namespace ligature {

bool ReadWindow::isEven() const
{
    return before == behind && std::ranges::all_of(more, [](std::int64_t places) { return places == 0; });
}

Attributes ReadWindow::attributes(bool has_dilation) const
{
    if (axes() == 1) {
        Attributes attributes{{"kernel_size", kernel[0]}, {"stride", stride[0]}, {"padding", before[0]}};
        if (has_dilation)
            attributes.set("dilation", dilation[0]);
        return attributes;
    }
    Attributes attributes{{"kernel_size", Shape(kernel)}, {"stride", Shape(stride)}, {"padding", Shape(before)}};
    if (has_dilation)
        attributes.set("dilation", Shape(dilation));
    return attributes;
}

Result<ReadWindow> windowOf(const NodeReader& node, const Shape& input, std::vector<std::int64_t> kernel)
{
    if (input.rank() > 3)
        return unmapped("it works on volumes of " + input.toString() +
                        ", and there are layers for images and sequences");
    if (input.rank() < 2)
        return unmapped("its input is " + input.toString() + ", and no image (channels, height, width)");
    const std::size_t axes = input.rank() - 1;
    ReadWindow window;
    window.kernel = node.integers("kernel_shape", kernel);
    window.stride = node.integers("strides", std::vector<std::int64_t>(axes, 1));
    window.dilation = node.integers("dilations", std::vector<std::int64_t>(axes, 1));
    window.more.assign(axes, 0);
    const std::vector<std::int64_t> pads = node.integers("pads", std::vector<std::int64_t>(2 * axes, 0));
    if (window.kernel.size() != axes || window.stride.size() != axes || window.dilation.size() != axes ||
        pads.size() != 2 * axes)
        return unmapped("its window has other axes than its input of " + input.toString());
    constexpr std::int64_t largest = std::int64_t{1} << 30; // So that no sum below overflows.
    for (const std::vector<std::int64_t>& list : {window.kernel, window.stride, window.dilation, pads}) {
        if (std::ranges::any_of(list, [](std::int64_t e) { return e < 0 || e > largest; }))
            return unmapped("its window has an extent that is negative, or larger than any image");
    }
    const std::string automatic = node.text("auto_pad", "NOTSET");
    for (std::size_t axis = 0; axis < axes; ++axis) {
        const std::int64_t extent = input[axis + 1];
        const std::int64_t step = window.stride[axis];
        std::int64_t reach = 0;
        if (step < 1 || extent > largest ||
            __builtin_mul_overflow(window.dilation[axis], window.kernel[axis] - 1, &reach))
            return unmapped("its window has a stride of 0, or is larger than any image");
        ++reach;
        std::int64_t before = automatic == "NOTSET" ? pads[axis] : 0;
        std::int64_t behind = automatic == "NOTSET" ? pads[axis + axes] : 0;
        if (automatic.starts_with("SAME")) {
            const std::int64_t positions = (extent + step - 1) / step;
            const std::int64_t all = std::max<std::int64_t>((positions - 1) * step + reach - extent, 0);
            before = automatic == "SAME_LOWER" ? all - all / 2 : all / 2;
            behind = all - before;
        }
        if (node.integer("ceil_mode", 0) != 0) {
            const std::int64_t room = extent + before + behind - reach;
            std::int64_t positions = room < 0 ? 1 : (room + step - 1) / step + 1;
            // A window that begins behind the image and its padding is none.
            if ((positions - 1) * step >= extent + before)
                --positions;
            window.more[axis] = std::max<std::int64_t>((positions - 1) * step + reach - (extent + before + behind), 0);
        }
        window.before.push_back(before);
        window.behind.push_back(behind);
    }
    return window;
}

Result<std::pair<ReadActivation, ReadWindow>> padded(NodeReader& node, const ReadActivation& input,
                                                     const ReadWindow& window, double value)
{
    if (window.isEven())
        return std::pair(input, window);
    std::vector<std::int64_t> behind = window.behind;
    for (std::size_t axis = 0; axis < behind.size(); ++axis)
        behind[axis] += window.more[axis];
    return node.graph
        .addLayer("pad", "pad", {{"before", Shape(window.before)}, {"behind", Shape(behind)}, {"value", value}},
                  {input})
        .map([&](LayerId layer) {
            ReadWindow bare = window;
            for (std::vector<std::int64_t>* const list : {&bare.before, &bare.behind, &bare.more})
                list->assign(window.axes(), 0);
            return std::pair(node.graph.output(layer), bare);
        });
}

} // namespace ligature
