// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/export/code/plan.h"

namespace ligature {

/// One assignment of exported code: a layer's output, or a step of a view, gets what a call gives.
struct CodeStatement {
    CodeVariable to = {};
    const CodeCall* call = nullptr; ///< null: it gets the parameter `from` as it is
    CodeVariable from = {};
    const CodeLayer* layer = nullptr; ///< null: what it reads a parameter by
    const CodeRead* read = nullptr;
};

/// The body of a function that computes these layers: each preceded by the views of parameters that no layer before it
/// has read.
[[nodiscard]] std::vector<CodeStatement> statementsOf(const CodePlan& plan, std::span<const CodeLayer* const> layers);

/// The sum that is minimised: "0.5 * draw + classify".
[[nodiscard]] std::string lossSum(const CodePlan& plan);

/// What several uses read, for a comment, a line each: "W (16 × 64) is read by", then "  encoder.weight" and
/// "  decoder.weight as Wᵀ". Empty where nothing is shared.
/// @param holder what the code writes before a parameter's name: "model$"
[[nodiscard]] std::vector<std::string> sharedParameterLines(const CodePlan& plan, std::string_view holder);

/// head + parts with commas between + tail, the parts below one another where it would be longer than a line.
/// @param line_end what comes before the end of a line that goes on
[[nodiscard]] std::string wrappedCall(const std::string& head, std::span<const std::string> parts,
                                      const std::string& tail, const std::string& line_end = "");

} // namespace ligature
