// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <vector>

#include "core/data/dataset.h"
#include "core/error/result.h"
#include "core/project/project.h"

/// The learning-rate range test (Smith 2017, "Cyclical Learning Rates for Training Neural Networks", section 3.3): a
/// short training whose rate grows from step to step, and what its losses say.
namespace ligature {

/// How the rates are tried: evenly in the logarithm, one a step.
struct RateRange {
    double least = 1e-6;
    double greatest = 10;
    std::int64_t steps = 120;
};

/// One step at one rate.
struct RateTrial {
    double rate = 0;
    double loss = 0;     ///< of the step's batch, before its update
    double smoothed = 0; ///< the debiased exponential mean up to here, of weight 0.95 a step
};

struct RateTrials {
    ArmId arm = tiedArm;
    /// Up to where the smoothed loss is more than 4 times its least or no number, but at least those that a suggestion
    /// needs.
    std::vector<RateTrial> trials;
    /// At the steepest fall of the smoothed loss over the logarithm of the rate; nothing where it falls nowhere.
    std::optional<double> suggested;
};

/// What rate the trials speak for.
[[nodiscard]] std::optional<double> suggestedRate(std::span<const RateTrial> trials);

/// Trains each of the project's arms alone, from its first values, with the project's optimizer, and forgets what it
/// trained. An error where the project cannot be trained, or it was stopped.
/// @param told which share of it is done, from 0 to 1
[[nodiscard]] Result<std::vector<RateTrials>> testRates(const Project& project, std::shared_ptr<const Dataset> dataset,
                                                        const RateRange& range = {}, const std::stop_token& stop = {},
                                                        const std::function<void(double)>& told = {});

} // namespace ligature
