// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdlib>
#include <limits>

#include "core/export/code/call_text.h"
#include "core/export/code/code_exporter.h"
#include "core/export/code/comment_text.h"
#include "core/export/code/expression_text.h"
#include "core/export/code/statements.h"

namespace ligature {

std::span<const CodeFile> rFiles();

namespace {

using Kind = CodeVariable::Kind;

/// A text as R's code has it, in ASCII: R reads a file in the encoding of the machine that it runs on.
std::string literal(std::string_view text)
{
    constexpr char digits[] = "0123456789abcdef";
    std::string code = "\"";
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto c = static_cast<unsigned char>(text[i]);
        if (c >= 0x20 && c < 0x7f) {
            if (c == '"' || c == '\\')
                code += '\\';
            code += static_cast<char>(c);
            continue;
        }
        const int following = c >= 0xf0 ? 3 : c >= 0xe0 ? 2 : c >= 0xc0 ? 1 : 0;
        std::uint32_t point = following == 0 ? c : c & (0x3fU >> following);
        for (int k = 0; k < following && i + 1 < text.size(); ++k)
            point = point << 6U | (static_cast<unsigned char>(text[++i]) & 0x3fU);
        code += "\\U{";
        for (int shift = 20; shift >= 0; shift -= 4)
            code += digits[point >> static_cast<unsigned>(shift) & 0xfU];
        code += '}';
    }
    return code + '"';
}

std::string text(std::int64_t value)
{
    // Whole numbers of R have 32 bits.
    const bool is_small = std::abs(value) <= std::numeric_limits<std::int32_t>::max();
    return std::to_string(value) + (is_small ? "L" : "");
}

std::string text(const Shape& shape)
{
    if (shape.rank() == 0)
        return "integer(0)";
    if (shape.rank() == 1)
        return text(shape[0]);
    std::string extents;
    for (const std::int64_t extent : shape.extents())
        extents += (extents.empty() ? "" : ", ") + text(extent);
    return "c(" + extents + ")";
}

std::string text(const AttributeValue& value)
{
    return std::visit(
        [](const auto& held) -> std::string {
            using T = std::decay_t<decltype(held)>;
            if constexpr (std::is_same_v<T, bool>)
                return held ? "TRUE" : "FALSE";
            else if constexpr (std::is_same_v<T, double>)
                return realText(held);
            else if constexpr (std::is_same_v<T, std::string>)
                return literal(held);
            else
                return text(held);
        },
        value);
}

std::string text(const CodeVariable& variable)
{
    switch (variable.kind) {
    case Kind::Local: return variable.name;
    case Kind::Parameter:
    case Kind::Table: return "model$" + variable.name;
    case Kind::Features: return "features";
    case Kind::Targets: return "targets";
    }
    return {};
}

/// "name <- function(first, other = ...)": the first argument goes without its name, what is absent is left out.
std::string text(const CodeStatement& statement)
{
    const std::string assigned = "  " + text(statement.to) + " <- ";
    const std::string comment = statement.read ? " # " + commentText(statement.read->notation) : "";
    if (!statement.call)
        return assigned + text(statement.from) + comment + "\n";
    std::vector<std::string> arguments;
    for (const CodeArgument& argument : statement.call->arguments) {
        std::string value;
        if (const auto* variable = std::get_if<CodeVariable>(&argument.value)) {
            value = text(*variable);
        } else if (const auto* several = std::get_if<std::vector<CodeVariable>>(&argument.value)) {
            for (const CodeVariable& one : *several)
                value += (value.empty() ? "list(" : ", ") + text(one);
            value += ")";
        } else if (const auto* attribute = std::get_if<AttributeValue>(&argument.value)) {
            value = text(*attribute);
        } else {
            continue;
        }
        arguments.push_back((arguments.empty() ? "" : argument.name + " = ") + value);
    }
    return wrappedCall(assigned + statement.call->function->name + "(", arguments, ")" + comment) + "\n";
}

/// What a caller is to give, for a comment.
std::string samplesText(const Shape& shape)
{
    if (shape.rank() == 0)
        return "one number a sample";
    const std::string matrix = "a matrix with a sample a row, " + std::to_string(shape.elementCount()) + " columns";
    if (shape.rank() == 1)
        return matrix;
    return matrix + " (" + shape.toString() + " in row-major order), or an array of samples × " + shape.toString();
}

std::string head(const CodePlan& plan, const std::string& code, const std::string& weights)
{
    std::string text = "# " + commentText(plan.project_name) + ": the " + toString(plan.variant) +
                       " network, exported from Ligature. Base R (3.3 or newer) is all that it needs.\n#\n#   source(" +
                       literal(code) + ")\n#   model <- load_model(" + literal(weights) +
                       ")\n#   outputs <- predict(model, features)\n#   outputs$" + plan.outputs.front().variable.name +
                       "\n#   model_loss(model, features" + (plan.has_targets ? ", targets" : "") +
                       ")\n#\n# features: " + samplesText(plan.feature_shape) + ".\n";
    if (plan.has_targets)
        text += "# targets: " + samplesText(plan.target_shape) +
                (plan.targetsAreClasses() ? "; classes are numbers from 0, or a factor.\n" : ".\n");
    text += "#\n# The model is an environment that holds each parameter once, and its functions read it there.\n";
    if (const std::vector<std::string> shared = sharedParameterLines(plan, "model$"); !shared.empty()) {
        text += "# Whoever changes a shared one changes all its uses:\n#\n";
        for (const std::string& line : shared)
            text += "#   " + line + "\n";
    }
    return text;
}

std::string tensorsText(const CodePlan& plan)
{
    std::vector<std::string> tensors;
    const auto add = [&](const std::string& identifier, const std::string& name, const char* type, const Shape& shape,
                         const char* kind) {
        tensors.push_back("  " + identifier + " = list(name = " + literal(name) + ", type = \"" + type +
                          "\", shape = " + text(shape) + ", kind = \"" + kind + "\")");
    };
    for (const CodeParameter& parameter : plan.parameters)
        add(parameter.identifier, parameter.name, "F32", parameter.shape, parameter.state ? "state" : "parameter");
    for (const CodeTable& table : plan.tables)
        add(table.identifier, table.name, table.values.index() == 0 ? "F32" : "I64", table.shape, "table");
    std::string text = "model_tensors <- list(\n";
    for (std::size_t i = 0; i < tensors.size(); ++i)
        text += tensors[i] + (i + 1 < tensors.size() ? ",\n" : "\n");
    return text + ")\n";
}

std::string functionsText(const CodePlan& plan)
{
    std::string text = "predict_model <- function(model, features) {\n";
    for (const CodeStatement& statement : statementsOf(plan, plan.modelLayers()))
        text += ligature::text(statement);
    std::vector<std::string> outputs;
    for (const CodeOutput& output : plan.outputs)
        outputs.push_back(output.variable.name + " = " + output.variable.name);
    text += wrappedCall("  list(", outputs, ")") + "\n}\n\n";

    text += "model_loss <- function(model, features, targets = NULL) {\n  outputs <- predict_model(model, features)\n";
    for (const CodeOutput& output : plan.outputs)
        text += "  " + output.variable.name + " <- outputs$" + output.variable.name + "\n";
    for (const CodeStatement& statement : statementsOf(plan, plan.lossLayers()))
        text += ligature::text(statement);
    return text + "  " + lossSum(plan) + "\n}\n";
}

/// How a layer that is one expression is written.
const ExpressionSpelling& expressions()
{
    using Operation = Expression::Kind;
    static const ExpressionSpelling spelling = {.function = "{name} <- function(input{parameters}) {expression}\n",
                                                .operations = {{Operation::Sigmoid, "plogis({})"}}};
    return spelling;
}

/// One file of functions over an environment that holds the weights; it needs nothing but base R.
class R final : public CodeExporter {
public:
    std::string name() const override { return "r"; }
    std::string title() const override { return "R"; }
    std::string extension() const override { return ".R"; }
    std::string help() const override
    {
        return "Functions for base R over one environment that holds the weights; a shared parameter is one object in "
               "it that all uses read.";
    }
    std::string language() const override { return "r"; }

protected:
    const FunctionLibrary& library() const override
    {
        static const FunctionLibrary functions(rFiles(), &expressions());
        return functions;
    }

