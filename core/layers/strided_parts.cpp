// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/strided_parts.h"

namespace ligature {

std::vector<std::int64_t> rowMajorStrides(const Shape& shape)
{
    std::vector<std::int64_t> strides(shape.rank(), 1);
    for (std::size_t axis = shape.rank(); axis-- > 1;)
        strides[axis - 1] = strides[axis] * shape[axis];
    return strides;
}

std::vector<LayerPart> stridedParts(std::vector<std::int64_t> shape, std::vector<std::int64_t> strides,
                                    std::int64_t offset)
{
    return {{"read",
             "strided_read",
             {{"shape", Shape(std::move(shape))}, {"strides", Shape(std::move(strides))}, {"offset", offset}}}};
}

std::vector<LayerPart> misfitParts()
{
    return {{"read", "strided_read", {{"shape", Shape{1}}, {"strides", Shape{}}}}};
}

} // namespace ligature
