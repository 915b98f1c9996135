// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/statistics/verdict.h"

#include <algorithm>
#include <cmath>

namespace ligature::statistics {

const char* toString(Answer answer)
{
    switch (answer) {
    case Answer::Better: return "better";
    case Answer::Worse: return "worse";
    case Answer::AsGoodAs: return "as_good_as";
    case Answer::Undecided: return "undecided";
    case Answer::TooFewSeeds: break;
    }
    return "too_few_seeds";
}

OpenAnswers openAnswers(const Interval& interval, double absolute_margin, MetricDirection direction)
{
    const bool lower_is_better = direction == MetricDirection::LowerIsBetter;
    const double low = lower_is_better ? interval.low : -interval.high;
    const double high = lower_is_better ? interval.high : -interval.low;
    return {low < -absolute_margin, low <= absolute_margin && high >= -absolute_margin, high > absolute_margin};
}

Answer answer(const OpenAnswers& may_be)
{
    if (may_be.better + may_be.as_good_as + may_be.worse > 1)
        return Answer::Undecided;
    return may_be.worse ? Answer::Worse : may_be.better ? Answer::Better : Answer::AsGoodAs;
}

Result<Verdict> verdict(const PairedDifference& difference, const Margin& margin)
{
    if (!std::isfinite(margin.amount) || margin.amount < 0)
        return fail("margin", "it has to be a number that is not negative", "0.005 is half a percent");
    Verdict result;
    result.margin = margin;
    result.missing_seeds = fewest_seeds - std::min(fewest_seeds, difference.pairs);
    const double baseline = std::abs(difference.baseline_mean.value_or(0));
    result.absolute_margin = margin.kind == Margin::Kind::Relative ? margin.amount * baseline : margin.amount;
    const auto share = [&](double value) -> std::optional<double> {
        constexpr double largest = 1e12;
        return std::abs(value / baseline) <= largest ? std::optional(value / baseline) : std::nullopt;
    };
    if (difference.mean)
        result.relative_mean = share(*difference.mean);
    if (!difference.interval)
        return result;
    const Interval& interval = *difference.interval;
    if (const auto low = share(interval.low), high = share(interval.high); low && high)
        result.relative_interval = Interval{*low, *high};

    result.may_be = openAnswers(interval, result.absolute_margin, difference.direction);
    if (result.missing_seeds > 0)
        return result;
    result.answer = statistics::answer(result.may_be);
    if (result.answer == Answer::Undecided) {
        result.deciding_seeds = seedsThatDecide(*difference.mean, *difference.deviation, result.absolute_margin,
                                                difference.level, difference.pairs + 1, difference.overlap);
    }
    return result;
}

} // namespace ligature::statistics
