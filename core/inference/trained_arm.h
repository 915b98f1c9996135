// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "core/data/dataset.h"
#include "core/data/identity.h"
#include "core/error/result.h"
#include "core/network/network.h"
#include "core/program/operation_graph.h"
#include "core/program/program.h"
#include "core/program/weights.h"
#include "core/project/project.h"

namespace ligature {

/// A trained network, ready to be used: what the folder of a training holds of one arm. A plain value.
struct TrainedArm {
    ArmId arm = tiedArm;
    Network network; ///< without repeats
    OperationGraph graph;
    Weights weights;
    /// The project's, with what the training that wrote the folder says of its own: seed, batch size, shares.
    TrainingSettings training;
    /// How many samples that training had to train on and for validation; nothing where the folder does not say.
    struct Split {
        std::size_t training = 0;
        std::size_t validation = 0;
    };
    std::optional<Split> split = {};
    /// Of the data that was trained on; nothing where the folder does not say, or nothing was trained yet.
    std::optional<DataIdentity> data = {};
    std::string where; ///< the file of weights, for errors
};

/// An error where the folder has no weights of that arm, or they are not the project's.
[[nodiscard]] Result<TrainedArm> readTrainedArm(const std::filesystem::path& folder, const Project& project,
                                                const ArmId& arm);

/// A program that has the arm's values. An error where there is not the memory for it.
/// @param max_batch its largest batch
[[nodiscard]] Result<std::unique_ptr<Program<float>>> compile(const TrainedArm& arm, std::int64_t max_batch);

} // namespace ligature
