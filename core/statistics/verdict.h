// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>

#include "core/error/result.h"
#include "core/statistics/interval.h"
#include "core/statistics/paired_difference.h"
#include "core/statistics/power.h"

namespace ligature::statistics {

/// How much worse is still as good; chosen before looking.
struct Margin {
    enum class Kind {
        Relative, ///< a share of the magnitude of the baseline's mean: 0.005 is half a percent
        Absolute, ///< in the metric's unit
    };
    double amount = 0.005;
    Kind kind = Kind::Relative;

    bool operator==(const Margin&) const = default;
};

enum class Answer { Better, Worse, AsGoodAs, Undecided, TooFewSeeds };

/// "better", "worse", "as_good_as", "undecided", "too_few_seeds": as files have them.
[[nodiscard]] const char* toString(Answer answer);

/// A sign-flip test of five pairs cannot have a p value below 0.0625: with fewer seeds than these nothing is said.
inline constexpr std::size_t fewest_seeds = 6;

/// What an interval leaves open; where it decides, one of them is true.
struct OpenAnswers {
    bool better = false;
    bool as_good_as = false;
    bool worse = false;

    bool operator==(const OpenAnswers&) const = default;
};

/// Is the arm worth it? The interval of the paired difference beside the margin.
///
/// With the cost c of a difference (the difference, or its negative where higher is better) and the margin m >= 0:
///   worse        the whole interval of c lies beyond m;
///   as good as   the whole interval lies within -m to m, the ends included;
///   better       the whole interval lies beyond -m;
///   undecided    all else.
/// So an interval from within the margin to beyond its better end is undecided, though the arm is then not worse by
/// more than the margin: it is not known which of the two good answers holds, and `may_be` says that these are the two.
/// A margin relative to a baseline whose mean is 0 is 0: only exact equality is as good then.
/// Runs that diverged are in no interval; they are in the sign count, and PairedDifference names them.
struct Verdict {
    Answer answer = Answer::TooFewSeeds;
    Margin margin;
    double absolute_margin = 0;
    std::size_t missing_seeds = 0; ///< until fewest_seeds
    /// Where undecided: in all, not more (seedsThatDecide).
    SeedCount deciding_seeds;

    OpenAnswers may_be;

    /// Shares of the magnitude of the baseline's mean; absent where there is no pair, and where that mean is 0 or so
    /// near to it that a share would be over 1e12.
    std::optional<double> relative_mean;
    std::optional<Interval> relative_interval; ///< absent too of one pair
};

/// What an interval of the difference leaves open beside an absolute margin, as Verdict has it.
[[nodiscard]] OpenAnswers openAnswers(const Interval& interval, double absolute_margin, MetricDirection direction);
/// The one that is open, or Undecided.
[[nodiscard]] Answer answer(const OpenAnswers& may_be);

/// Errors: a margin that is negative or not finite.
[[nodiscard]] Result<Verdict> verdict(const PairedDifference& difference, const Margin& margin = {});

} // namespace ligature::statistics
