// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <cctype>

#include <nlohmann/json.hpp>

#include "core/export/code/call_text.h"
#include "core/export/code/code_exporter.h"
#include "core/export/code/comment_text.h"
#include "core/export/code/expression_text.h"
#include "core/export/code/statements.h"

namespace ligature {

std::span<const CodeFile> javascriptFiles();

namespace {

/// The language's words, what the written functions see from outside, and their own variables.
constexpr auto reserved = std::to_array<std::string_view>({
    "arguments",  "await",      "break",       "case",       "catch",        "class",    "const",       "continue",
    "debugger",   "default",    "delete",      "do",         "else",         "enum",     "eval",        "export",
    "extends",    "false",      "finally",     "for",        "function",     "if",       "implements",  "import",
    "in",         "instanceof", "interface",   "let",        "new",          "null",     "package",     "private",
    "protected",  "public",     "return",      "static",     "super",        "switch",   "this",        "throw",
    "true",       "try",        "typeof",      "undefined",  "var",          "void",     "while",       "with",
    "yield",      "Array",      "ArrayBuffer", "Error",      "Float32Array", "Infinity", "JSON",        "Math",
    "NaN",        "Number",     "Object",      "RangeError", "Tensor",       "URL",      "batch",       "features",
    "load",       "samples",    "targets",     "wanted",     "PARAMETERS",   "DataView", "TextDecoder", "Float64Array",
    "Uint8Array", "fetch",
});

std::string textLiteral(std::string_view text)
{
    return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

constexpr CallSyntax syntax = {
    .features = "samples", .targets = "wanted", .absent = "null", .open = "[", .close = "]", .text = textLiteral};

/// As a part of a URL.
std::string percentEncoded(std::string_view text)
{
    static constexpr std::string_view plain = "-_.~";
    static constexpr std::string_view digits = "0123456789ABCDEF";
    std::string encoded;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if ((byte < 0x80 && std::isalnum(byte) != 0) || plain.find(c) != std::string_view::npos)
            encoded += c;
        else
            encoded.append({'%', digits[byte / 16], digits[byte % 16]});
    }
    return encoded;
}

/// "batch × 10 × 32".
std::string batchText(const Shape& shape)
{
    std::string text = "batch";
    for (const std::int64_t extent : shape.extents())
        text += " × " + std::to_string(extent);
    return text;
}

/// Writes an ES module: the model's class first, which is what people look for, then the functions that it calls.
class Module {
public:
    Module(const CodePlan& plan, std::string code_file, std::string weights_file)
        : m_plan(plan), m_code_file(std::move(code_file)), m_weights_file(std::move(weights_file)),
          m_class(Identifiers(reserved).take(plan.class_name))
    {
        // A name that is its own identifier is the key as it stands; others are put in quotes.
        for (const CodeOutput& output : plan.outputs) {
            std::string& key = m_keys.emplace_back(output.name);
            if (key != output.variable.name)
                key = std::string("[").append(textLiteral(key)).append("]");
        }
    }

    std::string text(const std::string& functions)
    {
        header();
        parameters();
        line("");
        line("/** " + commentText(m_plan.project_name) + ". */");
        line("export class " + m_class + " {");
        constructor();
        predict();
        loss();
        forward();
        line("}");
        line("");
        load();
        line("");
        m_text += functions;
        return std::move(m_text);
    }

private:
    void line(const std::string& text) { m_text += text + '\n'; }

    void header()
    {
        const bool tied = m_plan.variant == tiedArm;
        line("// " + commentText(m_plan.project_name) + ": the " + (tied ? "tied" : "untied") +
             " network, as Ligature exported it. For Node and browsers, without");
        line("// dependencies:");
        line("//");
        line("//   import { load } from " + commentText(textLiteral("./" + m_code_file)) + ";");
        line("//   const model = await load(); // reads " + commentText(m_weights_file) + " beside this file");
        line("//   const outputs = model.predict(features, batch); // " + outputsComment());
        line("//   const loss = model.loss(features, targets, batch);");
        line("//");
        line("// Each parameter is stored once, in one buffer; a layer that shares it reads it there by a view.");
        line("");
    }

