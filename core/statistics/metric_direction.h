// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace ligature::statistics {

/// Which of two values of a metric is the better one.
enum class MetricDirection { LowerIsBetter, HigherIsBetter };

/// How much worse: a difference of values, with its sign turned where higher is better.
[[nodiscard]] inline double cost(double difference, MetricDirection direction)
{
    return direction == MetricDirection::LowerIsBetter ? difference : -difference;
}

} // namespace ligature::statistics
