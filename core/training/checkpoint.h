// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/data/identity.h"
#include "core/error/result.h"
#include "core/network/ids.h"
#include "core/optimization/optimizer.h"
#include "core/optimization/training_settings.h"
#include "core/safetensors/safetensors_file.h"
#include "core/tensor/shape.h"
#include "core/training/trained_state.h"

/// The state of one arm as a file: values and optimizer state as tensors, the place in the training and all that has to
/// be equal for the steps to come to be the same in the metadata. Pure functions; what trains is a VariantRun.
namespace ligature {

/// A parameter as a checkpoint holds it.
struct CheckpointParameter {
    /// What the optimizer keeps of it.
    struct Vector {
        std::string name;
        StateKind kind = StateKind::Gradient;
        std::size_t size = 0;
    };
    ParameterId id;
    std::string name; ///< its tensor's, and what its state vectors' names begin with
    Shape shape;
    std::vector<Vector> vectors;
};

/// What a checkpoint is of.
struct CheckpointSubject {
    ArmId arm = tiedArm;
    TrainingSettings settings;
    std::size_t training_samples = 0;
    std::size_t validation_samples = 0;
    std::int64_t total_steps = 0;
    std::size_t losses = 0; ///< that are summed up each for itself; 0 where there is one loss
    std::vector<CheckpointParameter> parameters;
    DataIdentity data = {};
};

[[nodiscard]] SafetensorsFile encodeCheckpoint(const TrainedState& state, const CheckpointSubject& subject);

/// An error where the file is of another network, other settings or other data.
/// @param where the file's name
[[nodiscard]] Result<TrainedState> decodeCheckpoint(const SafetensorsFile& file, const CheckpointSubject& subject,
                                                    const std::string& where);

/// What a checkpoint says of the training that wrote it. Where it is of an earlier version, what it does not say is
/// what it was then.
struct CheckpointFacts {
    std::int64_t step = 0;
    std::uint64_t seed = 0;
    std::int64_t batch_size = 0;
    double test_fraction = 0;
    double training_fraction = 1;
    std::string split{randomSplit};
    std::int64_t folds = 0;
    std::int64_t fold = 1;
    std::size_t training_samples = 0;
    std::size_t validation_samples = 0;
    /// Of the data; nothing where it does not say, or before the first step, when nothing was learnt of any.
    std::optional<DataIdentity> data = {};
};

/// An error where it is no checkpoint.
[[nodiscard]] Result<CheckpointFacts> checkpointFacts(const SafetensorsFile& file, const std::string& where);

} // namespace ligature
