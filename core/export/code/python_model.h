// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/export/code/plan.h"

/// What the Python of two systems has in common: a class whose variables are attributes ("self.encoder_weight"), and
/// lines that call the library's functions on them. The class itself, what its variables are and how it is trained is
/// each system's own.
namespace ligature {

class PythonModel {
public:
    /// @param attributes what the system's class has already, and what the written class adds
    PythonModel(const CodePlan& plan, const ExportRequest& request, std::span<const std::string_view> attributes);

    /// The name of the class.
    [[nodiscard]] std::string className() const;
    /// The name of a parameter's attribute.
    [[nodiscard]] std::string attribute(const CodeParameter& parameter) const;

    /// For the module's documentation: what is shared, a parameter with its uses a line.
    [[nodiscard]] std::string sharing() const;
    /// For a comment behind a variable: its uses, "decoder.weight reads it as Wᵀ".
    [[nodiscard]] std::string uses(const CodeParameter& parameter) const;
    /// TENSORS = {...}: the shapes of what the weights' file holds.
    [[nodiscard]] std::string tensors() const;
    /// The functions that are called, those that are asked for by path, and what all of these call.
    [[nodiscard]] std::string functions(const FunctionLibrary& library,
                                        std::initializer_list<std::string_view> more = {}) const;
    /// The body of the method that makes predictions of `features`.
    [[nodiscard]] std::string predictionLines() const;
    /// What the predictions are assigned to: "decoder", or "left, right".
    [[nodiscard]] std::string outputNames() const;
    /// The body of the method that gives the loss, where the predictions have their names already.
    [[nodiscard]] std::string lossLines() const;
    /// A call that makes the project's optimizer; `first` are arguments before its settings.
    [[nodiscard]] std::string optimizer(const FunctionLibrary& library, const std::string& first) const;
    /// What a module says about itself and what it begins with, for filled().
    /// @param body what the module defines
    [[nodiscard]] std::map<std::string_view, std::string>
    moduleParts(const std::string& file_name, const std::string& weights_name, const std::string& body) const;
    /// "(784,)": the shape of a sample's features.
    [[nodiscard]] std::string featureShape() const;

private:
    [[nodiscard]] std::string expression(const CodeVariable& variable) const;
    [[nodiscard]] std::string argument(const CodeArgument& argument) const;
    [[nodiscard]] std::string call(const CodeCall& call) const;
    [[nodiscard]] std::string readLines(const CodeRead& read) const;
    [[nodiscard]] std::string lines(std::span<const CodeLayer* const> layers) const;

    const CodePlan& m_plan;
    const ExportRequest& m_request;
    std::set<std::string_view> m_attributes;
};

/// import lines of those of Python's own modules that the text uses.
[[nodiscard]] std::string pythonImports(std::string_view text, std::span<const std::string_view> modules);
/// A template in which each {name} is replaced by its text; what is put in is not looked at again.
[[nodiscard]] std::string filled(std::string_view text, const std::map<std::string_view, std::string>& parts);
/// A text that may stand in a documentation string.
[[nodiscard]] std::string inDocumentation(std::string_view text);
/// Python's words, which nothing can have as a name, "self", and more.
[[nodiscard]] std::vector<std::string_view> pythonReserved(std::initializer_list<std::string_view> more);

} // namespace ligature
