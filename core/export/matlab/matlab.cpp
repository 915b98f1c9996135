// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "core/export/code/array_code.h"
#include "core/export/code/code_exporter.h"
#include "core/export/code/comment_text.h"
#include "core/export/code/expression_text.h"
#include "core/export/code/statements.h"

namespace ligature {

std::span<const CodeFile> matlabFiles();

namespace {

constexpr std::size_t longestName = 63; // namelengthmax

constexpr std::string_view reserved[] = {
    // MATLAB's words, and Octave's.
    "break", "case", "catch", "classdef", "continue", "else", "elseif", "end", "for", "function", "global", "if",
    "otherwise", "parfor", "persistent", "return", "spmd", "switch", "try", "while", "do", "until", "endif", "endfor",
    "endwhile", "endfunction", "endswitch", "end_try_catch", "unwind_protect", "unwind_protect_cleanup",
    "end_unwind_protect", "endparfor", "endclassdef", "endmethods", "endproperties", "endevents", "endenumeration",
    "enumeration", "events", "methods", "properties",
    // What the code calls, and its own variables and functions.
    "true", "false", "Inf", "NaN", "pi", "ans", "nargin", "varargin", "varargout", "weights", "features", "targets",
    "outputs", "total", "model_predict", "model_loss", "model_tensors", "model_parameter_count"};

/// A text as MATLAB's code has it. Names have no control characters.
std::string literal(std::string_view text)
{
    std::string code = "'";
    for (const char c : text) {
        if (c == '\'')
            code += c;
        code += c;
    }
    code += '\'';
    return code;
}

std::string shapeText(const Shape& shape)
{
    if (shape.rank() == 1)
        return std::to_string(shape[0]);
    std::string extents = "[";
    for (std::size_t axis = 0; axis < shape.rank(); ++axis)
        extents.append(axis == 0 ? "" : " ").append(std::to_string(shape[axis]));
    extents += ']';
    return extents;
}

constexpr ArraySyntax syntax = {.yes = "true",
                                .no = "false",
                                .holder = "weights.",
                                .list_open = "{",
                                .list_close = "}",
                                .text = literal,
                                .whole = [](std::int64_t value) { return std::to_string(value); },
                                .shape = shapeText};

/// "name = function(...); % what the attributes are": MATLAB's arguments have no names.
std::string text(const CodeStatement& statement)
{
    const std::string assigned = arrayText(statement.to, syntax) + " = ";
    std::string comment = statement.read ? commentText(statement.read->notation) : "";
    if (!statement.call)
        return assigned + arrayText(statement.from, syntax) + "; % " + comment + "\n";
    std::vector<std::string> arguments;
    for (const CodeArgument& argument : statement.call->arguments) {
        const std::string value = arrayText(argument, syntax);
        arguments.push_back(value.empty() ? "[]" : value);
        if (!statement.read && std::holds_alternative<AttributeValue>(argument.value))
            comment += (comment.empty() ? "" : ", ") + argument.name;
    }
    const std::string call = wrappedCall(assigned + statement.call->function->name + "(", arguments, ");", " ...");
    return call + (comment.empty() ? "" : " % " + comment) + "\n";
}

std::string samples(const Shape& shape)
{
    return samplesText(shape, "one number a sample, as a column", "\n%     ");
}

std::string help(const CodePlan& plan, const std::string& function, const std::string& weights)
{
    std::string capitals = function;
    std::ranges::transform(capitals, capitals.begin(),
                           [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
    const std::string targets = plan.has_targets ? ", targets" : "";
    std::string text = "%" + capitals + "  " + commentText(plan.project_name) + ": the " + toString(plan.variant) +
                       " network, exported from Ligature.\n%\n%   net = " + function + "(); % reads " +
                       commentText(weights) + " beside this file, or " + function +
                       "(path)\n%   outputs = net.predict(net.weights, features);\n%   outputs." +
                       plan.outputs.front().variable.name + "\n%   net.loss(net.weights, features" + targets +
                       ")\n%   net.parameter_count(net.weights)\n%\n%   features: " + samples(plan.feature_shape) +
                       ".\n";
    if (plan.has_targets)
        text += "%   targets: " + samples(plan.target_shape) +
                (plan.targetsAreClasses() ? "; classes are numbers from 0.\n" : ".\n");
    text += "%\n%   The weights are a struct that holds each parameter once, and the functions read it there.\n";
    if (const std::vector<std::string> shared = sharedParameterLines(plan, syntax.holder); !shared.empty()) {
        text += "%   Whoever changes a shared one changes all its uses:\n%\n";
        for (const std::string& line : shared)
            text += "%     " + line + "\n";
    }
    return text + "%\n%   For MATLAB R2016b and newer, and GNU Octave; no toolbox is needed.\n";
}

std::string tensorsText(const CodePlan& plan)
{
    std::string text =
        "function tensors = model_tensors()\n% A row a tensor: the field of the weights, the name in the "
        "file, type, shape, and what it is.\n";
    text += plan.parameters.empty() ? "tensors = cell(0, 5);\nend\n" : "tensors = {\n";
    if (plan.parameters.empty())
        return text;
    for (const StoredTensor& tensor : storedTensors(plan))
        text += "    " + literal(tensor.identifier) + ", " + literal(tensor.name) + ", " + literal(tensor.type) + ", " +
                shapeText(tensor.shape) + ", " + literal(tensor.kind) + "\n";
    return text + "    };\nend\n";
}

std::string functionsText(const CodePlan& plan)
{
    std::string text = "function outputs = model_predict(weights, features)\n";
    for (const CodeStatement& statement : statementsOf(plan, plan.modelLayers()))
        text += ligature::text(statement);
    text += "outputs = struct();\n";
    for (const CodeOutput& output : plan.outputs)
        text += "outputs." + output.variable.name + " = " + output.variable.name + ";\n";

    text += "end\n\nfunction total = model_loss(weights, features, targets)\n"
            "outputs = model_predict(weights, features);\n";
    for (const CodeOutput& output : plan.outputs)
        text += output.variable.name + " = outputs." + output.variable.name + ";\n";
    for (const CodeStatement& statement : statementsOf(plan, plan.lossLayers()))
        text += ligature::text(statement);
    return text + "total = " + lossSum(plan) + ";\nend\n";
}

/// How a layer that is one expression is written.
const ExpressionSpelling& expressions()
{
    using Operation = Expression::Kind;
    static const ExpressionSpelling spelling = {
        .function = "function output = {name}(input{parameters})\noutput = {expression};\nend\n",
        .operations = {{Operation::Multiply, "{} .* {}"},
                       {Operation::Divide, "{} ./ {}"},
                       {Operation::Maximum, "max({}, {})"},
                       {Operation::Minimum, "min({}, {})"}},
        .also_needs = {{Operation::Sigmoid, {"support/sigmoid"}}}};
    return spelling;
}

/// One function file: what it gives holds the weights as a struct, and functions over such a struct.
class Matlab final : public CodeExporter {
public:
    std::string name() const override { return "matlab"; }
    std::string title() const override { return "MATLAB"; }
    std::string extension() const override { return ".m"; }
    std::string help() const override
    {
        return "Functions for MATLAB and GNU Octave over a struct of weights, no toolbox needed; a shared parameter is "
               "one field that all uses read.";
    }
    std::string language() const override { return "matlab"; }

    Result<std::vector<ExportedFile>> write(const ExportRequest& request, const std::string& file_name) const override
    {
        if (const auto valid = checkFileName(file_name); !valid)
            return tl::unexpected<Error>(valid.error());
        return CodeExporter::write(request, file_name);
    }

protected:
    const FunctionLibrary& library() const override
    {
        static const FunctionLibrary functions(matlabFiles(), &expressions());
        return functions;
    }

    std::span<const std::string_view> reservedNames() const override { return reserved; }
    std::size_t longestIdentifier() const override { return longestName; }

    std::string code(const CodePlan& plan, const ExportRequest& /*request*/, const CodeFiles& files) const override
    {
        std::vector<const CodeFunction*> functions = plan.functions;
        functions.push_back(library().find("support/read_safetensors"));
        const std::string function = stemOf(files.code);
        return "function net = " + function + "(path)\n" + ligature::help(plan, function, files.weights) +
               "if nargin < 1\n    path = fullfile(fileparts(mfilename('fullpath')), " + literal(files.weights) +
               ");\nend\n"
               "net.weights = read_safetensors(path, model_tensors());\n"
               "net.predict = @model_predict;\n"
               "net.loss = @model_loss;\n"
               "net.parameter_count = @model_parameter_count;\n"
               "end\n\n" +
               functionsText(plan) + "\n" + tensorsText(plan) +
               "\nfunction count = model_parameter_count(weights)\n"
               "% Elements of the parameters, each counted once however many uses it has.\n"
               "count = 0;\n"
               "tensors = model_tensors();\n"
               "for k = find(strcmp(tensors(:, 5), 'parameter')).'\n"
               "    count = count + numel(weights.(tensors{k, 1}));\n"
               "end\nend\n\n"
               "% What the network is made of. Arrays have the samples along their first axis.\n\n" +
               textOf(library().withNeeds(functions));
    }

private:
    /// MATLAB calls a function by its file's name.
    Result<void> checkFileName(const std::string& file_name) const
    {
        const std::string stem = stemOf(file_name);
        Identifiers identifiers(reserved, "n", longestName);
        for (const auto& [path, function] : library().functions())
            identifiers.reserve(function.name);
        const std::string name = identifiers.take(stem);
        if (name == stem)
            return {};
        return fail(file_name,
                    "MATLAB calls a function by its file's name, and " + stem + " cannot be a function's name here",
                    "call the file " + name + extension());
    }
};

} // namespace

const Exporter& matlabExporter()
{
    static const Matlab exporter;
    return exporter;
}

} // namespace ligature
