// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/statistics/paired_difference.h"
#include "core/statistics/verdict.h"
#include "core/text/number_text.h"

namespace ligature::statistics {

/// Whom and what a verdict is about, as the sentences name them.
struct VerdictSubject {
    std::string arm = "Tied";
    std::string baseline = "Untied";
    std::string metric = "Validation loss"; ///< begins a sentence
    std::string unit = {};                  ///< of the metric, where figures are not relative: "nats"; may be empty
    /// The pairs' names by their places: their seeds. Where there are none, pairs are counted from 1.
    std::vector<std::string> seeds = {};
    std::string pair = "seed"; ///< what a pair is; several have an s: "fold"
    /// What befell a run without a value: "Tied diverged with seed 3". Of another figure, "did not reach the target".
    std::string without_value = "diverged";
};

/// The verdict in sentences, for instance
///   Validation loss +1.2 % (95 % interval +0.9 to +1.5 %, 10 seeds, paired): worse by more than your margin of 0.5 %.
///   Pairing made each seed worth 6.
/// Differences have their sign always, but for 0, and are relative to the baseline's mean where that is not 0, else in
/// the metric's unit. They have as many decimals as it takes that no rounded end of the interval stands on another side
/// of the margin, or of 0, than the exact one. Runs that diverged are named.
[[nodiscard]] std::string verdictSentences(const PairedDifference& difference, const Verdict& verdict,
                                           const VerdictSubject& subject, const numbers::Style& style = {});

/// What stands beside a verdict: "Tied wins 9 of 10 pairs and loses 1. Effect size d_z -1.9 (95 % interval -3.0 to
/// -0.8), p = 0.0002." Empty where there is no pair.
[[nodiscard]] std::string evidenceSentences(const PairedDifference& difference, const VerdictSubject& subject,
                                            const numbers::Style& style = {});

/// What an arm stores beside its baseline.
struct Storage {
    std::int64_t parameters = 0;
    std::int64_t bytes = 0; ///< of the weights
};

/// "Tied: 2,048 parameters fewer (49 %), 8.2 kB less."; "as many parameters"; "more" where it is so.
[[nodiscard]] std::string storageSentence(const Storage& arm, const Storage& baseline, const VerdictSubject& subject,
                                          const numbers::Style& style = {});

} // namespace ligature::statistics
