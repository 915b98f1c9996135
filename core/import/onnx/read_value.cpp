// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/import/onnx/read_value.h"

#include <algorithm>
#include <cmath>

namespace ligature {

namespace {

constexpr std::int64_t most = largestTensor;

std::int64_t productOf(const std::vector<std::int64_t>& extents, std::size_t begin, std::size_t end)
{
    return Shape(std::vector<std::int64_t>(extents.begin() + static_cast<std::ptrdiff_t>(begin),
                                           extents.begin() + static_cast<std::ptrdiff_t>(end)))
        .elementCount();
}

/// What stands before and behind the batch, of a sample's elements.
std::pair<std::int64_t, std::int64_t> aroundBatch(const ReadActivation& read)
{
    const std::size_t axis = *read.batch;
    return {productOf(read.extents, 0, axis) * read.before,
            productOf(read.extents, axis + 1, read.rank()) * (read.extents[axis] / read.before)};
}

/// The axes as they are asked for with the batch in one of them; nothing where it cannot lie there.
std::optional<ReadActivation> withBatchIn(const ReadActivation& from, const std::vector<AskedExtent>& asked,
                                          std::size_t axis, std::optional<std::int64_t> fixed_batch)
{
    const std::int64_t count = from.shape.elementCount();
    std::vector<std::int64_t> extents;
    std::optional<std::size_t> open;
    for (std::size_t i = 0; i < asked.size(); ++i) {
        std::int64_t extent = asked[i].number;
        if (i == axis) {
            extent = 1;
            if (asked[i].batches != 0)
                extent = asked[i].number == 0 ? asked[i].batches : 0;
            else if (asked[i].number == -1)
                open = i;
            else if (fixed_batch && asked[i].number % *fixed_batch == 0)
                extent = asked[i].number / *fixed_batch;
            else if (fixed_batch)
                return std::nullopt;
        } else if (asked[i].batches != 0) {
            return std::nullopt;
        } else if (extent == -1) {
            open = i;
            extent = 1;
        }
        if (extent < 1)
            return std::nullopt;
        extents.push_back(extent);
    }
    const std::int64_t rest = Shape(extents).elementCount();
    if (open) {
        if (rest > count || count % rest != 0)
            return std::nullopt;
        extents[*open] = count / rest;
    }
    if (Shape(extents).elementCount() != count)
        return std::nullopt;
    const auto [before, behind] = aroundBatch(from);
    const std::int64_t outer = productOf(extents, 0, axis);
    const std::int64_t inner = productOf(extents, axis + 1, extents.size());
    if (before % outer != 0 || behind % inner != 0 || extents[axis] != (before / outer) * (behind / inner))
        return std::nullopt;
    ReadActivation read = from;
    read.extents = std::move(extents);
    read.batch = axis;
    read.before = before / outer;
    return read;
}

/// How plainly an extent says that the batch is in it: more is plainer.
int plainness(const AskedExtent& asked, const ReadActivation& found)
{
    if (asked.batches != 0)
        return 4;
    const bool is_alone = found.isBatchAlone();
    if (asked.number == -1)
        return is_alone ? 3 : 2;
    return is_alone ? 2 : 1;
}

} // namespace

Shape ReadActivation::sample() const
{
    std::vector<std::int64_t> axes;
    for (std::size_t axis = 0; axis < extents.size(); ++axis) {
        if (axis != batch) {
            axes.push_back(extents[axis]);
            continue;
        }
        if (before > 1)
            axes.push_back(before);
        if (extents[axis] / before > 1)
            axes.push_back(extents[axis] / before);
    }
    return Shape(std::move(axes));
}

std::optional<std::size_t> ReadActivation::sampleAxis(std::size_t axis) const
{
    if (axis == batch)
        return std::nullopt;
    if (!batch || axis < *batch)
        return axis;
    const std::size_t split = (before > 1 ? 1U : 0U) + (extents[*batch] / before > 1 ? 1U : 0U);
    return axis - 1 + split;
}

ReadActivation ReadActivation::with(const ReadActivation& given) const
{
    ReadActivation other = *this;
    other.port = given.port;
    other.shape = given.shape;
    other.is_index = false;
    other.is_cut = false;
    return other;
}

ReadActivation batchFirst(Port port, const Shape& shape)
{
    ReadActivation read{.port = std::move(port), .shape = shape, .extents = shape.extents(), .batch = 0};
    read.extents.insert(read.extents.begin(), 1);
    return read;
}

bool ReadNumbers::hasBatch() const
{
    return std::ranges::any_of(batches, [](double factor) { return factor != 0; });
}

std::vector<AskedExtent> askedExtents(const ReadNumbers& numbers)
{
    const auto whole = [](double value) {
        return std::isnan(value) ? 0 : static_cast<std::int64_t>(std::clamp(value, -9.2e18, 9.2e18));
    };
    std::vector<AskedExtent> asked;
    for (std::size_t i = 0; i < numbers.values.size(); ++i)
        asked.push_back({whole(numbers.values[i]), whole(numbers.batchesAt(i))});
    return asked;
}

Result<ReadActivation> reshaped(const ReadActivation& from, std::vector<AskedExtent> asked,
                                std::optional<std::int64_t> fixed_batch, bool zero_keeps)
{
    const auto misfit = [] { return fail({}, "it does not keep the batch's axis, or its shape does not fit"); };
    std::optional<std::size_t> kept;
    if (std::ranges::count(asked, -1, &AskedExtent::number) > 1)
        return misfit();
    for (std::size_t i = 0; i < asked.size(); ++i) {
        if (asked[i].number > most || asked[i].number < -1)
            return misfit();
        if (asked[i].number != 0 || asked[i].batches != 0 || !zero_keeps)
            continue;
        if (i >= from.rank())
            return misfit();
        if (from.batch == i)
            kept = i;
        else
            asked[i].number = from.extents[i];
    }
    if (!from.batch) {
        std::vector<std::int64_t> extents;
        std::optional<std::size_t> open;
        for (std::size_t i = 0; i < asked.size(); ++i) {
            if (asked[i].number == -1 && !open)
                open = i;
            extents.push_back(open == i ? 1 : asked[i].number);
        }
        const std::int64_t rest = Shape(extents).elementCount();
        const std::int64_t count = from.shape.elementCount();
        if (open && rest > 0 && count % rest == 0)
            extents[*open] = count / rest;
        if (std::ranges::any_of(extents, [](std::int64_t e) { return e < 1; }) ||
            Shape(extents).elementCount() != count)
            return misfit();
        ReadActivation read = from;
        read.extents = std::move(extents);
        return read;
    }
    if (kept) {
        asked[*kept] = {0, from.extents[*kept]};
    }
    std::optional<ReadActivation> best;
    int plainest = 0;
    for (std::size_t axis = 0; axis < asked.size(); ++axis) {
        const auto found = withBatchIn(from, asked, axis, fixed_batch);
        if (found && plainness(asked[axis], *found) > plainest) {
            plainest = plainness(asked[axis], *found);
            best = found;
        }
    }
    if (!best)
        return misfit();
    return *best;
}

} // namespace ligature
