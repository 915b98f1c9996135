// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "core/data/dataset.h"
#include "core/error/result.h"
#include "core/network/network.h"
#include "core/program/program.h"
#include "core/program/weights.h"
#include "core/training/history.h"

/// A program's figures on samples, as its parameters are: the one way in which training, tests and the use of a trained
/// network find them, so that they are the same to the last bit.
namespace ligature {

/// Copies samples into the program's input buffers, at most its largest batch.
void loadSamples(Program<float>& program, const Dataset& dataset, std::span<const std::int64_t> samples);
/// The same without their targets: zeros stand for them.
void loadFeatures(Program<float>& program, const Dataset& dataset, std::span<const std::int64_t> samples);

/// Gives the parameters their values. An error where one has none of its shape; then nothing more is loaded.
[[nodiscard]] Result<void> loadWeights(Program<float>& program, const Weights& weights);

struct Measured {
    double loss = notMeasured;
    double metric = notMeasured;
    std::vector<LossMeasure> losses; ///< empty where there is one
    std::string non_finite_layer;    ///< the first one that gave what is not finite
};

/// How samples are measured.
struct Measuring {
    std::uint64_t step = 0;               ///< of the training that measures
    std::vector<LossMeasure> losses = {}; ///< a row for each of several losses; empty where there is one
    std::stop_token stop = {};
    std::function<void(std::int64_t)> told = {}; ///< how many samples were measured since it was last called
};

/// The means over the samples, batch by batch in their order. Nothing where it was stopped.
[[nodiscard]] std::optional<Measured> measure(Program<float>& program, const Network& network, const Dataset& dataset,
                                              std::span<const std::int64_t> samples, Measuring how);

} // namespace ligature
