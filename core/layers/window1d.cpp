// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/window1d.h"

#include <algorithm>

namespace ligature {

Window1d::Window1d(const Attributes& attributes)
    : kernel(attributes.get<std::int64_t>("kernel_size")), padding(attributes.get<std::int64_t>("padding"))
{
    const auto step = attributes.get<std::int64_t>("stride");
    stride = step == 0 ? kernel : step;
    if (attributes.contains("dilation"))
        dilation = attributes.get<std::int64_t>("dilation");
}

std::int64_t Window1d::positions(std::int64_t length) const
{
    return std::max<std::int64_t>(length + 2 * padding - dilation * (kernel - 1) - 1, 0) / stride + 1;
}

std::vector<LayerPart> Window1dLayer::parts(const Attributes& attributes, std::span<const Shape> inputs) const
{
    const bool fits = !inputs.empty() && inputs[0].rank() == 2;
    const Shape input = fits ? inputs[0] : Shape{1, 1};
    const Window1d window(attributes);
    Image image = this->image(attributes, window);
    image.attributes.set("kernel_size", Shape{1, window.kernel});
    image.attributes.set("stride", Shape{1, window.stride});
    image.attributes.set("padding", Shape{0, window.padding});
    return {{"rows", "reshape", {{"shape", Shape{input[0], 1, input[1]}}}},
            {image.part, image.type, image.attributes, {"rows"}},
            {"sequence",
             "reshape",
             {{"shape", Shape{image.out_channels.value_or(input[0]), window.positions(input[1])}}},
             {image.part}}};
}

Result<void> Window1dLayer::expectFit(const Attributes& attributes, std::span<const Shape> inputs) const
{
    const Shape& input = inputs[0];
    const Window1d window(attributes);
    if (input.rank() != 2) {
        return fail({}, title() + " works on sequences (channels, length), and its input is " + input.toString(),
                    "put a Reshape or a Permute before it");
    }
    const std::int64_t reach = window.dilation * (window.kernel - 1) + 1;
    if (reach > input[1] + 2 * window.padding) {
        return fail({},
                    "its window of " + std::to_string(reach) + " is longer than the sequence of " +
                        std::to_string(input[1]) + " with its padding",
                    "make the kernel shorter, or the padding longer");
    }
    return {};
}

std::vector<AttributeSpec> Window1dLayer::poolingSizes()
{
    return {AttributeSpec{.name = "kernel_size",
                          .label = "Window size",
                          .kind = AttributeKind::Integer,
                          .default_value = std::int64_t{2},
                          .minimum = 1,
                          .maximum = 4096,
                          .help = "The length of the window."},
            AttributeSpec{.name = "stride",
                          .label = "Stride",
                          .kind = AttributeKind::Integer,
                          .default_value = std::int64_t{0},
                          .minimum = 0,
                          .maximum = 4096,
                          .help = "How far the window moves at a time; 0 is its own length."},
            AttributeSpec{.name = "padding",
                          .label = "Padding",
                          .kind = AttributeKind::Integer,
                          .default_value = std::int64_t{0},
                          .minimum = 0,
                          .maximum = 4096,
                          .help = "How far the window reaches over the ends."}};
}

AttributeSpec Window1dLayer::dilationSpec(std::string help)
{
    return {.name = "dilation",
            .label = "Dilation",
            .kind = AttributeKind::Integer,
            .default_value = std::int64_t{1},
            .minimum = 1,
            .maximum = 4096,
            .help = std::move(help)};
}

} // namespace ligature
