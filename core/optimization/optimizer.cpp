// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/optimization/optimizer.h"

namespace ligature {

Shape shapeOf(StateKind kind, const Shape& parameter)
{
    if (isOfParameterShape(kind))
        return parameter;
    if (kind == StateKind::Number)
        return Shape{1};
    std::vector<std::int64_t> extents = parameter.extents();
    extents.erase(extents.end() - (kind == StateKind::RowSquares ? 1 : 2));
    return Shape(std::move(extents));
}

} // namespace ligature
