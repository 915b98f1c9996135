// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string>

#include "core/error/result.h"
#include "core/network/network.h"

namespace ligature {

/// An edit that ends what a diagnostic tells, as a value: a button has its title, and who presses it has it applied.
struct Remedy {
    std::string title; ///< "Make it 5"
    std::function<Result<void>(Network&)> edit;
    /// One title means one thing at one diagnostic.
    bool operator==(const Remedy& other) const { return title == other.title; }
};

/// The network with the remedy; the one that is given stays as it is.
[[nodiscard]] Result<Network> remedied(const Network& network, const Remedy& remedy);

/// Sets one attribute.
[[nodiscard]] Remedy attributeRemedy(std::string title, LayerId layer, std::string name, AttributeValue value);

} // namespace ligature
