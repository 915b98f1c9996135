// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/same_shape.h"

namespace ligature {

Result<void> expectSameShape(const Shape& a, const Shape& b, const std::string& mend)
{
    if (a == b)
        return {};
    return fail({}, "inputs of " + a.toString() + " and " + b.toString() + " cannot be compared", mend);
}

Result<void> expectTarget(const std::string& what, const Shape& prediction, const Shape& target)
{
    if (prediction == target || (prediction.elementCount() == 1 && target.elementCount() == 1))
        return {};
    return fail({}, what + " of " + prediction.toString() + " cannot be compared with a target of " + target.toString(),
                "give both the same shape");
}

} // namespace ligature
