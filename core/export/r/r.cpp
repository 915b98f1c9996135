// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdlib>
#include <limits>

#include "core/export/code/array_code.h"
#include "core/export/code/code_exporter.h"
#include "core/export/code/comment_text.h"
#include "core/export/code/expression_text.h"
#include "core/export/code/statements.h"

namespace ligature {

std::span<const CodeFile> rFiles();

namespace {

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

std::string wholeText(std::int64_t value)
{
    // Whole numbers of R have 32 bits.
    const bool is_small = std::abs(value) <= std::numeric_limits<std::int32_t>::max();
    return std::to_string(value) + (is_small ? "L" : "");
}

std::string shapeText(const Shape& shape)
{
    if (shape.rank() == 0)
        return "integer(0)";
    if (shape.rank() == 1)
        return wholeText(shape[0]);
    std::string extents;
    for (const std::int64_t extent : shape.extents())
        extents += (extents.empty() ? "" : ", ") + wholeText(extent);
    return "c(" + extents + ")";
}

constexpr ArraySyntax syntax = {.yes = "TRUE",
                                .no = "FALSE",
                                .holder = "model$",
                                .list_open = "list(",
                                .list_close = ")",
                                .text = literal,
                                .whole = wholeText,
                                .shape = shapeText};

/// "name <- function(first, other = ...)": the first argument goes without its name, what is absent is left out.
std::string text(const CodeStatement& statement)
{
    const std::string assigned = "  " + arrayText(statement.to, syntax) + " <- ";
    const std::string comment = statement.read ? " # " + commentText(statement.read->notation) : "";
    if (!statement.call)
        return assigned + arrayText(statement.from, syntax) + comment + "\n";
    std::vector<std::string> arguments;
    for (const CodeArgument& argument : statement.call->arguments) {
        const std::string value = arrayText(argument, syntax);
        if (!value.empty())
            arguments.push_back((arguments.empty() ? "" : argument.name + " = ") + value);
    }
    return wrappedCall(assigned + statement.call->function->name + "(", arguments, ")" + comment) + "\n";
}

std::string samples(const Shape& shape)
{
    return samplesText(shape, "one number a sample", " ");
}

std::string head(const CodePlan& plan, const std::string& code, const std::string& weights)
{
    std::string text = "# " + commentText(plan.project_name) + ": the " + toString(plan.variant) +
                       " network, exported from Ligature. Base R (3.3 or newer) is all that it needs.\n#\n#   source(" +
                       literal(code) + ")\n#   model <- load_model(" + literal(weights) +
                       ")\n#   outputs <- predict(model, features)\n#   outputs$" + plan.outputs.front().variable.name +
                       "\n#   model_loss(model, features" + (plan.has_targets ? ", targets" : "") +
                       ")\n#\n# features: " + samples(plan.feature_shape) + ".\n";
    if (plan.has_targets)
        text += "# targets: " + samples(plan.target_shape) +
                (plan.targetsAreClasses() ? "; classes are numbers from 0, or a factor.\n" : ".\n");
    text += "#\n# The model is an environment that holds each parameter once, and its functions read it there.\n";
    if (const std::vector<std::string> shared = sharedParameterLines(plan, syntax.holder); !shared.empty()) {
        text += "# Whoever changes a shared one changes all its uses:\n#\n";
        for (const std::string& line : shared)
            text += "#   " + line + "\n";
    }
    return text;
}

std::string tensorsText(const CodePlan& plan)
{
    std::vector<std::string> tensors;
    for (const StoredTensor& tensor : storedTensors(plan))
        tensors.push_back("  " + tensor.identifier + " = list(name = " + literal(tensor.name) + ", type = \"" +
                          tensor.type + "\", shape = " + shapeText(tensor.shape) + ", kind = \"" + tensor.kind + "\")");
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
                                                .operations = {{Operation::Sigmoid, "plogis({})"},
                                                               {Operation::Maximum, "pmax({}, {})"},
                                                               {Operation::Minimum, "pmin({}, {})"},
                                                               {Operation::Power, "({})^({})"}}};
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
