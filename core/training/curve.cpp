// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/curve.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <map>
#include <span>
#include <utility>

namespace ligature {

namespace {

using Figure = double MetricEvent::*;

constexpr std::array stepFigures = {&MetricEvent::train_loss};
constexpr std::array epochFigures = {&MetricEvent::train_loss, &MetricEvent::val_loss, &MetricEvent::metric};

/// The least power of two with which so many places need no more buckets than there are.
std::int64_t widthFor(std::int64_t places, std::int64_t buckets)
{
    std::int64_t width = 1;
    while (width * buckets < places)
        width *= 2;
    return width;
}

/// The bucket of a step or an epoch, counted from 1; those before have one of their own.
std::int64_t bucketOf(std::int64_t place, std::int64_t width)
{
    return place < 1 ? -1 : (place - 1) / width;
}

/// Marks what is kept of one bucket for a figure.
void choosePoints(std::span<const MetricEvent> bucket, Figure figure, std::vector<bool>& kept)
{
    std::size_t least = bucket.size();
    std::size_t greatest = bucket.size();
    std::size_t odd = bucket.size();
    for (std::size_t i = 0; i < bucket.size(); ++i) {
        const double value = bucket[i].*figure;
        // What was not measured is no loss that is not finite.
        if (!std::isfinite(value)) {
            if (odd == bucket.size() && (figure == &MetricEvent::train_loss || std::isinf(value)))
                odd = i;
            continue;
        }
        if (least == bucket.size() || value < bucket[least].*figure)
            least = i;
        if (greatest == bucket.size() || value > bucket[greatest].*figure)
            greatest = i;
    }
    for (const std::size_t i : {least, greatest, odd}) {
        if (i < bucket.size())
            kept[i] = true;
    }
}

/// Keeps of the events from `first` on, all of one bucket, what is kept of one.
void thinBucket(std::vector<MetricEvent>& curve, std::size_t first, std::span<const Figure> figures)
{
    const std::span<const MetricEvent> bucket = std::span<const MetricEvent>(curve).subspan(first);
    if (bucket.size() < 2)
        return;
    std::vector<bool> kept(bucket.size());
    kept.back() = true;
    for (const Figure figure : figures)
        choosePoints(bucket, figure, kept);
    std::size_t to = first;
    for (std::size_t i = 0; i < kept.size(); ++i) {
        if (kept[i] && to != first + i)
            curve[to] = std::move(curve[first + i]);
        to += kept[i] ? 1 : 0;
    }
    curve.resize(to);
}

/// @param place which step or epoch an event is of
void addBounded(std::vector<MetricEvent>& curve, const MetricEvent& event, std::int64_t MetricEvent::*place,
                std::int64_t buckets, std::span<const Figure> figures)
{
    const std::int64_t width = widthFor(event.*place, buckets);
    if (!curve.empty() && widthFor(curve.back().*place, buckets) != width) {
        // The buckets are wider now: what is kept is told again.
        std::vector<MetricEvent> narrower = std::exchange(curve, {});
        std::size_t first = 0;
        for (MetricEvent& kept : narrower) {
            if (!curve.empty() && bucketOf(curve.back().*place, width) != bucketOf(kept.*place, width)) {
                thinBucket(curve, first, figures);
                first = curve.size();
            }
            curve.push_back(std::move(kept));
        }
        thinBucket(curve, first, figures);
        curve.shrink_to_fit();
    }
    curve.push_back(event);
    if (width == 1)
        return;
    const auto same = [&](const MetricEvent& kept) {
        return bucketOf(kept.*place, width) == bucketOf(event.*place, width);
    };
    std::size_t first = curve.size();
    while (first > 0 && same(curve[first - 1]))
        --first;
    thinBucket(curve, first, figures);
}

} // namespace

void addToHistory(History& history, const MetricEvent& event)
{
    if (event.kind == MetricEvent::Kind::Step)
        addBounded(history.steps, event, &MetricEvent::step, stepBuckets, stepFigures);
    else if (event.kind == MetricEvent::Kind::Epoch)
        addBounded(history.epochs, event, &MetricEvent::epoch, epochBuckets, epochFigures);
}

void thin(std::vector<MetricEvent>& events)
{
    std::map<ArmId, History> by_arm;
    std::vector<MetricEvent> kept;
    for (MetricEvent& event : events) {
        if (event.kind == MetricEvent::Kind::End)
            kept.push_back(std::move(event));
        else
            addToHistory(by_arm[event.variant], event);
    }
    std::vector<History> histories;
    for (auto& [arm, history] : by_arm)
        histories.push_back(std::move(history));
    std::ranges::move(eventsOf(histories), std::back_inserter(kept));
    sortByStep(kept);
    events = std::move(kept);
}

void addToUses(std::vector<UseGradients>& kept, UseGradients seen)
{
    const std::int64_t width = widthFor(seen.step, useBuckets);
    const auto isOfOneBucket = [width](const UseGradients& a, const UseGradients& b) {
        return a.parameter == b.parameter && a.variant == b.variant &&
               bucketOf(a.step, width) == bucketOf(b.step, width);
    };
    if (!kept.empty() && widthFor(kept.back().step, useBuckets) != width) {
        // Of each bucket the last: whatever another of its bucket follows goes.
        std::vector<UseGradients> later;
        for (std::size_t i = kept.size(); i-- > 0;) {
            const bool is_followed =
                std::ranges::any_of(later, [&](const UseGradients& other) { return isOfOneBucket(kept[i], other); });
            if (is_followed) {
                kept[i].step = 0;
                continue;
            }
            std::erase_if(later, [&](const UseGradients& other) {
                return bucketOf(other.step, width) != bucketOf(kept[i].step, width);
            });
            later.push_back(kept[i]);
        }
        std::erase_if(kept, [](const UseGradients& figures) { return figures.step == 0; });
    }
    if (width > 1) {
        for (std::size_t i = kept.size(); i-- > 0;) {
            if (bucketOf(kept[i].step, width) != bucketOf(seen.step, width))
                break;
            if (isOfOneBucket(kept[i], seen)) {
                kept.erase(kept.begin() + static_cast<std::ptrdiff_t>(i));
                break;
            }
        }
    }
    kept.push_back(std::move(seen));
}

} // namespace ligature
