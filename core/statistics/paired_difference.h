// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "core/error/result.h"
#include "core/statistics/interval.h"
#include "core/statistics/metric_direction.h"

namespace ligature::statistics {

/// How many pairs the arm won. A run that diverged is its pair's loss; where both did, it is a tie.
struct SignCount {
    std::size_t wins = 0;
    std::size_t losses = 0;
    std::size_t ties = 0;

    bool operator==(const SignCount&) const = default;
};

struct PairingSettings {
    double level = 0.95; ///< of the intervals; for several arms bonferroniLevel() (multiple.h)
    MetricDirection direction = MetricDirection::LowerIsBetter;
    /// What stands for a run that diverged in the means with it, such as the accuracy of guessing; where there is no
    /// such value, there are no means with it.
    std::optional<double> diverged_as = {};
    /// Where pairs are of folds of the same samples, how many samples each is measured on for one that it trained on:
    /// 1 / (folds - 1). See PairedDifference::standard_error.
    double overlap = 0;
};

/// An arm beside its baseline, paired by seed, and what their difference, arm minus baseline, says.
///
/// Figures are of the pairs in which both runs are measured. What cannot be told is absent, never NaN: of no pair the
/// means, of one pair all that asks for a deviation.
struct PairedDifference {
    double level = 0.95;
    MetricDirection direction = MetricDirection::LowerIsBetter;
    double overlap = 0;              ///< PairingSettings::overlap
    std::size_t pairs = 0;           ///< in which both runs are measured
    std::vector<double> differences; ///< theirs, in the order of the pairs: for permutation.h and bootstrap.h

    std::optional<double> arm_mean;
    std::optional<double> baseline_mean;
    std::optional<double> mean;      ///< of the differences
    std::optional<double> deviation; ///< theirs, with n - 1
    /// deviation * sqrt(1 / n + overlap). Pairs whose runs trained on the same samples are not independent: what they
    /// have in common does not average out, and 1 / n alone finds differences that there are not. Nadeau and Bengio
    /// 2003, equation 9: a correlation of overlap / (1 + overlap) between them, the share of the samples that is
    /// measured on. Several seeds of folds: as Bouckaert and Frank 2004 have it.
    std::optional<double> standard_error;
    std::optional<Interval> interval; ///< mean +- t * standard error, Student's t with n - 1 degrees of freedom
    std::optional<double> t;          ///< mean / standard error; absent where the differences are all the same, not 0
    std::optional<double> p; ///< two-sided, of t; 1 where all differences are 0, 0 where all are the same other value

    /// d_z = mean / deviation, the effect size of paired differences (Cohen 1988); absent as t is.
    std::optional<double> effect;
    /// By inverting the noncentral t (Steiger and Fouladi 1997): those d_z under which so large and so small a t are no
    /// less likely than half of what the level leaves. Absent where the deviation is 0.
    std::optional<Interval> effect_interval;

    /// (variance of the arm + variance of the baseline) / variance of the difference: how many unpaired seeds a paired
    /// one stands for. Absent where the differences do not vary.
    std::optional<double> pairing_worth;

    SignCount signs;                            ///< over all pairs, those with a run that diverged too
    std::vector<std::size_t> arm_diverged;      ///< the places of the pairs whose run of the arm did, ascending
    std::vector<std::size_t> baseline_diverged; ///< likewise

    /// The means over all pairs with PairingSettings::diverged_as for each run that diverged; absent where one did and
    /// nothing stands for it.
    std::optional<double> arm_mean_with_diverged;
    std::optional<double> baseline_mean_with_diverged;
};

/// A value that is not finite, or beyond 1e300, is of a run that diverged.
/// Errors: lists of different lengths; a level that is not between 0 and 1; a diverged_as that is not finite; an
/// overlap that is not finite or negative.
[[nodiscard]] Result<PairedDifference> pairedDifference(std::span<const double> arm, std::span<const double> baseline,
                                                        const PairingSettings& settings = {});

/// The interval of the mean at another level: of several arms at once (multiple.h). Absent where its own is.
[[nodiscard]] std::optional<Interval> intervalAt(const PairedDifference& difference, double level);

/// The interval of d_z alone: of t = d_z / sqrt(1 / pairs + overlap). Beyond largest_t (distributions.h) the error of
/// the mean is left out and that of the deviation alone counts, which changes the ends by less than pairs / t^2 of
/// themselves.
[[nodiscard]] std::optional<Interval> effectInterval(double t, std::size_t pairs, double level, double overlap = 0);

} // namespace ligature::statistics
