// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/views/strided.h"

namespace ligature {

StridedRead memoryOf(const Shape& shape, bool transposed)
{
    StridedRead read{shape, std::vector<std::int64_t>(shape.rank())};
    if (transposed && shape.rank() == 2) {
        read.strides = {1, shape[0]};
        return read;
    }
    std::int64_t stride = 1;
    for (std::size_t axis = shape.rank(); axis-- > 0;) {
        read.strides[axis] = stride;
        stride *= shape[axis];
    }
    return read;
}

bool isContiguous(const StridedRead& read)
{
    std::int64_t expected = 1;
    for (std::size_t axis = read.shape.rank(); axis-- > 0;) {
        if (read.shape[axis] == 1)
            continue; // Nobody steps along it.
        if (read.strides[axis] != expected)
            return false;
        expected *= read.shape[axis];
    }
    return true;
}

std::optional<InPlaceRead> inPlace(const StridedRead& read)
{
    if (read.coefficient != 1.0 || read.offset % inPlaceAlignment != 0)
        return std::nullopt;
    if (isContiguous(read))
        return InPlaceRead{read.offset, false};
    if (read.shape.rank() == 2 && read.strides == std::vector<std::int64_t>{1, read.shape[0]})
        return InPlaceRead{read.offset, true};
    return std::nullopt;
}

} // namespace ligature
