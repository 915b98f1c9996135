// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/import/onnx/narrow_float.h"

#include <algorithm>
#include <cmath>
#include <iterator>

namespace ligature {

bool NarrowFloat::holds(double value) const
{
    if (value == 0)
        return true;
    if (!(std::abs(value) <= largest))
        return false;
    const int last = std::max(std::ilogb(value) + 1 - digits, smallest);
    const double whole = std::ldexp(value, -last);
    return whole == std::trunc(whole);
}

const NarrowFloat* findNarrowFloat(std::int64_t type)
{
    static constexpr NarrowFloat all[] = {
        {10, "FLOAT16", 11, -24, 65504},   {16, "BFLOAT16", 8, -133, 3.3895313892515355e38},
        {17, "FLOAT8E4M3FN", 4, -9, 448},  {18, "FLOAT8E4M3FNUZ", 4, -10, 240},
        {19, "FLOAT8E5M2", 3, -16, 57344}, {20, "FLOAT8E5M2FNUZ", 3, -17, 57344},
        {23, "FLOAT4E2M1", 2, -1, 6},
    };
    const auto* const found = std::ranges::find(all, type, &NarrowFloat::type);
    return found == std::end(all) ? nullptr : found;
}

} // namespace ligature
