// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "core/error/result.h"
#include "core/statistics/metric_direction.h"

namespace ligature::statistics {

/// Arms compared over several data sets by their ranks in each, as Demsar (2006) has it and autorank writes it out:
/// Friedman's test whether there is any difference, then Nemenyi's which arms differ.
struct RankComparison {
    std::size_t data_sets = 0;
    std::size_t arms = 0;
    std::vector<double>
        average_ranks;    ///< of each arm; 1 is best everywhere; those that tie share the mean of their ranks
    double statistic = 0; ///< Friedman's chi-squared, corrected for ties; 0 where everything ties
    double p = 1;         ///< its, with arms - 1 degrees of freedom
    /// Arms whose average ranks are further apart than this differ, at the level: q * sqrt(k (k + 1) / (12 n)), q of
    /// the studentized range.
    double critical_difference = 0;
    std::vector<double> pair_p; ///< Nemenyi's p value of each two arms, row by row; 1 of an arm beside itself
};

/// A run that diverged, which is not finite, ranks last; several of them tie.
/// Errors: fewer than two arms, no data set, a last row that is not whole; a level that is not between 0 and 1.
/// @param values a row a data set, a column an arm
[[nodiscard]] Result<RankComparison> compareRanks(std::span<const double> values, std::size_t arms,
                                                  MetricDirection direction, double level = 0.95);

} // namespace ligature::statistics
