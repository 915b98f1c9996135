// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/history.h"

#include <algorithm>
#include <utility>

namespace ligature {

const MetricEvent& keptEpochOf(const std::vector<MetricEvent>& epochs, std::int64_t kept)
{
    const auto found = std::ranges::find(epochs, kept, &MetricEvent::epoch);
    return kept > 0 && found != epochs.end() ? *found : epochs.back();
}

std::vector<MetricEvent> eventsOf(std::span<const History> histories)
{
    std::vector<MetricEvent> events;
    for (const History& history : histories) {
        for (const auto* const part : {&history.steps, &history.epochs})
            events.insert(events.end(), part->begin(), part->end());
    }
    return events;
}

void sortByStep(std::vector<MetricEvent>& events)
{
    std::ranges::stable_sort(events, [](const MetricEvent& a, const MetricEvent& b) {
        return std::pair(a.step, a.kind) < std::pair(b.step, b.kind);
    });
}

} // namespace ligature
