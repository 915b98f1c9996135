// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include <CLI/App.hpp>

#include "core/data/dataset.h"
#include "core/error/result.h"
#include "core/inference/trained_arm.h"
#include "core/project/project.h"

/// What the verbs that use a trained network let a call say.
namespace ligature::cli {

struct TrainedOptions {
    std::string project;
    std::string weights;
    std::string variant;
    std::string data;
    std::vector<std::string> data_options;
};

/// PROJECT, --weights, --variant, --data and --data-option.
void addTrainedOptions(CLI::App& command, TrainedOptions& options);

/// The project, the arms that were asked for with their trained values, and the data.
struct TrainedInput {
    Project project;
    std::vector<TrainedArm> arms; ///< the one that was named; else all that the folder holds
    Dataset dataset;
};
/// @param needs_targets otherwise data that lack only their targets are read without them
[[nodiscard]] Result<TrainedInput> readTrainedInput(const TrainedOptions& options, bool needs_targets);

} // namespace ligature::cli
