// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/metric_series.h"

#include <algorithm>

namespace ligature {

double ProgressScale::operator()(const MetricPosition& position) const
{
    switch (unit) {
    case ProgressUnit::Step: return static_cast<double>(position.step);
    case ProgressUnit::Epoch:
        return steps_per_epoch > 0 ? static_cast<double>(position.step) / static_cast<double>(steps_per_epoch)
                                   : static_cast<double>(position.epoch);
    case ProgressUnit::Seconds: return position.seconds;
    }
    return 0;
}

void MetricSeries::append(const MetricPosition& position, double value)
{
    m_positions.push_back(position);
    m_raw.append(value);
    if (isSmoothed())
        m_smoothed.append(m_smoothing.next(value));
}

void MetricSeries::setSmoothing(double weight)
{
    m_smoothing = Smoothing(weight);
    m_smoothed.clear();
    if (!isSmoothed())
        return;
    for (const double value : m_raw.values())
        m_smoothed.append(m_smoothing.next(value));
}

void MetricSeries::keep(std::span<const std::size_t> indices)
{
    const auto keepOf = [&indices](const ExtremaPyramid& all) {
        ExtremaPyramid kept;
        for (const std::size_t i : indices)
            kept.append(all[i]);
        return kept;
    };
    std::vector<MetricPosition> positions;
    positions.reserve(indices.size());
    for (const std::size_t i : indices)
        positions.push_back(m_positions[i]);
    m_positions = std::move(positions);
    if (isSmoothed())
        m_smoothed = keepOf(m_smoothed);
    m_raw = keepOf(m_raw);
}

void thinWhereFull(std::span<MetricSeries* const> series, std::size_t largest)
{
    const MetricSeries& first = *series.front();
    if (first.size() < largest)
        return;
    // Of each bucket up to four are kept.
    const std::size_t buckets = largest / 16;
    const std::vector<std::size_t> kept = first.raw().pick(0, first.size(), buckets);
    for (MetricSeries* const one : series) {
        if (one->size() >= largest)
            one->keep(kept);
    }
}

std::pair<std::size_t, std::size_t> MetricSeries::indicesWithin(const ProgressScale& scale, double lower,
                                                                double upper) const
{
    const auto before = [&](const MetricPosition& position, double x) { return scale(position) < x; };
    const auto after = [&](double x, const MetricPosition& position) { return x < scale(position); };
    const auto first = std::lower_bound(m_positions.begin(), m_positions.end(), lower, before);
    const auto last = std::upper_bound(first, m_positions.end(), upper, after);
    return {static_cast<std::size_t>(first - m_positions.begin()) - (first == m_positions.begin() ? 0 : 1),
            static_cast<std::size_t>(last - m_positions.begin()) + (last == m_positions.end() ? 0 : 1)};
}

std::optional<std::size_t> MetricSeries::nearest(const ProgressScale& scale, double x) const
{
    if (m_positions.empty())
        return std::nullopt;
    const auto after =
        std::lower_bound(m_positions.begin(), m_positions.end(), x,
                         [&](const MetricPosition& position, double value) { return scale(position) < value; });
    const auto index = static_cast<std::size_t>(after - m_positions.begin());
    if (index == m_positions.size())
        return index - 1;
    if (index > 0 && x - scale(m_positions[index - 1]) <= scale(m_positions[index]) - x)
        return index - 1;
    return index;
}

} // namespace ligature
