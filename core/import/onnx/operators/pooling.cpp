// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "core/import/onnx/window_attributes.h"

namespace ligature {

namespace {

Result<void> maxPool(NodeReader& node)
{
    const Result<ReadActivation> input = node.needActivation(0);
    if (!input)
        return tl::unexpected(input.error());
    if (node.node.outputs.size() > 1 && !node.node.outputs[1].empty() && node.graph.readers(node.node.outputs[1]) > 0)
        return unmapped("it gives out the places of the largest elements");
    const Result<ReadWindow> window = windowOf(node, input->shape, {});
    if (!window)
        return tl::unexpected(window.error());
    // What is padded is less than anything.
    const auto ready = padded(node, *input, *window, -1e30);
    if (!ready)
        return tl::unexpected(ready.error());
    return node.give(window->axes() == 2 ? "max_pool2d" : "max_pool1d", ready->second.attributes(true), {ready->first})
        .map([](LayerId) {});
}

/// By what the mean over a whole window is multiplied at each position, where padding does not count: one list an axis.
std::vector<std::vector<double>> shares(const ReadWindow& window, const Shape& input, bool counts_padding)
{
    std::vector<std::vector<double>> all;
    for (std::size_t axis = 0; axis < window.axes(); ++axis) {
        const std::int64_t extent = input[axis + 1];
        const std::int64_t first = counts_padding ? -window.before[axis] : 0;
        const std::int64_t end = extent + (counts_padding ? window.behind[axis] : 0);
        std::vector<double> own;
        const std::int64_t whole = extent + window.before[axis] + window.behind[axis] + window.more[axis];
        for (std::int64_t at = 0; at + window.kernel[axis] <= whole; at += window.stride[axis]) {
            const std::int64_t begin = at - window.before[axis];
            const std::int64_t counted = std::min(begin + window.kernel[axis], end) - std::max(begin, first);
            own.push_back(static_cast<double>(window.kernel[axis]) /
                          static_cast<double>(std::max<std::int64_t>(counted, 1)));
        }
        all.push_back(std::move(own));
    }
    return all;
}

/// The mean over windows with zeros around, put right where they do not count.
Result<void> unevenAverage(NodeReader& node, const ReadActivation& input, const ReadWindow& window, bool counts_padding)
{
    const bool is_image = window.axes() == 2;
    const auto ready = padded(node, input, window, 0);
    if (!ready)
        return tl::unexpected(ready.error());
    Attributes attributes = ready->second.attributes(false);
    const auto pooled = node.add(is_image ? "average_pool2d" : "average_pool1d", std::move(attributes), {ready->first});
    if (!pooled)
        return tl::unexpected(pooled.error());
    const auto each = shares(window, input.shape, counts_padding);
    std::vector<double> factors = {1};
    std::vector<std::int64_t> extents = {1};
    for (const std::vector<double>& own : each) {
        std::vector<double> wider;
        for (const double factor : factors) {
            for (const double share : own)
                wider.push_back(factor * share);
        }
        factors = std::move(wider);
        extents.push_back(static_cast<std::int64_t>(own.size()));
    }
    if (std::ranges::all_of(factors, [](double factor) { return factor == 1; })) {
        node.give(*pooled);
        return {};
    }
    const ReadParameter stored = node.graph.asParameter({.shape = Shape(extents), .values = factors});
    return node.graph.addValues(stored, pooled->shape, "shares")
        .and_then([&](const ReadActivation& values) {
            return node.add("multiply", {}, {*pooled, values});
        })
        .map([&](const ReadActivation& given) { node.give(given); });
}

Result<void> averagePool(NodeReader& node)
{
    const Result<ReadActivation> input = node.needActivation(0);
    if (!input)
        return tl::unexpected(input.error());
    const Result<ReadWindow> window = windowOf(node, input->shape, {});
    if (!window)
        return tl::unexpected(window.error());
    if (std::ranges::any_of(window->dilation, [](std::int64_t apart) { return apart != 1; }))
        return unmapped("its window is dilated");
    const bool counts_padding = node.integer("count_include_pad", 0) != 0;
    if (!window->isEven())
        return unevenAverage(node, *input, *window, counts_padding);
    Attributes attributes = window->attributes(false);
    attributes.set("count_include_pad", counts_padding);
    return node.give(window->axes() == 2 ? "average_pool2d" : "average_pool1d", std::move(attributes), {*input})
        .map([](LayerId) {});
}

/// ONNX keeps the axes of the image, with extents of 1.
Result<void> globalPool(NodeReader& node)
{
    const Result<ReadActivation> input = node.needActivation(0);
    if (!input)
        return tl::unexpected(input.error());
    const bool is_mean = node.node.op == "GlobalAveragePool";
    return node.add(is_mean ? "global_average_pool" : "global_max_pool", {}, {*input})
        .map([&](const ReadActivation& given) {
            ReadActivation kept = input->with(given);
            std::fill(kept.extents.begin() + std::min<std::ptrdiff_t>(2, static_cast<std::ptrdiff_t>(kept.rank())),
                      kept.extents.end(), 1);
            node.give(kept);
        });
}

} // namespace

const OperatorImports& poolingOperatorImports()
{
    static const OperatorImports family("pooling", {{"MaxPool", maxPool},
                                                    {"AveragePool", averagePool},
                                                    {"GlobalAveragePool", globalPool},
                                                    {"GlobalMaxPool", globalPool}});
    return family;
}

} // namespace ligature
