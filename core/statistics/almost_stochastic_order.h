// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "core/error/result.h"
#include "core/statistics/metric_direction.h"

namespace ligature::statistics {

struct OrderSettings {
    MetricDirection direction = MetricDirection::LowerIsBetter;
    double level = 0.95;
    std::size_t comparisons = 1; ///< of how many arms this is one (Bonferroni)
    std::size_t resamples = 1'000;
    std::uint64_t seed = 0; ///< of the draws
};

/// Is the arm's distribution almost the better one at every quantile? (del Barrio, Cuesta-Albertos and Matran 2018,
/// arXiv 1705.01788; Dror, Shlomov and Reichart 2019.) Computed as deep-significance does (Ulmer, Hardmeier and
/// Frellsen 2022, arXiv 2204.06815), but for the integrals over the quantiles, which are exact here and a sum of 200
/// there. It takes the arms as independent, so it knows nothing of pairs: an extra row for those who ask.
struct StochasticOrder {
    /// The share of the squared distance between the two quantile functions at which the arm is the worse one: 0 where
    /// it is never, 1 where it always is, a half where they are the same.
    double violation = 0.5;
    /// Its upper bound at the level, from the bootstrap's spread of it, within 0 to 1.
    double least_epsilon = 1;

    /// deep-significance advises 0.2.
    [[nodiscard]] bool armDominates(double threshold = 0.2) const { return least_epsilon < threshold; }
};

/// Errors: an arm without runs; a run that is not finite, which has no quantile; a level that is not between 0 and 1;
/// no comparison, and no or over 100,000 resamples.
[[nodiscard]] Result<StochasticOrder> almostStochasticOrder(std::span<const double> arm,
                                                            std::span<const double> baseline,
                                                            const OrderSettings& settings = {});

} // namespace ligature::statistics
