// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/export/code/python_model.h"
#include "core/export/code/training_left_out.h"

#include <algorithm>
#include <array>
#include <stdexcept>

#include "core/export/code/call_text.h"
#include "core/export/code/code_exporter.h"
#include "core/export/code/python_text.h"
#include "core/optimization/optimizer.h"

namespace ligature {

namespace {

const std::string indent(8, ' ');

std::string shape(const Shape& shape)
{
    return pythonLiteral(AttributeValue(shape));
}

std::string enclosed(std::string_view open, std::string_view text, std::string_view close)
{
    std::string whole(open);
    whole += text;
    whole += close;
    return whole;
}

/// A dictionary of the factors that are not 1; empty where there is none.
template <typename Factor, typename Name>
std::string factors(const CodePlan& plan, Factor factor, Name name)
{
    std::vector<std::string> entries;
    for (const CodeParameter& parameter : plan.parameters) {
        if (parameter.trainable && factor(parameter) != 1.0)
            entries.push_back(pythonString(name(parameter)) + ": " + pythonLiteral(factor(parameter)));
    }
    return entries.empty() ? "" : enclosed("{", joined(entries, ", "), "}");
}

} // namespace

PythonModel::PythonModel(const CodePlan& plan, const ExportRequest& request,
                         std::span<const std::string_view> attributes)
    : m_plan(plan), m_request(request), m_attributes(attributes.begin(), attributes.end())
{
}

std::string PythonModel::className() const
{
    // The ending keeps "None" and "Path" free.
    return m_plan.class_name.ends_with("Model") ? m_plan.class_name : m_plan.class_name + "Model";
}

std::string PythonModel::attribute(const CodeParameter& parameter) const
{
    // No identifier ends so.
    return m_attributes.contains(parameter.identifier) ? parameter.identifier + "_" : parameter.identifier;
}

std::string PythonModel::uses(const CodeParameter& parameter) const
{
    std::vector<std::string> parts;
    for (const CodeRead& read : m_plan.reads) {
        if (&m_plan.parameters[read.parameter] != &parameter)
            continue;
        std::string part = joined(read.slots, ", ");
        if (parameter.state)
            part += " (state, not trained)";
        if (!read.view.empty())
            part += " as " + read.notation;
        if (read.gradient_factor != 1.0)
            part += ", its gradient times " + pythonLiteral(read.gradient_factor);
        parts.push_back(std::move(part));
    }
    return joined(parts, "; ");
}

std::string PythonModel::sharing() const
{
    std::string text;
    for (const CodeParameter& parameter : m_plan.parameters) {
        if (parameter.uses > 1)
            text += inComment("    " + parameter.name + " " + shape(parameter.shape) + ": " + uses(parameter)) + "\n";
    }
    const std::string left_out = sentenceOnTrainingLeftOut(m_request.training);
    const std::string more = left_out.empty() ? left_out : "\n" + left_out + "\n";
    if (text.empty())
        return "No parameter is shared.\n" + more;
    return enclosed("Shared parameters, each one variable that all its uses read:\n", text, more);
}

std::string PythonModel::tensors() const
{
    std::string text = "TENSORS = {\n";
    for (const CodeParameter& parameter : m_plan.parameters)
        text += "    " + pythonString(parameter.name) + ": " + shape(parameter.shape) + ",\n";
    return text + "}\n";
}

std::string PythonModel::functions(const FunctionLibrary& library, std::initializer_list<std::string_view> more) const
{
    std::vector<const CodeFunction*> wanted = {library.find("support/read_tensors")};
    if (std::ranges::any_of(m_plan.reads, [](const CodeRead& read) { return read.gradient_factor != 1.0; }))
        wanted.push_back(library.find("support/gradient_factor"));
    wanted.insert(wanted.end(), m_plan.functions.begin(), m_plan.functions.end());
    wanted.push_back(library.find("support/" + m_request.training.optimizer));
    for (const std::string_view path : more)
        wanted.push_back(library.find(std::string(path)));
    std::string text;
    for (const CodeFunction* const function : library.withNeeds(wanted))
        text += "\n\n" + function->text;
    return text;
}

std::string PythonModel::expression(const CodeVariable& variable) const
{
    switch (variable.kind) {
    case CodeVariable::Kind::Local: return variable.name;
    case CodeVariable::Kind::Parameter:
        return "self." + attribute(*std::ranges::find(m_plan.parameters, variable.name, &CodeParameter::identifier));
    case CodeVariable::Kind::Features: return "features";
    case CodeVariable::Kind::Targets: return "targets";
    case CodeVariable::Kind::Table:
        break; // Python counts with whole numbers of any size, so no function asks for a table.
    }
    throw std::logic_error("a table in Python");
}

std::string PythonModel::argument(const CodeArgument& argument) const
{
    if (const auto* const variable = std::get_if<CodeVariable>(&argument.value))
        return expression(*variable);
    if (const auto* const several = std::get_if<std::vector<CodeVariable>>(&argument.value)) {
        std::vector<std::string> parts;
        for (const CodeVariable& variable : *several)
            parts.push_back(expression(variable));
        return enclosed("[", joined(parts, ", "), "]");
    }
    if (const auto* const value = std::get_if<AttributeValue>(&argument.value))
        return pythonLiteral(*value);
    return std::holds_alternative<CodeArgument::Training>(argument.value) ? "training" : "None";
}

std::string PythonModel::call(const CodeCall& call) const
{
    std::vector<std::string> parts;
    bool named = false;
    for (const CodeArgument& given : call.arguments) {
        named = named || std::holds_alternative<AttributeValue>(given.value) ||
                std::holds_alternative<CodeArgument::Training>(given.value);
        parts.push_back(named ? given.name + "=" + argument(given) : argument(given));
    }
    return call.function->name + enclosed("(", joined(parts, ", "), ")");
}

std::string PythonModel::readLines(const CodeRead& read) const
{
    if (read.variable.kind == CodeVariable::Kind::Parameter)
        return {};
    const CodeParameter& parameter = m_plan.parameters[read.parameter];
    std::string text = indent + "# " + inComment(read.notation) + "\n";
    std::string from = "self." + attribute(parameter);
    if (read.gradient_factor != 1.0) {
        text += indent + read.variable.name + " = with_gradient_factor(" + from + ", " +
                pythonLiteral(read.gradient_factor) + ")\n";
    }
    bool first = read.gradient_factor == 1.0;
    for (CodeCall step : read.steps) {
        // The first step reads the parameter itself, unless a line before it has made something of that.
        if (!first)
            step.arguments.front().value = read.variable;
        first = false;
        text += wrapped(indent + read.variable.name + " = " + call(step)) + "\n";
    }
    return text;
}

std::string PythonModel::lines(std::span<const CodeLayer* const> layers) const
{
    std::string text;
    std::set<std::size_t> known;
    for (const CodeLayer* const layer : layers) {
        for (const auto& [slot, read] : layer->slots) {
            if (known.insert(read).second)
                text += readLines(m_plan.reads[read]);
        }
        text += wrapped(indent + layer->output.name + " = " + call(layer->call)) + "\n";
    }
    return text;
}

std::string PythonModel::outputNames() const
{
    std::vector<std::string> names;
    for (const CodeOutput& output : m_plan.outputs)
        names.push_back(output.variable.name);
    return joined(names, ", ");
}

std::string PythonModel::predictionLines() const
{
    return lines(m_plan.modelLayers()) + wrapped(indent + "return " + outputNames()) + "\n";
}

std::string PythonModel::lossLines() const
{
    const std::vector<const CodeLayer*> layers = m_plan.lossLayers();
    std::string sum;
    for (const CodeLayer* const layer : layers) {
        if (!layer->isLoss())
            continue;
        if (!sum.empty())
            sum += " + ";
        if (layer->lossWeight() != 1.0)
            sum += pythonLiteral(layer->lossWeight()) + " * ";
        sum += layer->output.name;
    }
    return lines(layers) + indent + "return " + sum + "\n";
}

std::string PythonModel::optimizer(const FunctionLibrary& library, const std::string& first) const
{
    const TrainingSettings& training = m_request.training;
    std::vector<std::string> parts;
    if (!first.empty())
        parts.push_back(first);
    const Attributes settings =
        withDefaults(findOptimizerType(training.optimizer)->attributes(), training.optimizer_attributes);
    for (const auto& [name, value] : settings.values())
        parts.push_back(name + "=" + pythonLiteral(value));
    const auto name = [this](const CodeParameter& parameter) { return attribute(parameter); };
    const std::string rates = factors(
        m_plan, [](const CodeParameter& p) { return p.learning_rate_factor; }, name);
    const std::string decays = factors(
        m_plan, [](const CodeParameter& p) { return p.weight_decay_factor; }, name);
    if (!rates.empty())
        parts.push_back("rate_factors=" + rates);
    if (!decays.empty())
        parts.push_back("decay_factors=" + decays);
    return library.find("support/" + training.optimizer)->name + enclosed("(", joined(parts, ", "), ")");
}

std::map<std::string_view, std::string>
PythonModel::moduleParts(const std::string& file_name, const std::string& weights_name, const std::string& body) const
{
    static constexpr std::array<std::string_view, 2> modules = {"functools", "math"};
    return {{"project", inDocumentation(m_plan.project_name)},
            {"variant", toString(m_plan.variant)},
            {"sharing", inDocumentation(sharing())},
            {"module", inDocumentation(stemOf(file_name))},
            {"class", className()},
            {"weights", inDocumentation(weights_name)},
            {"shape", featureShape()},
            {"given", m_plan.has_targets ? "features, targets" : "features"},
            {"batch_size", std::to_string(samplesAStep(m_request.training))},
            {"epochs", std::to_string(m_request.training.epochs)},
            {"imports", pythonImports(body, modules)},
            {"tensors", tensors()},
            {"body", body}};
}

std::string PythonModel::featureShape() const
{
    return shape(m_plan.feature_shape);
}

std::string pythonImports(std::string_view text, std::span<const std::string_view> modules)
{
    std::string lines;
    for (const std::string_view module : modules) {
        if (text.find(std::string(module) + ".") != std::string_view::npos)
            lines += "import " + std::string(module) + "\n";
    }
    return lines;
}

std::string filled(std::string_view text, const std::map<std::string_view, std::string>& parts)
{
    std::string whole;
    while (!text.empty()) {
        const std::size_t open = std::min(text.find('{'), text.size());
        whole += text.substr(0, open);
        text.remove_prefix(open);
        const std::size_t close = text.find('}');
        const auto part = close == std::string_view::npos ? parts.end() : parts.find(text.substr(1, close - 1));
        if (part != parts.end()) {
            whole += part->second;
            text.remove_prefix(close + 1);
        } else if (!text.empty()) {
            whole += text.front();
            text.remove_prefix(1);
        }
    }
    return whole;
}

std::string inDocumentation(std::string_view text)
{
    std::string escaped;
    for (const char c : text) {
        if (c == '\\' || c == '"')
            escaped += '\\';
        escaped += c;
    }
    return escaped;
}

std::vector<std::string_view> pythonReserved(std::initializer_list<std::string_view> more)
{
    std::vector<std::string_view> names = {
        "False", "None",     "True",  "and",    "as",   "assert", "async",  "await",    "break",
        "class", "continue", "def",   "del",    "elif", "else",   "except", "finally",  "for",
        "from",  "global",   "if",    "import", "in",   "is",     "lambda", "nonlocal", "not",
        "or",    "pass",     "raise", "return", "try",  "while",  "with",   "yield",    "self"};
    names.insert(names.end(), more);
    return names;
}

} // namespace ligature
