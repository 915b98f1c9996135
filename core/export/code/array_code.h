// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/export/code/plan.h"

/// What the code of systems has in common that compute with arrays in one file of functions, the samples along the
/// arrays' first axis: MATLAB and R.
namespace ligature {

/// How such a system writes what it computes with.
struct ArraySyntax {
    std::string_view yes = {}; ///< "TRUE"
    std::string_view no = {};
    std::string_view holder = {};    ///< of the parameters: "model$"
    std::string_view list_open = {}; ///< "list("
    std::string_view list_close = {};
    std::string (*text)(std::string_view) = nullptr; ///< quoted and escaped
    std::string (*whole)(std::int64_t) = nullptr;
    std::string (*shape)(const Shape&) = nullptr;
};

[[nodiscard]] std::string arrayText(const AttributeValue& value, const ArraySyntax& syntax);
[[nodiscard]] std::string arrayText(const CodeVariable& variable, const ArraySyntax& syntax);
/// Of what a call gives; empty for what is absent, such as a bias that the layer does not have, and for whether the
/// model trains, for which there is no word.
[[nodiscard]] std::string arrayText(const CodeArgument& argument, const ArraySyntax& syntax);

/// A tensor of the weights' file, for the table that it is read by.
struct StoredTensor {
    std::string identifier;
    std::string name;
    std::string type; ///< as the file says it: "F32"
    Shape shape;
    std::string kind; ///< "parameter", "state" or "table"
};
[[nodiscard]] std::vector<StoredTensor> storedTensors(const CodePlan& plan);

/// What a caller is to give, for a comment.
/// @param number what is said of samples that are one number
/// @param between what comes before the second part, on the line or a new one
[[nodiscard]] std::string samplesText(const Shape& shape, std::string_view number, std::string_view between);

} // namespace ligature
