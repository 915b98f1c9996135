// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
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

} // namespace ligature
