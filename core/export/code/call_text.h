// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "core/export/code/plan.h"

namespace ligature {

/// How a language whose calls are name(argument, argument) writes down what they are given. For inference: it has no
/// word for whether the model trains.
struct CallSyntax {
    std::string_view layers = {}; ///< before a layer's function: "layers::"
    std::string_view views = {};
    std::string_view features = {}; ///< what the samples' features are called there
    std::string_view targets = {};
    std::string_view absent = {}; ///< "null"
    std::string_view open = {};   ///< around a list
    std::string_view close = {};
    std::string (*text)(std::string_view) = nullptr; ///< a text, quoted and escaped
};

[[nodiscard]] std::string layerCallText(const CodeCall& call, const CallSyntax& syntax);
[[nodiscard]] std::string viewCallText(const CodeCall& call, const CallSyntax& syntax);

/// The shape as a list: "[32, 64]".
[[nodiscard]] std::string shapeText(const Shape& shape, const CallSyntax& syntax);

/// The shortest decimals that give the number again: "0.1", "1e-05", "2".
[[nodiscard]] std::string realText(double value);

/// Texts joined by a separator.
[[nodiscard]] std::string joined(const std::vector<std::string>& texts, std::string_view separator);

} // namespace ligature
