// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/image.h"

#include <cmath>

namespace ligature {

namespace {

/// Far more than any network uses, and small enough that nothing overflows.
constexpr double largestSize = 4096;

/// Pictures come with one channel or with three, and are mostly square.
std::string imageText(const Shape& input)
{
    if (input.rank() == 2)
        return Shape{1, input[0], input[1]}.toString();
    for (const std::int64_t channels : {1, 3}) {
        const std::int64_t area = input.elementCount() / channels;
        const auto side = static_cast<std::int64_t>(std::lround(std::sqrt(static_cast<double>(area))));
        if (input.rank() == 1 && side > 1 && channels * side * side == input.elementCount())
            return Shape{channels, side, side}.toString();
    }
    return "channels × height × width";
}

} // namespace

AttributeSpec sizeSpec(std::string name, std::string label, std::int64_t default_value, std::int64_t minimum,
                       std::string help)
{
    return AttributeSpec{.name = std::move(name),
                         .label = std::move(label),
                         .kind = AttributeKind::Shape,
                         .default_value = Shape{default_value, default_value},
                         .minimum = static_cast<double>(minimum),
                         .maximum = largestSize,
                         .help = std::move(help)};
}

Result<Size2> sizeOf(const Attributes& attributes, const std::string& name)
{
    const auto& shape = attributes.get<Shape>(name);
    if (shape.rank() == 1)
        return Size2{shape[0], shape[0]};
    if (shape.rank() == 2)
        return Size2{shape[0], shape[1]};
    return fail({}, name + " has " + std::to_string(shape.rank()) + " numbers",
                "give a height and a width, or one number for both");
}

Result<Window> windowOf(const Attributes& attributes)
{
    Window window;
    const auto read = [&](const std::string& name, Size2& to) -> Result<void> {
        if (!attributes.contains(name))
            return {};
        if (name == "stride" && attributes.get<Shape>(name).rank() == 0) {
            to = window.kernel;
            return {};
        }
        const Result<Size2> size = sizeOf(attributes, name);
        if (!size)
            return tl::unexpected(size.error());
        to = *size;
        return {};
    };
    for (const auto& [name, to] : {std::pair("kernel_size", &window.kernel), std::pair("stride", &window.stride),
                                   std::pair("padding", &window.padding), std::pair("dilation", &window.dilation)}) {
        if (const auto done = read(name, *to); !done)
            return tl::unexpected(done.error());
    }
    return window;
}

Result<void> expectImage(const Shape& input, const std::string& layer)
{
    if (input.rank() == 3)
        return {};
    return fail({}, "a " + layer + " needs an image (channels, height, width), and its input is " + input.toString(),
                "put a Reshape before it that makes " + input.toString() + " into " + imageText(input));
}

Result<Size2> expectFit(const Shape& input, const Window& window)
{
    const Size2 image{input[1], input[2]};
    const Size2 positions = positionsIn(image, window);
    if (positions.height > 0 && positions.width > 0)
        return positions;
    const Size2 padded{image.height + 2 * window.padding.height, image.width + 2 * window.padding.width};
    return fail(
        {}, "the kernel covers " + toString(spanOf(window)) + ", and the image with its padding is " + toString(padded),
        "make the kernel or the dilation smaller, or the padding larger");
}

AttributeSpec poolStrideSpec()
{
    AttributeSpec spec = sizeSpec("stride", "Stride", 1, 1, "How far the window moves at a time; empty: its own size.");
    spec.default_value = Shape{};
    return spec;
}

Result<Inference> inferPool(const LayerType& type, const Attributes& attributes, const Shape& input)
{
    if (const auto image = expectImage(input, type.title()); !image)
        return tl::unexpected(image.error());
    const Result<Window> window = windowOf(attributes);
    if (!window)
        return tl::unexpected(window.error());
    // So that no window lies in the padding alone.
    const Size2 half{window->kernel.height / 2, window->kernel.width / 2};
    if (window->padding.height > half.height || window->padding.width > half.width)
        return fail({}, "the padding is more than half of the window", "make it at most " + toString(half));
    if ((window->dilation.height > input[1] && window->kernel.height > 1) ||
        (window->dilation.width > input[2] && window->kernel.width > 1))
        return fail({}, "the dilation steps over the whole image", "make it at most " + toString({input[1], input[2]}));
    const Result<Size2> positions = expectFit(input, *window);
    if (!positions)
        return tl::unexpected(positions.error());
    const Shape output{input[0], positions->height, positions->width};
    return Inference{.outputs = {output},
                     .flops = Shape{output.elementCount(), window->kernel.height, window->kernel.width}.elementCount()};
}

Result<void> expectGroups(std::int64_t groups, std::initializer_list<std::pair<std::string, std::int64_t>> channels)
{
    for (const auto& [which, count] : channels) {
        if (count % groups != 0)
            return fail({},
                        "its " + std::to_string(count) + " " + which + " channels cannot be split into " +
                            std::to_string(groups) + " groups",
                        "choose groups that divide the channels, such as 1");
    }
    return {};
}

Fans kernelFans(const Shape& weight)
{
    const std::int64_t area = weight[2] * weight[3];
    return {Shape{weight[1], area}.elementCount(), Shape{weight[0], area}.elementCount()};
}

std::string toString(Size2 size)
{
    return Shape{size.height, size.width}.toString();
}

} // namespace ligature
