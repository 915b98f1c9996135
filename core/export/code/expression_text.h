// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/layers/layer_type.h"
#include "core/ops/expression.h"

namespace ligature {

/// How a language writes the function of a layer that is one expression (LayerType::formula()): declared in the
/// language's folder, so that such a layer needs no file there.
struct ExpressionSpelling {
    /// The function's file, with {name} (of the function), {parameters} (", alpha, …", after what it is applied to),
    /// {expression} and {derivative}.
    std::string function;
    std::string name = "layer_{type}"; ///< of the function, with {type} or {Type}: "leaky_relu", "leakyRelu"
    std::string element = "input";     ///< the number, or all of them, that the expression is of
    std::string parameter = "{}";      ///< an attribute as a parameter is declared
    std::string named = "{}";          ///< an attribute as the expression reads it
    std::string constant = "{}";       ///< a number such as 0.5
    std::string prefix = {};           ///< before functions' names: "torch."
    /// What is not written as in most languages, by operation: "{} .* {}", or "expit({})". Most have "{} * {}" (what
    /// binds less is put in parentheses), and "tanh({})" with the prefix.
    std::map<Expression::Kind, std::string> operations = {};
    std::vector<std::string> needs = {};                                  ///< of every such function
    std::map<Expression::Kind, std::vector<std::string>> also_needs = {}; ///< of those that have the operation
};

/// The file of the function for a layer that is one expression, with its head, as the language's folder would have it.
[[nodiscard]] std::string functionText(const LayerType& type, const ExpressionSpelling& spelling);

} // namespace ligature