    [[nodiscard]] std::string outputsComment() const
    {
        std::vector<std::string> texts;
        for (const CodeOutput& output : m_plan.outputs)
            texts.push_back(commentText(textLiteral(output.name)) + ": " + batchText(output.shape));
        return joined(texts, ", ");
    }

    void parameters()
    {
        line("/** The parameters: their names in the weights' file, and their shapes. */");
        line("const PARAMETERS = {");
        for (std::size_t i = 0; i < m_plan.parameters.size(); ++i) {
            const CodeParameter& parameter = m_plan.parameters[i];
            line("  // " + usesText(m_plan, i) + (parameter.state ? " (running statistics)" : "") + ".");
            line("  " + parameter.identifier + ": { name: " + textLiteral(parameter.name) +
                 ", shape: " + shapeText(parameter.shape, syntax) + (parameter.state ? ", state: true" : "") + " },");
        }
        line("};");
    }

    void constructor()
    {
        line("  /**");
        line("   * @param {ArrayBuffer} weights the bytes of a safetensors file");
        line("   * @throws {Error} where it does not hold the parameters in their shapes");
        line("   */");
        line("  constructor(weights) {");
        line("    /** Each parameter once, a view of the one buffer. */");
        line("    this.parameters = readSafetensors(weights, PARAMETERS);");
        line("  }");
        line("");
        line("  /** How many numbers are trained: shared ones count once, running statistics do not. */");
        line("  get parameterCount() {");
        line("    const trained = Object.keys(PARAMETERS).filter((name) => !PARAMETERS[name].state);");
        line("    return trained.reduce((count, name) => count + this.parameters[name].size, 0);");
        line("  }");
        line("");
    }

    void predict()
    {
        line("  /**");
        line("   * What the network makes of some samples.");
        line("   * @param {ArrayLike<number>} features " + featuresComment());
        line("   * @param {number} batch how many samples there are");
        line("   * @returns {Object<string, Float32Array>} " + outputsComment());
        line("   */");
        line("  predict(features, batch = 1) {");
        line("    const { " + outputNames() + " } = this.#forward(" + samples() + ");");
        std::vector<std::string> members;
        for (std::size_t i = 0; i < m_plan.outputs.size(); ++i)
            members.push_back(m_keys[i] + ": " + m_plan.outputs[i].variable.name + ".data");
        line("    return { " + joined(members, ", ") + " };");
        line("  }");
        line("");
    }

    void loss()
    {
        line("  /**");
        line("   * How far that is from what it should be, as the network is trained to lessen it.");
        line("   * @param {ArrayLike<number>} features " + featuresComment());
        if (m_plan.has_targets)
            line("   * @param {ArrayLike<number>} targets " + batchText(m_plan.target_shape) + " numbers, likewise");
        else
            line("   * @param {null} targets there are none");
        line("   * @param {number} batch");
        line("   * @returns {number}");
        line("   */");
        line("  loss(features, targets, batch = 1) {");
        line("    const samples = " + samples() + ";");
        if (m_plan.has_targets)
            line("    const wanted = batchOf(\"targets\", targets, batch, " +
                 std::to_string(m_plan.target_shape.elementCount()) + ");");
        line("    const { " + outputNames() + " } = this.#forward(samples);");
        for (const CodeLayer* const layer : m_plan.lossLayers())
            write(*layer);
        line("    return " + lossSum(m_plan) + ";");
        line("  }");
        line("");
    }

    void forward()
    {
        line("  /** The outputs as tensors. */");
        line("  #forward(samples) {");
        if (!m_plan.parameters.empty()) {
            line("    const {");
            for (const CodeParameter& parameter : m_plan.parameters)
                line("      " + parameter.identifier + ",");
            line("    } = this.parameters;");
        }
        for (const CodeLayer* const layer : m_plan.modelLayers())
            write(*layer);
        line("    return { " + outputNames() + " };");
        line("  }");
    }

