// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace ligature::statistics {

/// From low to high, both within it; low <= high.
struct Interval {
    double low = 0;
    double high = 0;

    bool operator==(const Interval&) const = default;
};

} // namespace ligature::statistics
