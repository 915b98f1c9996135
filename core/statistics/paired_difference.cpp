// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/statistics/paired_difference.h"

#include <cmath>

#include "core/statistics/distributions.h"
#include "core/statistics/moments.h"

namespace ligature::statistics {

namespace {

constexpr const char* paired = "paired difference";
constexpr double certain_t = 5'000;

/// The noncentrality under which P(T <= t) is that; it falls as the noncentrality grows.
double noncentralityOf(double probability, double t, double degrees)
{
    double low = t;
    double high = t;
    for (double step = 1; noncentralProbability(t, degrees, low) < probability; step *= 2)
        low -= step;
    for (double step = 1; noncentralProbability(t, degrees, high) > probability; step *= 2)
        high += step;
    // Halving until nothing lies between: it cannot fail, and 60 steps take less than a millisecond.
    for (;;) {
        const double middle = low + (high - low) / 2;
        if (!(low < middle && middle < high))
            return middle;
        (noncentralProbability(t, degrees, middle) > probability ? low : high) = middle;
    }
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

/// Those pairs whose runs are both measured; counts and names the others.
struct MeasuredPairs {
    std::vector<double> arm;
    std::vector<double> baseline;
    std::vector<double> differences;
};

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
            pairs.differences.push_back(arm[i] - baseline[i]);
        }
        const double worse = arm_measured && baseline_measured
                                 ? cost(pairs.differences.back(), result.direction)
                                 : static_cast<double>(baseline_measured) - static_cast<double>(arm_measured);
        ++(worse < 0 ? result.signs.wins : worse > 0 ? result.signs.losses : result.signs.ties);
    }
    return pairs;
}

/// What takes two pairs or more.
void addSpread(PairedDifference& result, const MeasuredPairs& pairs, const Moments& difference)
{
    const double root = std::sqrt(static_cast<double>(result.pairs));
    const auto degrees = static_cast<double>(result.pairs - 1);
    result.deviation = difference.deviation();
    const double scaled_error = difference.scaled_deviation / root;
    result.standard_error = std::ldexp(scaled_error, difference.exponent);
    const double half_width = studentHalfWidth(result.level, degrees) * scaled_error;
    result.interval = Interval{std::ldexp(difference.scaled_mean - half_width, difference.exponent),
                               std::ldexp(difference.scaled_mean + half_width, difference.exponent)};
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
    result.effect_interval = effectInterval(*result.t, result.pairs, result.level);

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

std::optional<Interval> effectInterval(double t, std::size_t pairs, double level)
{
    if (pairs < 2 || !std::isfinite(t) || !(level > 0 && level < 1))
        return {};
    const double tail = (1 - level) / 2;
    const double root = std::sqrt(static_cast<double>(pairs));
    const auto degrees = static_cast<double>(pairs - 1);
    if (std::abs(t) <= certain_t)
        return Interval{noncentralityOf(1 - tail, t, degrees) / root, noncentralityOf(tail, t, degrees) / root};
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

    PairedDifference result;
    result.level = settings.level;
    result.direction = settings.direction;
    const MeasuredPairs pairs = measuredPairs(arm, baseline, result);
    result.pairs = pairs.differences.size();
    result.arm_mean_with_diverged = meanWith(arm, settings.diverged_as);
    result.baseline_mean_with_diverged = meanWith(baseline, settings.diverged_as);
    if (result.pairs == 0)
        return result;
    const Moments difference = moments(pairs.differences);
    result.arm_mean = moments(pairs.arm).mean();
    result.baseline_mean = moments(pairs.baseline).mean();
    result.mean = difference.mean();
    if (result.pairs > 1)
        addSpread(result, pairs, difference);
    return result;
}

} // namespace ligature::statistics
