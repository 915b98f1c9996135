// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "core/network/network.h"
#include "core/program/initial_values.h"

/// Seeded random networks of all listed layer types, with random ties through random views, to be held against another
/// implementation.
namespace ligature::parity {

/// A network that has no errors, and all that a few steps of training take.
struct RandomCase {
    std::uint64_t seed = 0;
    Network network; ///< without repeats: they are spelled out
    bool training = true;
    std::int64_t batch = 0;
    std::vector<double> features; ///< of `batch` samples
    std::vector<double> targets;
    InitialValues values;
    std::string optimizer;
    Attributes optimizer_attributes;
};

/// The same seed gives the same case.
[[nodiscard]] RandomCase randomCase(std::uint64_t seed);

} // namespace ligature::parity
