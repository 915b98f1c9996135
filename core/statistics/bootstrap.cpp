// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/statistics/bootstrap.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "core/statistics/distributions.h"
#include "core/statistics/moments.h"
#include "core/statistics/random_draws.h"

namespace ligature::statistics {

namespace {

/// Means of resamples less the mean seen, ascending. Each is summed by places, not as drawn, so that a resample that is
/// the sample itself in another order has exactly 0.
std::vector<double> resampledMeans(const std::vector<double>& residuals, std::uint64_t seed)
{
    double magnitude = 0;
    for (const double residual : residuals)
        magnitude += std::abs(residual);
    const double tolerance = 100 * std::numeric_limits<double>::epsilon() * magnitude;

    RandomDraws draws(seed);
    std::vector<double> means(bootstrap_resamples);
    std::vector<std::uint32_t> times(residuals.size());
    for (double& mean : means) {
        std::ranges::fill(times, 0);
        for (std::size_t i = 0; i < residuals.size(); ++i)
            ++times[draws.below(residuals.size())];
        double sum = 0;
        for (std::size_t i = 0; i < residuals.size(); ++i)
            sum += times[i] * residuals[i];
        mean = std::abs(sum) <= tolerance ? 0 : sum / static_cast<double>(residuals.size());
    }
    std::ranges::sort(means);
    return means;
}

/// How far the share of resamples below the mean seen is from a half; those that are it count half.
double bias(const std::vector<double>& means)
{
    const auto [first, last] = std::ranges::equal_range(means, 0.0);
    const auto count = static_cast<double>(means.size());
    const double below = (static_cast<double>(first - means.begin()) + static_cast<double>(last - means.begin())) / 2;
    return normalQuantile(std::clamp(below, 0.5, count - 0.5) / count);
}

/// From the jackknife, whose values are the residuals but for a factor.
double acceleration(const std::vector<double>& residuals)
{
    double squares = 0;
    double cubes = 0;
    for (const double residual : residuals) {
        squares += residual * residual;
        cubes += residual * residual * residual;
    }
    return cubes / (6 * std::pow(squares, 1.5));
}

/// Between the two nearest, as most programs do (Hyndman and Fan's seventh).
double quantile(const std::vector<double>& sorted, double share)
{
    const double place = std::clamp(share, 0.0, 1.0) * static_cast<double>(sorted.size() - 1);
    const auto below = static_cast<std::size_t>(place);
    const std::size_t above = std::min(below + 1, sorted.size() - 1);
    return std::lerp(sorted[below], sorted[above], place - static_cast<double>(below));
}

} // namespace

std::optional<Interval> bootstrapInterval(std::span<const double> differences, double level, std::uint64_t seed)
{
    if (differences.size() < 2 || !(level > 0 && level < 1) ||
        !std::ranges::all_of(differences, [](double value) { return std::isfinite(value); }))
        return {};
    const Moments seen = moments(differences);
    if (seen.scaled_deviation == 0)
        return Interval{seen.mean(), seen.mean()};
    std::vector<double> residuals;
    for (const double difference : differences)
        residuals.push_back(std::ldexp(difference, -seen.exponent) - seen.scaled_mean);

    const std::vector<double> means = resampledMeans(residuals, seed);
    const double z0 = bias(means);
    const double accelerated = acceleration(residuals);
    const auto end = [&](double z) {
        const double moved = z0 + z;
        const double shrunk = 1 - accelerated * moved;
        const double share = shrunk > 0 ? normalProbability(z0 + moved / shrunk) : moved > 0 ? 1.0 : 0.0;
        return std::ldexp(seen.scaled_mean + quantile(means, share), seen.exponent);
    };
    const double z = normalQuantile((1 - level) / 2);
    return Interval{end(z), end(-z)};
}

} // namespace ligature::statistics
