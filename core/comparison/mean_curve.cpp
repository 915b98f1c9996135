// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/comparison/mean_curve.h"

#include <cmath>
#include <map>

#include "core/statistics/distributions.h"
#include "core/statistics/summary.h"

namespace ligature {

std::vector<MeanPoint> meanCurve(std::span<const RunResult* const> runs, double MetricEvent::*figure,
                                 double interval_level)
{
    struct Epoch {
        std::int64_t step = 0;
        std::vector<double> values;
    };
    std::map<std::int64_t, Epoch> epochs;
    std::size_t counted = 0;
    for (const RunResult* const run : runs) {
        if (run->divergence)
            continue;
        ++counted;
        for (const MetricEvent& event : run->epochs) {
            Epoch& epoch = epochs[event.epoch];
            epoch.step = event.step;
            epoch.values.push_back(event.*figure);
        }
    }
    std::vector<MeanPoint> curve;
    for (const auto& [number, epoch] : epochs) {
        const statistics::Summary summary = statistics::summary(epoch.values);
        if (epoch.values.size() < counted || !summary.mean || summary.left_out > 0)
            continue;
        double half = 0;
        if (summary.deviation) {
            const auto count = static_cast<double>(summary.count);
            half = statistics::studentHalfWidth(interval_level, count - 1) * *summary.deviation / std::sqrt(count);
        }
        curve.push_back({epoch.step, number, *summary.mean, *summary.mean - half, *summary.mean + half});
    }
    return curve;
}

} // namespace ligature