    void write(const CodeLayer& layer)
    {
        for (const std::size_t place : layer.first_reads)
            write(m_plan.reads[place]);
        line("    const " + layer.output.name + " = " + layerCallText(layer.call, syntax) + ";");
    }

    void write(const CodeRead& read)
    {
        if (read.variable.kind == CodeVariable::Kind::Parameter)
            return;
        const std::string& name = read.variable.name;
        if (read.steps.empty())
            line("    const " + name + " = " + m_plan.parameters[read.parameter].identifier + ";");
        for (std::size_t i = 0; i < read.steps.size(); ++i) {
            const std::string declaration = i > 0 ? "" : read.steps.size() > 1 ? "let " : "const ";
            line("    " + declaration + name + " = " + viewCallText(read.steps[i], syntax) + ";");
        }
    }

    void load()
    {
        line("/**");
        line(" * The model with the weights of a safetensors file.");
        line(" * @param {string | URL | ArrayBuffer} source its address, relative to this file, or its bytes");
        line(" * @returns {Promise<" + m_class + ">}");
        line(" */");
        line("export async function load(source = " + textLiteral("./" + percentEncoded(m_weights_file)) + ") {");
        line("  return new " + m_class + "(await bytesOf(source, import.meta.url));");
        line("}");
    }

    [[nodiscard]] std::string outputNames() const
    {
        std::vector<std::string> names;
        for (const CodeOutput& output : m_plan.outputs)
            names.push_back(output.variable.name);
        return joined(names, ", ");
    }

    [[nodiscard]] std::string samples() const
    {
        return R"(batchOf("features", features, batch, )" + std::to_string(m_plan.feature_count) + ")";
    }

    [[nodiscard]] std::string featuresComment() const
    {
        return batchText(m_plan.feature_shape) + " numbers, one sample after the other";
    }

    const CodePlan& m_plan;
    std::string m_code_file;
    std::string m_weights_file;
    std::string m_class;
    std::vector<std::string> m_keys;
    std::string m_text = {};
};

/// How a layer that is one expression is written.
const ExpressionSpelling& expressions()
{
    using Operation = Expression::Kind;
    static const ExpressionSpelling spelling = {
        .function = "function {name}(input{parameters}) {\n  return mapped(input, (x) => {expression});\n}\n",
        .name = "{Type}Layer",
        .element = "x",
        .prefix = "Math.",
        .operations = {{Operation::Sigmoid, "sigmoidOf({})"},
                       {Operation::Maximum, "Math.max({}, {})"},
                       {Operation::Minimum, "Math.min({}, {})"},
                       {Operation::Power, "Math.pow({}, {})"}},
        .needs = {"support/mapped"},
        .also_needs = {{Operation::Sigmoid, {"support/sigmoid_of"}}}};
    return spelling;
}

class JavaScript final : public CodeExporter {
public:
    std::string name() const override { return "javascript"; }
    std::string title() const override { return "JavaScript"; }
    std::string extension() const override { return ".mjs"; }
    std::string language() const override { return "javascript"; }
    std::string help() const override
    {
        return "An ES module without dependencies for Node and browsers that predicts and computes the loss: each "
               "parameter is stored once in a Float32Array, and a tie is a view of it.";
    }

protected:
    const FunctionLibrary& library() const override
    {
        static const FunctionLibrary functions(javascriptFiles(), &expressions());
        return functions;
    }
    std::span<const std::string_view> reservedNames() const override { return reserved; }
    std::string code(const CodePlan& plan, const ExportRequest&, const CodeFiles& files) const override
    {
        std::vector<const CodeFunction*> called = plan.functions;
        for (const char* const path : {"support/batch_of", "support/bytes_of", "support/read_safetensors"})
            called.push_back(library().find(path));
        return Module(plan, files.code, files.weights).text(textOf(library().withNeeds(called)));
    }
};

} // namespace

const Exporter& javascriptExporter()
{
    static const JavaScript exporter;
    return exporter;
}

} // namespace ligature
