// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/statistics/almost_stochastic_order.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/statistics/distributions.h"
#include "core/statistics/moments.h"
#include "core/statistics/random_draws.h"

namespace ligature::statistics {

namespace {

constexpr const char* order_place = "almost stochastic order";

/// Of ascending costs. The quantile functions are steps at i / n and j / m, so the integrals are sums over the
/// stretches between any two steps; lengths are in units of 1 / (n * m).
double violation(const std::vector<double>& arm, const std::vector<double>& baseline)
{
    double all = 0;
    double worse = 0;
    std::size_t i = 0;
    std::size_t j = 0;
    std::size_t from = 0;
    while (i < arm.size() && j < baseline.size()) {
        const std::size_t to = std::min((i + 1) * baseline.size(), (j + 1) * arm.size());
        const double difference = arm[i] - baseline[j];
        const double area = static_cast<double>(to - from) * difference * difference;
        all += area;
        if (difference > 0)
            worse += area;
        i += (i + 1) * baseline.size() == to;
        j += (j + 1) * arm.size() == to;
        from = to;
    }
    return all > 0 ? worse / all : 0.5;
}

std::vector<double> resampled(const std::vector<double>& values, RandomDraws& draws)
{
    std::vector<double> result(values.size());
    for (double& value : result)
        value = values[draws.below(values.size())];
    std::ranges::sort(result);
    return result;
}

/// Ascending, in units of a power of two so that no square overflows or vanishes.
std::vector<double> costs(std::span<const double> values, MetricDirection direction, int exponent)
{
    std::vector<double> result;
    for (const double value : values)
        result.push_back(cost(std::ldexp(value, -exponent), direction));
    std::ranges::sort(result);
    return result;
}

} // namespace

Result<StochasticOrder> almostStochasticOrder(std::span<const double> arm, std::span<const double> baseline,
                                              const OrderSettings& settings)
{
    constexpr std::size_t most_resamples = 100'000;
    if (arm.empty() || baseline.empty())
        return fail(order_place, "both arms need a run");
    if (!std::ranges::all_of(arm, isMeasured) || !std::ranges::all_of(baseline, isMeasured)) {
        return fail(order_place, "a run that diverged has no quantile",
                    "leave it out, or let a value such as the accuracy of guessing stand for it");
    }
    if (!(settings.level > 0 && settings.level < 1))
        return fail(order_place, "the level has to be between 0 and 1", "95 % is 0.95");
    if (settings.comparisons == 0 || settings.resamples == 0 || settings.resamples > most_resamples)
        return fail(order_place, "it takes a comparison, and from 1 to 100,000 resamples");

    const int exponent = std::max(moments(arm).exponent, moments(baseline).exponent);
    const std::vector<double> arm_costs = costs(arm, settings.direction, exponent);
    const std::vector<double> baseline_costs = costs(baseline, settings.direction, exponent);
    StochasticOrder result;
    result.violation = violation(arm_costs, baseline_costs);

    RandomDraws draws(settings.seed);
    std::vector<double> ratios(settings.resamples);
    for (double& ratio : ratios) {
        const std::vector<double> one = resampled(arm_costs, draws);
        ratio = violation(one, resampled(baseline_costs, draws));
    }
    // Their spread about their own mean, of the population; the factors sqrt(n m / (n + m)) of the paper cancel.
    const auto count = static_cast<double>(settings.resamples);
    const double spread = moments(ratios).deviation() * std::sqrt((count - 1) / count);
    const double tail = (1 - settings.level) / static_cast<double>(settings.comparisons);
    result.least_epsilon = std::clamp(result.violation - spread * normalQuantile(tail), 0.0, 1.0);
    return result;
}

} // namespace ligature::statistics
