// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/import/onnx/axis_range.h"

#include <algorithm>

namespace ligature {

std::int64_t AxisRange::count() const
{
    if (step > 0)
        return stop > start ? (stop - start - 1) / step + 1 : 0;
    return start > stop ? (start - stop - 1) / -step + 1 : 0;
}

Result<AxisRange> inside(AxisRange range, std::int64_t extent)
{
    if (range.step == 0)
        return unmapped("it slices in steps of 0");
    const bool backwards = range.step < 0;
    const auto placed = [&](std::int64_t place) {
        const std::int64_t counted = place < 0 ? std::max(place, -extent - 1) + extent : place;
        return backwards ? std::clamp<std::int64_t>(counted, -1, extent - 1)
                         : std::clamp<std::int64_t>(counted, 0, extent);
    };
    range.start = placed(range.start);
    range.stop = placed(range.stop);
    const std::int64_t most = std::max<std::int64_t>(extent, 1);
    range.step = std::clamp<std::int64_t>(range.step, -most, most);
    if (range.count() < 1)
        return unmapped("nothing is left of its slice");
    return range;
}

Result<ReadActivation> partOf(NodeReader& node, const ReadActivation& read, std::size_t axis, const AxisRange& range)
{
    const Result<std::size_t> own = onnxSampleAxis(static_cast<std::int64_t>(axis), read);
    if (!own)
        return tl::unexpected(own.error());
    const std::int64_t count = range.count();
    if (count == read.extents[axis] && range.step == 1)
        return read;
    const auto one_based = static_cast<std::int64_t>(*own) + 1;
    Result<ReadActivation> part = node.graph.shaped(read, read.sample());
    if (part && (count != read.extents[axis] || std::abs(range.step) != 1)) {
        const std::int64_t last = range.start + (count - 1) * range.step;
        const std::int64_t first = std::min(range.start, last);
        part = node.add("slice",
                        {{"axis", one_based},
                         {"start", first},
                         {"stop", std::max(range.start, last) + 1},
                         {"step", std::abs(range.step)}},
                        {*part});
    }
    if (part && range.step < 0)
        part = node.add("flip", {{"axis", one_based}}, {*part});
    return part.map([&](const ReadActivation& given) {
        ReadActivation taken = read.with(given);
        taken.extents[axis] = count;
        return taken;
    });
}

Result<ReadActivation> placeOf(NodeReader& node, const ReadActivation& read, std::size_t axis, std::int64_t place)
{
    const Result<std::size_t> own = onnxSampleAxis(static_cast<std::int64_t>(axis), read);
    if (!own)
        return tl::unexpected(own.error());
    const Result<std::size_t> found = onnxAxis(place, static_cast<std::size_t>(read.extents[axis]));
    if (!found)
        return unmapped("there is no place " + std::to_string(place));
    Result<ReadActivation> part = read;
    if (read.extents[axis] != 1) {
        // As it is written: from the end where it counts from there.
        const std::int64_t start = place < 0 ? place : static_cast<std::int64_t>(*found);
        part = node.graph.shaped(read, read.sample()).and_then([&](const ReadActivation& from) {
            return node.add("slice",
                            {{"axis", static_cast<std::int64_t>(*own) + 1}, {"start", start}, {"drop_axis", true}},
                            {from});
        });
    }
    return part.map([&](const ReadActivation& given) {
        ReadActivation taken = read.with(given);
        taken.is_index = read.is_index && read.extents[axis] == 1;
        taken.extents.erase(taken.extents.begin() + static_cast<std::ptrdiff_t>(axis));
        if (taken.batch && axis < *taken.batch)
            --*taken.batch;
        return taken;
    });
}

Result<ReadActivation> joined(NodeReader& node, const std::vector<ReadActivation>& parts, std::size_t axis)
{
    const Result<std::size_t> own = onnxSampleAxis(static_cast<std::int64_t>(axis), parts.front());
    if (!own)
        return tl::unexpected(own.error());
    if (parts.size() == 1)
        return parts.front();
    std::vector<ReadActivation> shaped;
    ReadActivation all = parts.front();
    all.extents[axis] = 0;
    for (const ReadActivation& part : parts) {
        const bool lies_alike = part.rank() == all.rank() && part.batch == all.batch && part.before == all.before &&
                                (!part.batch || part.extents[*part.batch] == all.extents[*all.batch]);
        if (!lies_alike)
            return unmapped("the batch is another axis of one of its inputs than of the others");
        const Result<ReadActivation> own_shape = node.graph.shaped(part, part.sample());
        if (!own_shape)
            return own_shape;
        shaped.push_back(*own_shape);
        all.extents[axis] += part.extents[axis];
    }
    const auto count = static_cast<std::int64_t>(shaped.size());
    return node.add("concatenate", {{"inputs", count}, {"axis", static_cast<std::int64_t>(*own) + 1}}, shaped)
        .map([&](const ReadActivation& given) { return all.with(given); });
}

} // namespace ligature
