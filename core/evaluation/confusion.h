// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <stop_token>
#include <vector>

#include "core/data/dataset.h"
#include "core/error/result.h"
#include "core/network/network.h"
#include "core/program/weights.h"

namespace ligature {

/// What a classifier takes each class for.
struct Confusion {
    std::int64_t classes = 0;
    std::vector<std::int64_t> counts; ///< classes squared: a row for each true class, a column for each predicted one
    std::int64_t samples = 0;         ///< all of them
    bool operator==(const Confusion&) const = default;

    [[nodiscard]] std::int64_t count(std::int64_t truth, std::int64_t predicted) const
    {
        return counts[static_cast<std::size_t>(truth * classes + predicted)];
    }
    [[nodiscard]] std::int64_t ofClass(std::int64_t truth) const;
    [[nodiscard]] std::int64_t right() const;
};

/// More classes are no picture any more.
inline constexpr std::int64_t mostConfusedClasses = 200;

/// Counts the class of the highest score of each sample (of several equal ones the first, as the metric has it) against
/// the true one.
/// @param network without repeats
/// @param samples of the data set
/// @param stop leaves it undone, with what was counted so far
/// @return an error where the network is no classifier, the data have no classes or too many, or ModelPass has one
[[nodiscard]] Result<Confusion> confusionOf(const Network& network, const Weights& weights, const Dataset& dataset,
                                            std::span<const std::int64_t> samples, const std::stop_token& stop = {});

} // namespace ligature
