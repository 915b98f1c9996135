// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/network/network.h"
#include "core/optimization/training_settings.h"
#include "core/program/operation_graph.h"

namespace ligature {

/// Every so many steps the uses are watched where nobody says otherwise: often enough for a plot, and far under 10 %
/// of the step (tests/bench/bench_uses.cpp).
inline constexpr std::int64_t defaultWatchInterval = 8;

/// A shared parameter whose uses are watched, as people and files are told of it.
struct WatchedUses {
    struct Use {
        Slot slot;
        std::string layer; ///< the layer's name
        View view = {};
        bool operator==(const Use&) const = default;
    };
    ParameterId parameter;
    std::string name;
    std::vector<Use> uses; ///< two or more, in the order of their layers' ids
    bool operator==(const WatchedUses&) const = default;
};

/// The trainable parameters of a variant that two uses or more read and that a loss depends on.
[[nodiscard]] std::vector<WatchedUses> watchedUses(const Network& network, const OperationGraph& graph);

/// What the uses of one shared parameter added to its gradient in one step: the gradient is the sum of d_i, each use's
/// part, pulled back to the storage through its view and times its factor. See use_watch.h for how exact they are.
struct UseGradients {
    ArmId variant = tiedArm;
    std::int64_t step = 0; ///< the step that the gradient was for, as in MetricEvent: the first is 1
    ParameterId parameter;
    std::vector<double> norms;   ///< |d_i|, by use
    std::vector<double> shares;  ///< |d_i| / (|d_1| + ... + |d_n|); 0 where all are 0
    std::vector<double> cosines; ///< <d_i, d_j> / (|d_i| |d_j|), row by row; NaN where one of them is 0
    bool operator==(const UseGradients&) const = default;

    [[nodiscard]] double cosine(std::size_t use, std::size_t other) const
    {
        return cosines[use * norms.size() + other];
    }
};

/// @param products <d_i, d_j>, row by row
[[nodiscard]] UseGradients useGradients(std::span<const double> products);

/// The means of norms, shares and cosines (of those that are numbers) over steps of one parameter: steadier than one
/// step's. The rest is the last one's.
[[nodiscard]] UseGradients averageOf(std::span<const UseGradients> steps);

/// One or two sentences for people on what the figures mean: "The use in decoder supplies 96 % of the gradient of W.
/// The two uses pull in nearly the same direction (cosine 0.93)."
[[nodiscard]] std::string explain(const WatchedUses& watched, const UseGradients& figures);

} // namespace ligature
