// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluation/confusion.h"

#include <algorithm>

#include "core/evaluation/class_scores.h"
#include "core/evaluation/model_pass.h"

namespace ligature {

namespace {

constexpr std::int64_t samplesAtOnce = 128;

} // namespace

std::int64_t Confusion::ofClass(std::int64_t truth) const
{
    std::int64_t sum = 0;
    for (std::int64_t predicted = 0; predicted < classes; ++predicted)
        sum += count(truth, predicted);
    return sum;
}

std::int64_t Confusion::right() const
{
    std::int64_t sum = 0;
    for (std::int64_t one = 0; one < classes; ++one)
        sum += count(one, one);
    return sum;
}

Result<Confusion> confusionOf(const Network& network, const Weights& weights, const Dataset& dataset,
                              std::span<const std::int64_t> samples, const std::stop_token& stop)
{
    const std::optional<Port> scores = classScoresOf(network);
    if (!scores)
        return fail("the network", "it tells no classes apart", "end it with a softmax cross-entropy");
    if (dataset.target_kind != TargetKind::Class)
        return fail(dataset.name, "its samples have no class each", "choose data with classes");
    auto pass = ModelPass::create(network, weights, samplesAtOnce);
    if (!pass)
        return tl::unexpected(pass.error());
    if (const auto fits = (*pass)->checkFits(dataset); !fits)
        return tl::unexpected(fits.error());
    Confusion confusion;
    confusion.classes = (*pass)->elementCount(*scores);
    if (confusion.classes > mostConfusedClasses)
        return fail(dataset.name, "so many classes are no picture", "look at fewer than 200 classes");
    confusion.counts.resize(static_cast<std::size_t>(confusion.classes * confusion.classes));
    while (!samples.empty() && !stop.stop_requested()) {
        const auto some = samples.first(std::min(samples.size(), static_cast<std::size_t>(samplesAtOnce)));
        samples = samples.subspan(some.size());
        (*pass)->run(dataset, some);
        std::span<const float> rows = (*pass)->output(*scores);
        for (const std::int64_t sample : some) {
            const auto row = rows.first(static_cast<std::size_t>(confusion.classes));
            rows = rows.subspan(row.size());
            const auto predicted = std::ranges::max_element(row) - row.begin();
            const auto truth = static_cast<std::int64_t>(dataset.targets.data()[sample]);
            if (truth < 0 || truth >= confusion.classes)
                continue;
            ++confusion.counts[static_cast<std::size_t>(truth * confusion.classes + predicted)];
            ++confusion.samples;
        }
    }
    return confusion;
}

} // namespace ligature
