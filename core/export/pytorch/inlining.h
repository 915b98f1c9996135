// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/attributes/attributes.h"
#include "core/export/code/function_library.h"

namespace ligature {

/// An expression in Python.
struct PythonExpression {
    std::string text;
    /// Whether it can stand before a "." and between operators as it is.
    bool isAtom() const;
};

/// What a function's parameter is given: nothing (None), an expression, a list of them, or a constant.
struct PythonArgument {
    struct None {};
    std::string name; ///< the function's parameter
    std::variant<None, PythonExpression, std::vector<PythonExpression>, AttributeValue> value;
};

/// What a call of the function would compute, written as one expression, with how often each argument appears; nothing
/// where the function's body is more than returns. Constants choose among `if CONDITION: return EXPRESSION`, and "sum"
/// and "math.prod" of a list are written out.
struct InlinedCall {
    PythonExpression expression;
    std::map<std::string, int> appearances; ///< by the parameter's name
};
[[nodiscard]] std::optional<InlinedCall> inlined(const CodeFunction& function,
                                                 const std::vector<PythonArgument>& arguments);

/// The call itself, "layer_gru(x, self.cell.weight, output_shape=(4,))": constants by name.
[[nodiscard]] std::string callOf(const CodeFunction& function, const std::vector<PythonArgument>& arguments);

} // namespace ligature
