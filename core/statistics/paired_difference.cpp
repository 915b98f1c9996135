// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/statistics/paired_difference.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/statistics/distributions.h"
#include "core/statistics/moments.h"

namespace ligature::statistics {

namespace {

constexpr const char* paired = "paired difference";

/// By how many of its own deviations the mean of so many differences is surer than one of them.
double surety(std::size_t pairs, double overlap)
{
    const auto count = static_cast<double>(pairs);
    return overlap > 0 ? 1 / std::sqrt(1 / count + overlap) : std::sqrt(count);
}

std::optional<double> meanWith(std::span<const double> values, std::optional<double> diverged_as)
{
    std::vector<double> all(values.begin(), values.end());
    for (double& value : all) {
        if (isMeasured(value))
            continue;
        if (!diverged_as)
            return {};
        value = *diverged_as;
    }
    return all.empty() ? std::nullopt : std::optional(moments(all).mean());
}

/// Of those pairs whose runs are both measured.
struct MeasuredPairs {
    std::vector<double> arm;
    std::vector<double> baseline;
};

/// Counts all pairs, names what diverged.
MeasuredPairs measuredPairs(std::span<const double> arm, std::span<const double> baseline, PairedDifference& result)
{
    MeasuredPairs pairs;
    for (std::size_t i = 0; i < arm.size(); ++i) {
        const bool arm_measured = isMeasured(arm[i]);
        const bool baseline_measured = isMeasured(baseline[i]);
        if (!arm_measured)
            result.arm_diverged.push_back(i);
        if (!baseline_measured)
            result.baseline_diverged.push_back(i);
        if (arm_measured && baseline_measured) {
            pairs.arm.push_back(arm[i]);
            pairs.baseline.push_back(baseline[i]);
            result.differences.push_back(arm[i] - baseline[i]);
        }
        const double worse = arm_measured && baseline_measured
                                 ? cost(result.differences.back(), result.direction)
                                 : static_cast<double>(baseline_measured) - static_cast<double>(arm_measured);
        ++(worse < 0 ? result.signs.wins : worse > 0 ? result.signs.losses : result.signs.ties);
    }
    return pairs;
}

/// What takes two pairs or more.
void addSpread(PairedDifference& result, const MeasuredPairs& pairs, const Moments& difference)
{
    const double root = surety(result.pairs, result.overlap);
    const auto degrees = static_cast<double>(result.pairs - 1);
    result.deviation = difference.deviation();
    result.standard_error = std::ldexp(difference.scaled_deviation / root, difference.exponent);
    result.interval = intervalAt(result, result.level);
    if (difference.scaled_deviation == 0) {
        const bool equal = difference.scaled_mean == 0;
        result.p = equal ? 1 : 0;
        if (equal)
            result.t = result.effect = 0;
        return;
    }
    result.effect = difference.scaled_mean / difference.scaled_deviation;
    result.t = *result.effect * root;
    result.p = studentTwoSided(*result.t, degrees);
    result.effect_interval = effectInterval(*result.t, result.pairs, result.level, result.overlap);

    const Moments arm = moments(pairs.arm);
    const Moments baseline = moments(pairs.baseline);
    const auto share = [&](const Moments& of) {
        return std::ldexp(of.scaled_deviation / difference.scaled_deviation, of.exponent - difference.exponent);
    };
    const double worth = share(arm) * share(arm) + share(baseline) * share(baseline);
    if (std::isfinite(worth))
        result.pairing_worth = worth;
}

} // namespace

std::optional<Interval> intervalAt(const PairedDifference& difference, double level)
{
    if (!difference.mean || !difference.standard_error || !(level > 0 && level < 1))
        return {};
    // An end beyond the largest double is that.
    constexpr double largest = std::numeric_limits<double>::max();
    const double half_width =
        studentHalfWidth(level, static_cast<double>(difference.pairs - 1)) * *difference.standard_error;
    return Interval{std::max(*difference.mean - half_width, -largest),
                    std::min(*difference.mean + half_width, largest)};
}

std::optional<Interval> effectInterval(double t, std::size_t pairs, double level, double overlap)
{
    if (pairs < 2 || !std::isfinite(t) || !(level > 0 && level < 1))
        return {};
    const double tail = (1 - level) / 2;
    const double root = surety(pairs, overlap);
    const auto degrees = static_cast<double>(pairs - 1);
    if (std::abs(t) <= largest_t)
        return Interval{noncentrality(1 - tail, t, degrees) / root, noncentrality(tail, t, degrees) / root};
    const double near = t * std::sqrt(chiSquaredQuantile(tail, degrees) / degrees) / root;
    const double far = t * std::sqrt(chiSquaredQuantile(1 - tail, degrees) / degrees) / root;
    return t > 0 ? Interval{near, far} : Interval{far, near};
}

Result<PairedDifference> pairedDifference(std::span<const double> arm, std::span<const double> baseline,
                                          const PairingSettings& settings)
{
    if (arm.size() != baseline.size()) {
        return fail(paired,
                    "the arm has " + std::to_string(arm.size()) + " runs and the baseline " +
                        std::to_string(baseline.size()),
                    "give each run its partner of the same seed");
    }
    if (!(settings.level > 0 && settings.level < 1))
        return fail(paired, "the level has to be between 0 and 1", "95 % is 0.95");
    if (settings.diverged_as && !isMeasured(*settings.diverged_as))
        return fail(paired, "what stands for a run that diverged has to be finite");
    if (!(settings.overlap >= 0 && std::isfinite(settings.overlap)))
        return fail(paired, "the overlap has to be a number that is not negative", "of 5 folds it is 0.25");

    PairedDifference result;
    result.level = settings.level;
    result.overlap = settings.overlap;
    result.direction = settings.direction;
    const MeasuredPairs pairs = measuredPairs(arm, baseline, result);
    result.pairs = result.differences.size();
    result.arm_mean_with_diverged = meanWith(arm, settings.diverged_as);
    result.baseline_mean_with_diverged = meanWith(baseline, settings.diverged_as);
    if (result.pairs == 0)
        return result;
    const Moments difference = moments(result.differences);
    result.arm_mean = moments(pairs.arm).mean();
    result.baseline_mean = moments(pairs.baseline).mean();
    result.mean = difference.mean();
    if (result.pairs > 1)
        addSpread(result, pairs, difference);
    return result;
}

} // namespace ligature::statistics
