// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <variant>

#include "core/network/network.h"

namespace ligature {

/// The output of a layer, where a link starts.
struct OutputEnd {
    Port port;
    bool operator==(const OutputEnd&) const = default;
};

/// The input of a layer, where a link arrives.
struct InputEnd {
    Port port;
    bool operator==(const InputEnd&) const = default;
};

/// A layer's parameter slot, where a tie arrives.
struct SlotEnd {
    Slot slot;
    bool operator==(const SlotEnd&) const = default;
};

/// A shared parameter's port, where its ties start.
struct ParameterEnd {
    ParameterId parameter;
    bool operator==(const ParameterEnd&) const = default;
};

/// Anything on the canvas that a link or a tie can be dragged from or to.
using Endpoint = std::variant<OutputEnd, InputEnd, SlotEnd, ParameterEnd>;

/// A node of the canvas: a layer or a shared parameter.
using NodeId = std::variant<LayerId, ParameterId>;

/// The layer that has it; nothing for a shared parameter.
[[nodiscard]] inline std::optional<LayerId> layerOf(const Endpoint& endpoint)
{
    if (const auto* output = std::get_if<OutputEnd>(&endpoint))
        return output->port.layer;
    if (const auto* input = std::get_if<InputEnd>(&endpoint))
        return input->port.layer;
    if (const auto* slot = std::get_if<SlotEnd>(&endpoint))
        return slot->slot.layer;
    return std::nullopt;
}

} // namespace ligature
