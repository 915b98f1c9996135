// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/error/result.h"
#include "core/network/network.h"
#include "core/network/remedy.h"

namespace ligature {

enum class Severity { Info, Warning, Error }; ///< from the least
[[nodiscard]] std::string toString(Severity severity);

/// One of several of a kind that a diagnostic tells of together.
struct DiagnosticDetail {
    LayerId layer;
    std::string message; ///< one sentence
    bool operator==(const DiagnosticDetail&) const = default;
};

/// Something wrong with a network, and how to mend it. An error keeps it from training, a warning does not, and
/// an info may be just what is meant.
struct Diagnostic {
    Severity severity = Severity::Error;
    std::string code;                           ///< stable, for scripts: "input-not-linked"
    std::optional<LayerId> layer;               ///< where the canvas shows it
    std::optional<ParameterId> parameter;       ///< the same, where a parameter is wrong
    std::string message;                        ///< one sentence
    std::string mend;                           ///< one sentence
    std::optional<RepeatId> repeat = {};        ///< where a repeat is wrong; `layer` is one of its layers then
    std::vector<DiagnosticDetail> details = {}; ///< each of those that it tells of; empty where that is one
    std::optional<Remedy> remedy = {};          ///< the mend as an edit, where it is one; see remedies.h
    bool operator==(const Diagnostic&) const = default;
};

/// The diagnostic as an error, for what cannot go on: where is the name of the layer or the parameter that is wrong.
/// @param otherwise where it is at neither
[[nodiscard]] Error errorOf(const Network& network, const Diagnostic& diagnostic,
                            const std::string& otherwise = "the network");

struct ParameterShape {
    Shape shape;
    Fans fans = {}; ///< of its first use; without one, as torch.nn.init tells them from the shape
    bool operator==(const ParameterShape&) const = default;
};

/// What can be told of a network without training it.
struct Analysis {
    std::vector<LayerId> order;    ///< each layer after those that feed it; layers in a cycle are left out
    std::map<Port, Shape> outputs; ///< per sample; only those that could be inferred
    std::map<Slot, Shape> slots;   ///< what each slot expects; only where inferred
    std::map<ParameterId, ParameterShape> parameters; ///< only those whose shape is known
    std::vector<Diagnostic> diagnostics;

    [[nodiscard]] bool hasErrors() const;
    /// The shape that arrives at an input port, where it is known.
    [[nodiscard]] std::optional<Shape> inputShape(const Network& network, const Port& input) const;
};

/// Infers shapes along the links and finds everything that is wrong. Never fails; 300 layers take well under 1 ms.
[[nodiscard]] Analysis analyse(const Network& network);

} // namespace ligature
