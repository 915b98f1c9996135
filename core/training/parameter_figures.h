// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/network/network.h"
#include "core/optimization/training_settings.h"

/// What is looked at in a parameter and its gradient. Nothing of it is a tensor's size, and looking changes no bit of
/// the training.
namespace ligature {

/// How numbers are spread: a histogram of those that are finite, with bins of one width from the least to the greatest.
struct Spread {
    static constexpr std::size_t binCount = 64;

    double lower = 0; ///< the first bin's lower edge
    double upper = 0; ///< the last bin's upper edge, which belongs to it; lower < upper
    std::array<std::int64_t, binCount> counts = {};
    std::int64_t total = 0;      ///< in all bins
    std::int64_t not_finite = 0; ///< that are in none
    double norm = 0;             ///< Euclidean, of all of them
    bool operator==(const Spread&) const = default;

    [[nodiscard]] double edge(std::size_t bin) const
    {
        return lower + (upper - lower) * static_cast<double>(bin) / static_cast<double>(binCount);
    }
};

/// Where all are one number, the bins reach from half below to half above it. Without any finite number the bins are
/// empty.
[[nodiscard]] Spread spreadOf(std::span<const float> values);
/// Of all of them times a factor that is greater than 0.
[[nodiscard]] Spread scaled(Spread spread, double factor);

/// The Euclidean norm, added up in double precision.
[[nodiscard]] double normOf(std::span<const float> values);

struct ParameterNorm {
    ParameterId parameter;
    double norm = 0;
    bool operator==(const ParameterNorm&) const = default;
};

/// The gradients of one step of an arm, as they were before any clipping.
struct GradientNorms {
    ArmId variant = tiedArm;
    std::int64_t step = 0; ///< that they were for, as in MetricEvent: the first is 1
    /// Of each parameter that training changes, in the order of the ids, each storage once.
    std::vector<ParameterNorm> parameters;
    bool operator==(const GradientNorms&) const = default;

    /// Of all of them together.
    [[nodiscard]] double norm() const;
};

/// The values of a parameter, and its gradient where it has one and there was a step: before any clipping, too.
struct ParameterSpread {
    ParameterId parameter;
    Spread values;
    std::optional<Spread> gradient = {};
};

/// Of all parameters of an arm after a step, in the order of the ids.
struct ArmSpreads {
    ArmId variant = tiedArm;
    std::int64_t step = 0; ///< updates done
    std::vector<ParameterSpread> parameters;
};

/// A parameter of an arm, as people are told of it.
struct ArmParameter {
    ParameterId parameter;
    std::string name;  ///< "W" of the tied network, "decoder.weight" of its twin
    ParameterId drawn; ///< the parameter of the drawn network that stands in its place: W of both
    std::string drawn_name;
    bool operator==(const ArmParameter&) const = default;
};

struct ArmParameters {
    ArmId variant = tiedArm;
    std::vector<ArmParameter> parameters; ///< in the order of the ids; those that are used
    bool operator==(const ArmParameters&) const = default;
};

/// @param drawn without repeats, as `network` is, which was made of it
[[nodiscard]] ArmParameters armParameters(const Network& drawn, const ArmId& arm, const Network& network);

} // namespace ligature
