// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluation/reconstruction.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "core/evaluation/model_pass.h"
#include "core/network/declared.h"

namespace ligature {

namespace {

constexpr std::int64_t picturesAtOnce = 64;

bool isFeatures(const Network& network, const Port& port)
{
    const auto layer = network.layers.find(port.layer);
    return layer != network.layers.end() && layer->second.type == "input";
}

} // namespace

std::optional<Port> reconstructionOf(const Network& network)
{
    for (const auto& [id, layer] : network.layers) {
        const auto declaration = declared(network, id);
        if (!declaration || !declaration->type->loss())
            continue;
        const LossMeaning::Target target = declaration->type->loss()->target;
        if (target != LossMeaning::Target::Values && target != LossMeaning::Target::Probabilities)
            continue;
        const std::vector<PortSpec> ports = declaration->type->inputs(declaration->attributes);
        const auto predicted = network.links.find(Port{id, ports.front().name});
        const auto held_against = network.links.find(Port{id, ports.back().name});
        if (ports.size() == 2 && predicted != network.links.end() && held_against != network.links.end() &&
            isFeatures(network, held_against->second) && !isFeatures(network, predicted->second))
            return predicted->second;
    }
    return std::nullopt;
}

std::optional<PictureShape> pictureShapeOf(const Shape& features)
{
    constexpr std::int64_t leastSide = 4;
    if (features.rank() == 3 && (features[0] == 1 || features[0] == 3))
        return PictureShape{features[0], features[1], features[2]};
    if (features.rank() == 2)
        return PictureShape{1, features[0], features[1]};
    const std::int64_t count = features.elementCount();
    const auto side = static_cast<std::int64_t>(std::lround(std::sqrt(static_cast<double>(count))));
    if (features.rank() == 1 && side >= leastSide && side * side == count)
        return PictureShape{1, side, side};
    return std::nullopt;
}

Result<Reconstructions> reconstruct(const Network& network, const Weights& weights, const Dataset& dataset,
                                    std::span<const std::int64_t> samples)
{
    const std::optional<Port> output = reconstructionOf(network);
    if (!output)
        return fail("the network", "it does not give its input again", "hold its output against the input in the loss");
    auto pass = ModelPass::create(network, weights, picturesAtOnce);
    if (!pass)
        return tl::unexpected(pass.error());
    if (const auto fits = (*pass)->checkFits(dataset); !fits)
        return tl::unexpected(fits.error());
    Reconstructions made;
    made.features = dataset.feature_shape.elementCount();
    if ((*pass)->elementCount(*output) != made.features)
        return fail("the network",
                    "it gives " + std::to_string((*pass)->elementCount(*output)) + " numbers for " +
                        std::to_string(made.features) + " features",
                    "make its output as wide as its input");
    while (!samples.empty()) {
        const auto some = samples.first(std::min(samples.size(), static_cast<std::size_t>(picturesAtOnce)));
        samples = samples.subspan(some.size());
        (*pass)->run(dataset, some);
        std::span<const float> rows = (*pass)->output(*output);
        made.values.insert(made.values.end(), rows.begin(), rows.end());
        for (const std::int64_t sample : some) {
            const float* const truth = dataset.features.data() + sample * made.features;
            double sum = 0;
            for (std::int64_t i = 0; i < made.features; ++i) {
                const double off =
                    static_cast<double>(rows[static_cast<std::size_t>(i)]) - static_cast<double>(truth[i]);
                sum += off * off;
            }
            made.errors.push_back(sum / static_cast<double>(made.features));
            rows = rows.subspan(static_cast<std::size_t>(made.features));
        }
    }
    return made;
}

std::vector<std::size_t> worstOf(std::span<const double> errors, std::size_t count)
{
    std::vector<std::size_t> order(errors.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    // What is no number is off the most.
    const auto off = [&](std::size_t i) {
        return std::isnan(errors[i]) ? std::numeric_limits<double>::infinity() : errors[i];
    };
    std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) { return off(a) > off(b); });
    order.resize(std::min(order.size(), count));
    return order;
}

} // namespace ligature
