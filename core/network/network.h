// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/attributes/attributes.h"
#include "core/initializers/initializer.h"
#include "core/network/custom_arm.h"
#include "core/network/ids.h"
#include "core/tensor/shape.h"
#include "core/views/view.h"

namespace ligature {

/// A node that computes. What it has (ports, slots, attributes) is declared by its LayerType.
struct Layer {
    std::string type; ///< a LayerType's name: "dense"
    std::string name; ///< for people and for exported names; unique in its network
    Attributes attributes = {};
    bool operator==(const Layer&) const = default;
};

/// The draw that a parameter's first values are read from, where it is not a draw of its own. An edit of ties writes it
/// so that no use starts from other values than before: a use that is untied still reads what it read, and a parameter
/// whose first use is another now is still drawn by the shape and the fans that it had.
struct FirstDraw {
    ParameterId stream; ///< whose stream of random numbers; that parameter may be gone
    Shape shape;        ///< of what is drawn, with the parameter's own initializer
    Fans fans = {};
    View view = {}; ///< how the draw is read; where that does not give the parameter's shape, it is drawn anew
    bool operator==(const FirstDraw&) const = default;
};

/// A tensor that training may change. Its identity is its id in the network: two slots are tied when their ties refer
/// to one id, and never because of a name or of equal values.
struct Parameter {
    std::string name;           ///< a shared one's name; empty for a private one, which is named by its slot
    std::optional<Shape> shape; ///< nothing: taken from its first use
    Initializer initializer = {};
    bool trainable = true;
    double weight_decay_factor = 1.0;  ///< multiplies the optimizer's weight decay
    double learning_rate_factor = 1.0; ///< multiplies the optimizer's learning rate
    bool shared = false;               ///< a node on the canvas; otherwise private to its one slot
    bool state = false; ///< a layer's running statistics (SlotSpec::state): moved by its kernel, by no optimizer
    /// Set by untie() only: in memory the axes run in the reverse order, so that the twin's copy of a transposed read
    /// runs the same kernels on the same bits. Files and exports have the values in the order of the shape.
    bool stored_transposed = false;
    std::optional<FirstDraw> first_draw = {}; ///< nothing: drawn by its own id, shape and fans
    bool operator==(const Parameter&) const = default;
};

/// A port of a layer, by name. Inputs and outputs have names of their own each.
struct Port {
    LayerId layer;
    std::string port;
    auto operator<=>(const Port&) const = default;
};

/// A parameter slot of a layer, by name: "weight", "bias".
struct Slot {
    LayerId layer;
    std::string slot;
    auto operator<=>(const Slot&) const = default;
};

/// What a slot reads, and how.
struct Tie {
    ParameterId parameter;
    View view = {};
    double gradient_factor = 1.0; ///< multiplies what this use adds to the parameter's gradient
    bool operator==(const Tie&) const = default;
};

/// Layers that are applied several times, one pass after the other (a looped network; ALBERT, Lan et al. 2020); see
/// repeat.h. No layer is in two.
struct Repeat {
    std::string name;
    std::set<LayerId> layers;
    std::int64_t count = 2; ///< passes, at least 1
    bool shared = true;     ///< every pass reads the same parameters; otherwise each has its own
    bool operator==(const Repeat&) const = default;
};

/// The document's network, a plain value: copy it, compare it. An input port has at most one link and a slot exactly
/// one tie, so both are keyed by where they arrive. May be incomplete or wrong: analyse() tells (analysis.h); change
/// it through edits.h, which keeps every slot tied to exactly one parameter.
struct Network {
    std::map<LayerId, Layer> layers;
    std::map<ParameterId, Parameter> parameters;
    std::map<Port, Port> links; ///< from the input port that is fed to the output port that feeds it
    std::map<Slot, Tie> ties;
    std::map<RepeatId, Repeat> repeats;
    std::map<std::string, CustomArm> arms = {}; ///< by an ArmId's word (core/optimization/arm_id.h)
    std::uint64_t next_id = 1;                  ///< for layers, parameters and repeats alike

    bool operator==(const Network&) const = default;
};

/// The uses of a parameter, in the order of their layers' ids.
[[nodiscard]] std::vector<Slot> usesOf(const Network& network, ParameterId parameter);

/// The same of all parameters that are used, in one walk: a network of many passes has many.
[[nodiscard]] std::map<ParameterId, std::vector<Slot>> usesByParameter(const Network& network);

/// A shared parameter's name, or "dense1.weight" for a private one.
[[nodiscard]] std::string parameterName(const Network& network, ParameterId parameter);
/// The same of all parameters, in one walk.
[[nodiscard]] std::map<ParameterId, std::string> parameterNames(const Network& network);

/// The layer of that name.
[[nodiscard]] std::optional<LayerId> findLayer(const Network& network, std::string_view name);
[[nodiscard]] std::optional<ParameterId> findSharedParameter(const Network& network, std::string_view name);

} // namespace ligature
