// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include "core/network/analysis.h"
#include "core/tying/account.h"

namespace ligature {

/// Scalar values of the parameters that a repeat's layers use, running statistics left out. Sizes saturate.
struct RepeatAccount {
    std::int64_t tied = 0;   ///< that are stored
    std::int64_t untied = 0; ///< of a copy for each use in each pass, as the untied twin has them
    std::int64_t shared = 0; ///< that are stored, or would be, where the passes share them
    std::int64_t own = 0;    ///< where each pass has its own, but for parameters that are used outside too
    bool operator==(const RepeatAccount&) const = default;
};

/// @param account of the same network
[[nodiscard]] RepeatAccount accountOf(const Network& network, const Analysis& analysis, const Account& account,
                                      RepeatId repeat);

} // namespace ligature
