// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/statistics/bootstrap.h"
#include "core/statistics/interval.h"
#include "core/statistics/paired_difference.h"
#include "core/statistics/permutation.h"
#include "core/statistics/verdict.h"
#include "core/statistics/verdict_words.h"

namespace ligature::statistics {

/// What asks no normal distribution of the differences, beside Student's t; where it says otherwise, that is shown.
struct Checks {
    /// Of a verdict's pairs: fewest_seeds or more. Both ask for independent pairs: absent of those that overlap.
    std::optional<SignFlipTest> sign_flip;
    std::optional<Interval> bootstrap; ///< of fewest_bootstrapped pairs or more
    /// One of the two p values, of t and of the sign flips, is below what the level leaves and the other is not.
    bool sign_flip_disagrees = false;
    /// The bootstrap's interval gives another answer than that of t.
    bool bootstrap_disagrees = false;
};

/// @param seed of the draws
[[nodiscard]] Checks checks(const PairedDifference& difference, const Verdict& verdict, std::uint64_t seed = 0);

/// "Sign flips agree (p = 0.002). The bootstrap says undecided instead (95 % interval +0.4 to +1.5 %)." Empty where
/// there is no check.
[[nodiscard]] std::string checksSentences(const Checks& checks, const PairedDifference& difference,
                                          const Verdict& verdict, const VerdictSubject& subject,
                                          const numbers::Style& style = {});

} // namespace ligature::statistics
