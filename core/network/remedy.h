// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string>
#include <variant>

#include "core/error/result.h"
#include "core/network/network.h"

namespace ligature {

struct Project; ///< of the rooms above, which make the edits of settings and data; see project/project_remedy.h

/// What ends what a diagnostic tells, as a value: a button has its title, and who presses it has it applied.
struct Remedy {
    using NetworkEdit = std::function<Result<void>(Network&)>;
    using ProjectEdit = std::function<Result<void>(Project&)>; ///< of the settings or the data
    /// Only the person knows which data: the dialog for them opens.
    struct ChooseData {};

    std::string title; ///< "Make it 5"
    std::variant<NetworkEdit, ProjectEdit, ChooseData> edit;
    /// One title means one thing at one diagnostic.
    bool operator==(const Remedy& other) const { return title == other.title; }
};

/// The network with the remedy; the one that is given stays as it is. An error where it is no edit of a network.
[[nodiscard]] Result<Network> remedied(const Network& network, const Remedy& remedy);

/// Sets one attribute.
[[nodiscard]] Remedy attributeRemedy(std::string title, LayerId layer, std::string name, AttributeValue value);

} // namespace ligature
