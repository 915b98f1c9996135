// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluation/decision_map.h"

#include <algorithm>
#include <cmath>

#include "core/evaluation/class_scores.h"
#include "core/evaluation/model_pass.h"

namespace ligature {

namespace {

constexpr double airAround = 0.08; ///< of what the samples take

struct Extent {
    double lower;
    double upper;
};

Extent extentOf(const Dataset& dataset, std::int64_t feature)
{
    double least = 0;
    double greatest = 1;
    for (std::int64_t sample = 0; sample < dataset.sample_count; ++sample) {
        const auto value = static_cast<double>(dataset.features.data()[sample * 2 + feature]);
        least = sample == 0 ? value : std::min(least, value);
        greatest = sample == 0 ? value : std::max(greatest, value);
    }
    const double air = greatest > least ? (greatest - least) * airAround : 0.5;
    return {least - air, greatest + air};
}

} // namespace

DecisionGrid decisionGridOf(const Dataset& dataset)
{
    DecisionGrid grid;
    if (dataset.feature_shape.elementCount() != 2)
        return grid;
    const Extent x = extentOf(dataset, 0);
    const Extent y = extentOf(dataset, 1);
    grid.x_lower = x.lower;
    grid.x_upper = x.upper;
    grid.y_lower = y.lower;
    grid.y_upper = y.upper;
    return grid;
}

Result<DecisionMap> decisionMapOf(const Network& network, const Weights& weights, const Dataset& dataset,
                                  const DecisionGrid& grid)
{
    const std::optional<Port> scores = classScoresOf(network);
    if (!scores)
        return fail("the network", "it tells no classes apart", "end it with a softmax cross-entropy");
    if (dataset.feature_shape.elementCount() != 2)
        return fail(dataset.name, "its samples have other than two features", "choose data with two features");
    auto pass = ModelPass::create(network, weights, grid.columns);
    if (!pass)
        return tl::unexpected(pass.error());
    if (const auto fits = (*pass)->checkFits(dataset); !fits)
        return tl::unexpected(fits.error());
    DecisionMap map{grid, {}, {}};
    std::vector<float> features(static_cast<std::size_t>(grid.columns) * 2);
    const auto middle = [](double lower, double upper, std::int64_t field, std::int64_t count) {
        return lower + (upper - lower) * (static_cast<double>(field) + 0.5) / static_cast<double>(count);
    };
    const auto classes = static_cast<std::size_t>((*pass)->elementCount(*scores));
    for (std::int64_t row = 0; row < grid.rows; ++row) {
        for (std::int64_t column = 0; column < grid.columns; ++column) {
            const auto at = static_cast<std::size_t>(column) * 2;
            features[at] = static_cast<float>(middle(grid.x_lower, grid.x_upper, column, grid.columns));
            features[at + 1] = static_cast<float>(middle(grid.y_lower, grid.y_upper, row, grid.rows));
        }
        (*pass)->run(features, grid.columns);
        std::span<const float> rows = (*pass)->output(*scores);
        for (std::int64_t column = 0; column < grid.columns; ++column) {
            const auto of_point = rows.subspan(static_cast<std::size_t>(column) * classes, classes);
            const auto best = std::ranges::max_element(of_point);
            double sum = 0;
            for (const float score : of_point)
                sum += std::exp(static_cast<double>(score) - static_cast<double>(*best));
            map.classes.push_back(static_cast<std::int32_t>(best - of_point.begin()));
            map.shares.push_back(static_cast<float>(1 / sum));
        }
    }
    return map;
}

} // namespace ligature
