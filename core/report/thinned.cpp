// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <set>

#include "core/report/report.h"

namespace ligature {

std::vector<MetricEvent> thinned(const std::vector<MetricEvent>& events, std::size_t most)
{
    constexpr std::size_t keptOfBucket = 4;
    if (events.size() <= most)
        return events;
    const std::size_t buckets = std::max<std::size_t>(1, most / keptOfBucket);
    std::vector<MetricEvent> kept;
    kept.reserve(buckets * keptOfBucket);
    for (std::size_t bucket = 0; bucket < buckets; ++bucket) {
        const std::size_t first = bucket * events.size() / buckets;
        const std::size_t end = (bucket + 1) * events.size() / buckets;
        std::set<std::size_t> chosen = {end - 1};
        std::optional<std::size_t> least;
        std::optional<std::size_t> greatest;
        for (std::size_t i = first; i < end; ++i) {
            const double loss = events[i].train_loss;
            if (!std::isfinite(loss)) {
                if (chosen.size() == 1)
                    chosen.insert(i);
                continue;
            }
            if (!least || loss < events[*least].train_loss)
                least = i;
            if (!greatest || loss > events[*greatest].train_loss)
                greatest = i;
        }
        if (least)
            chosen.insert({*least, *greatest});
        for (const std::size_t i : chosen)
            kept.push_back(events[i]);
    }
    return kept;
}

} // namespace ligature
