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

Result<void> expectSequence(const Shape& input, const Window1d& window, const std::string& layer)
{
    if (input.rank() != 2) {
        return fail({}, layer + " works on sequences (channels, length), and its input is " + input.toString(),
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

} // namespace ligature