    std::span<const std::string_view> reservedNames() const override
    {
        static constexpr std::string_view names[] = {"if",
                                                     "else",
                                                     "repeat",
                                                     "while",
                                                     "function",
                                                     "for",
                                                     "next",
                                                     "break",
                                                     "TRUE",
                                                     "FALSE",
                                                     "NULL",
                                                     "Inf",
                                                     "NaN",
                                                     "NA",
                                                     "in",
                                                     "NA_integer_",
                                                     "NA_real_",
                                                     "model",
                                                     "NA_character_",
                                                     "features",
                                                     "targets",
                                                     "outputs",
                                                     "load_model",
                                                     "predict_model",
                                                     "model_loss",
                                                     "model_tensors",
                                                     "parameter_count"};
        return names;
    }

    std::string code(const CodePlan& plan, const ExportRequest& /*request*/, const CodeFiles& files) const override
    {
        std::vector<const CodeFunction*> functions = plan.functions;
        functions.push_back(library().find("support/read_safetensors"));
        const std::string weights = literal(files.weights);
        const std::string model_class = literal(plan.class_name);
        return head(plan, files.code, files.weights) + "\n" + tensorsText(plan) + "\n" + functionsText(plan) +
               "\nload_model <- function(path = " + weights +
               ") {\n"
               "  model <- list2env(read_safetensors(path, model_tensors), parent = emptyenv())\n"
               "  class(model) <- " +
               model_class +
               "\n  model\n}\n\n"
               "# Elements of the parameters, each counted once however many uses it has.\n"
               "parameter_count <- function(model) {\n"
               "  parameters <- Filter(function(tensor) tensor$kind == \"parameter\", model_tensors)\n"
               "  sum(lengths(mget(names(parameters), envir = model)))\n}\n\n"
               "registerS3method(\"predict\", " +
               model_class +
               ", function(object, newdata, ...) predict_model(object, newdata))\n\n"
               "# What the network is made of. Arrays have the samples along their first axis.\n\n" +
               textOf(library().withNeeds(functions));
    }
};

} // namespace

const Exporter& rExporter()
{
    static const R exporter;
    return exporter;
}

} // namespace ligature
