// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <vector>

#include "core/data/dataset.h"
#include "core/project/project.h"

/// Small projects and data that tests of several folders train.
namespace ligature::testing {

/// A test's own network is right; anything else is a fault of the test, and throws.
void must(const Result<void>& result);

/// features -> hidden (tanh) -> features with the decoder's weight the encoder's transposed; mean squared error on the
/// input itself.
[[nodiscard]] Project tiedAutoencoder(std::int64_t features, std::int64_t hidden);

/// perceptron({features, hidden, classes}).
[[nodiscard]] Project classifier(std::int64_t features, std::int64_t hidden, std::int64_t classes);

/// A chain of Dense layers of those sizes with ReLU in between, nothing tied; softmax cross-entropy.
[[nodiscard]] Project perceptron(const std::vector<std::int64_t>& sizes);

/// Square pictures of one channel through blocks of Conv2D 3 x 3 (padded, that many channels), ReLU and max pooling
/// that halves, then Flatten and Dense; softmax cross-entropy. @param normalized batch normalization before each ReLU
[[nodiscard]] Project convolutional(std::int64_t side, const std::vector<std::int64_t>& channels, std::int64_t classes,
                                    bool normalized = false);

/// Seeded normal features and class targets, `samples` of them.
[[nodiscard]] std::shared_ptr<const Dataset> randomDataset(std::int64_t samples, std::int64_t features,
                                                           std::int64_t classes, std::uint64_t seed = 7);

/// The layer of that name, which must be there.
[[nodiscard]] LayerId layerNamed(const Network& network, const std::string& name);

} // namespace ligature::testing
