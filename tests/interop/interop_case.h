// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/export/exporter.h"
#include "core/project/project.h"

/// Networks with values and samples, to be exported and run in other systems, and what Ligature makes of them.
namespace ligature::interop {

struct Sample {
    std::string name;
    ExportRequest request;
    std::int64_t batch = 0;
    std::vector<float> features = {}; ///< of `batch` samples
    std::vector<float> targets = {};
};

/// What parity's random network of that seed is, with its own values. Nothing where its float is so far from its double
/// that another system's float could be as far from ours.
[[nodiscard]] std::optional<Sample> randomSample(std::uint64_t seed);

/// The project's tied network, its first values moved a little (biases that are all zero hide faults), and the first
/// samples of its data. An error where the data are not there or the project cannot be trained.
[[nodiscard]] Result<Sample> sampleOf(const std::string& name, const Project& project,
                                      const std::filesystem::path& base);

/// The tied autoencoder of the examples with each schedule in turn, so that what trains is held against it.
[[nodiscard]] Result<std::vector<Sample>> scheduleSamples();

/// The same with each optimizer.
[[nodiscard]] Result<std::vector<Sample>> optimizerSamples();

/// The same with views that random networks rarely fit: a row each in views.cpp.
[[nodiscard]] Result<std::vector<Sample>> viewSamples();

/// Networks that a version of ONNX Runtime gets wrong where they are written as one would: a row each in pitfalls.cpp.
[[nodiscard]] Result<std::vector<Sample>> pitfallSamples();

struct Prediction {
    std::string name; ///< its layer's
    Shape shape;
    std::vector<float> values; ///< of all samples
};

/// What the network computes after all elements of one shared parameter are multiplied by a number: where an export has
/// kept a copy for a use, it computes something else.
struct ChangedParameter {
    std::string name;
    double factor = 0;
    std::vector<Prediction> predictions;
    float loss = 0;
};

/// What Ligature computes, in float.
struct Expectation {
    Shape feature_shape; ///< of the first Input layer
    Shape target_shape;
    std::vector<Prediction> predictions; ///< not training: nothing is dropped, running statistics are used
    float loss = 0;                      ///< likewise
    std::int64_t parameter_count = 0;    ///< elements of distinct storages that are read, without running statistics
    std::int64_t state_count = 0;        ///< elements of running statistics that are read
    /// The parameter with the most uses; nothing where none is shared or the change makes float and double part.
    std::optional<ChangedParameter> changed;
    /// The losses of steps over always the same batch, each before its step; nothing where the network draws random
    /// numbers or its float and its double part.
    std::optional<std::vector<float>> training_losses;
};
[[nodiscard]] Expectation expectationOf(const Sample& sample);

} // namespace ligature::interop
