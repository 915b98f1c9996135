// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cmath>
#include <optional>

namespace ligature::testing {

/// Within that share of the larger; both infinite or both not a number count as near, so that a table can expect them.
inline bool near(double a, double b, double share = 1e-12)
{
    if (a == b || (std::isnan(a) && std::isnan(b)))
        return true;
    return std::abs(a - b) <= share * std::max(std::abs(a), std::abs(b));
}

inline bool near(const std::optional<double>& a, double b, double share = 1e-12)
{
    return a && near(*a, b, share);
}

} // namespace ligature::testing
