// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/data/dataset.h"
#include "core/error/result.h"
#include "core/network/network.h"
#include "core/program/weights.h"
#include "core/tensor/shape.h"

namespace ligature {

/// What an autoencoder gives out: what its first loss holds against an input of the network. Nothing where no loss
/// does.
[[nodiscard]] std::optional<Port> reconstructionOf(const Network& network);

/// How the features of a sample are a picture.
struct PictureShape {
    std::int64_t channels = 1; ///< 1 or 3
    std::int64_t height = 0;
    std::int64_t width = 0;
    bool operator==(const PictureShape&) const = default;
};

/// Of features (H, W), (1 or 3, H, W), or of as many as a square has; nothing where they are no picture.
[[nodiscard]] std::optional<PictureShape> pictureShapeOf(const Shape& features);

/// What the network makes of some samples, and how far it is off.
struct Reconstructions {
    std::int64_t features = 0;
    std::vector<float> values;  ///< a row for each sample
    std::vector<double> errors; ///< mean squared difference from the input, for each sample
};

/// @param network without repeats
/// @return an error where the network is no autoencoder of its data, or ModelPass has one
[[nodiscard]] Result<Reconstructions> reconstruct(const Network& network, const Weights& weights,
                                                  const Dataset& dataset, std::span<const std::int64_t> samples);

/// The samples that are off the most, the worst first; samples with equal errors stay in order.
/// @param count how many, or all where there are fewer
[[nodiscard]] std::vector<std::size_t> worstOf(std::span<const double> errors, std::size_t count);

} // namespace ligature
