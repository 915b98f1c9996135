// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/export/cpp/cpp_header.h"

#include "core/export/code/comment_text.h"
#include "core/export/code/statements.h"
#include "core/export/cpp/cpp_text.h"

namespace ligature {

namespace {

/// So many numbers are written into the code: more would make it slow to compile and long to read.
constexpr std::size_t mostEmbedded = 10'000;
constexpr std::size_t longestLine = 110;

constexpr CallSyntax syntax = {.layers = "layers::",
                               .views = "views::",
                               .features = "samples",
                               .targets = "wanted",
                               .absent = "std::nullopt",
                               .open = "{",
                               .close = "}",
                               .text = cppString};

constexpr std::string_view includes[] = {
    "algorithm", "cmath", "cstddef", "cstdint", "cstring",  "fstream",   "functional", "initializer_list", "iterator",
    "limits",    "map",   "memory",  "numeric", "optional", "stdexcept", "string",     "utility",          "vector"};

/// "batch * 10 * 32".
std::string batchText(const Shape& shape)
{
    std::string text = "batch";
    for (const std::int64_t extent : shape.extents())
        text += " * " + std::to_string(extent);
    return text;
}

std::string textOf(const std::vector<std::string>& items, const std::string& indent)
{
    std::string text;
    std::string line = indent;
    for (const std::string& item : items) {
        if (line.size() > indent.size() && line.size() + item.size() + 2 > longestLine) {
            text += line + '\n';
            line = indent;
        }
        line += (line.size() > indent.size() ? " " : "") + item + ",";
    }
    return text + line + '\n';
}

} // namespace

CppHeader::CppHeader(const CodePlan& plan, std::string code_file, std::string weights_file)
    : m_plan(plan), m_code_file(std::move(code_file)), m_weights_file(std::move(weights_file)),
      m_namespace(cppNamespace(plan.project_name))
{
    std::size_t count = 0;
    for (const CodeParameter& parameter : plan.parameters)
        count += parameter.values->size();
    m_embeds = count > 0 && count <= mostEmbedded;
}

std::string CppHeader::text(std::span<const CodeFunction* const> functions)
{
    use();
    line("#pragma once\n");
    for (const std::string_view include : includes)
        line("#include <" + std::string(include) + ">");
    line("\nnamespace " + m_namespace + " {");
    std::string inner;
    const auto enter = [&](const std::string& wanted) {
        if (inner == wanted)
            return;
        line(inner.empty() ? "" : "\n} // namespace " + inner + "\n");
        if (!wanted.empty())
            line("namespace " + wanted + " {");
        inner = wanted;
    };
    for (const CodeFunction* const function : functions) {
        const std::string folder = function->path.substr(0, function->path.find('/'));
        enter(folder == "support" ? "" : folder);
        m_text += '\n' + function->text;
    }
    enter("");
    embeddedWeights();
    line("/// " + commentText(m_plan.project_name) + ". A copy reads the same parameters.");
    line("class Model {");
    line("public:");
    members();
    construction();
    inference();
    parameters();
    line("\nprivate:");
    constructorOfBuffer();
    forward();
    line("};\n");
    line("} // namespace " + m_namespace);
    return std::move(m_text);
}

void CppHeader::use()
{
    const bool tied = m_plan.variant == tiedArm;
    const std::string load = m_namespace + "::Model::load(" + commentText(cppString(m_weights_file)) + ");";
    line("// \"" + commentText(m_plan.project_name) + "\": the " + (tied ? "tied" : "untied") +
         " network, as Ligature exported it. One header, C++17, without dependencies:");
    line("//");
    line("//   #include " + commentText(cppString(m_code_file)) + " // its Size counts, its Tensor has values()");
    line("//   const auto model = " + load);
    if (m_embeds)
        line("//   const " + m_namespace + "::Model model; // or this: with the weights that are in this file");
    line("//   const auto outputs = model.predict(features, batch); // of a std::vector<float>");
    line("//   const std::vector<float> numbers = outputs." + m_plan.outputs.front().variable.name + ".values();");
    line("//   const double loss = model.loss(features, targets, batch);");
    line("//");
    line("// Each parameter is stored once, in one buffer; a layer that shares it reads it there by a view.");
}

void CppHeader::embeddedWeights()
{
    if (!m_embeds)
        return;
    line("/// The parameters, one after the other.");
    line("inline constexpr float embedded_weights[] = {");
    for (const CodeParameter& parameter : m_plan.parameters) {
        line("    // \"" + commentText(parameter.name) + "\", " + parameter.shape.toString() + ".");
        std::vector<std::string> numbers;
        for (const float value : *parameter.values)
            numbers.push_back(cppFloat(value));
        m_text += textOf(numbers, "    ");
    }
    line("};\n");
}

void CppHeader::members()
{
    for (std::size_t i = 0; i < m_plan.parameters.size(); ++i) {
        const CodeParameter& parameter = m_plan.parameters[i];
        line("    /// " + parameter.shape.toString() + ", " + usesText(m_plan, i) +
             (parameter.state ? " (running statistics)." : "."));
        line("    Tensor " + parameter.identifier + ";");
    }
    line("");
    line("    /// What the network gives out.");
    line("    struct Outputs {");
    for (const CodeOutput& output : m_plan.outputs)
        line("        Tensor " + output.variable.name + "; ///< " + batchText(output.shape) + ": of \"" +
             commentText(output.name) + "\".");
    line("    };");
}

void CppHeader::construction()
{
    line("");
    if (m_embeds) {
        line("    Model() : Model(std::vector<float>(std::begin(embedded_weights), std::end(embedded_weights))) {}");
    }
    line("    /// @param numbers of all parameters, one after the other, in the order of parameter_infos()");
    line("    /// @throw std::invalid_argument where there are more or fewer");
    line("    explicit Model(std::vector<float> numbers) : Model(buffer_of(std::move(numbers), parameter_infos())) {}");
    line("    /// With the weights of a safetensors file.");
    line("    /// @throw std::runtime_error where it does not hold the parameters in their shapes");
    line("    static Model load(const std::string& path) { return Model(read_safetensors(path, parameter_infos())); }");
}

void CppHeader::inference()
{
    const std::string features =
        "    /// @param features " + batchText(m_plan.feature_shape) + " numbers, one sample after the other";
    line("");
    line("    /// What the network makes of some samples.");
    line(features);
    line("    /// @throw std::invalid_argument where there are more or fewer");
    line("    Outputs predict(const std::vector<float>& features, Size batch = 1) const");
    line("    {");
    line("        return forward(" + samples() + ");");
    line("    }");
    line("    /// How far that is from what it should be, as the network is trained to lessen it.");
    line(features);
    if (m_plan.has_targets)
        line("    /// @param targets " + batchText(m_plan.target_shape) + " numbers, likewise");
    line(std::string("    double loss(const std::vector<float>& features, const std::vector<float>& ") +
         (m_plan.has_targets ? "targets" : "/*targets*/") + ", Size batch = 1) const");
    line("    {");
    line("        const Tensor samples = " + samples() + ";");
    if (m_plan.has_targets)
        line("        const Tensor wanted = batch_of(\"targets\", targets, batch, " +
             std::to_string(m_plan.target_shape.elementCount()) + ");");
    line("        const auto [" + outputNames() + "] = forward(samples);");
    for (const CodeLayer* const layer : m_plan.lossLayers())
        write(*layer);
    line("        return " + lossSum(m_plan) + ";");
    line("    }");
}

void CppHeader::parameters()
{
    std::vector<std::string> names;
    for (const CodeParameter& parameter : m_plan.parameters)
        names.push_back(parameter.identifier);
    line("");
    line("    /// Each parameter once; they share a buffer.");
    line("    std::vector<Tensor> parameters() const { return {" + joined(names, ", ") + "}; }");
    line("    /// What the weights' file has them as.");
    line("    static const std::vector<ParameterInfo>& parameter_infos()");
    line("    {");
    line("        static const std::vector<ParameterInfo> infos = {");
    for (const CodeParameter& parameter : m_plan.parameters)
        line("            {" + cppString(parameter.name) + ", " + shapeText(parameter.shape, syntax) + ", " +
             (parameter.state ? "true" : "false") + "},");
    line("        };");
    line("        return infos;");
    line("    }");
    line("    /// How many numbers are trained: shared ones count once, running statistics do not.");
    line("    static Size parameter_count()");
    line("    {");
    line("        Size count = 0;");
    line("        for (const ParameterInfo& info : parameter_infos())");
    line("            count += info.is_state ? 0 : info.shape.count();");
    line("        return count;");
    line("    }");
}

void CppHeader::constructorOfBuffer()
{
    if (m_plan.parameters.empty()) {
        line("    explicit Model(const Tensor::Buffer&) {}\n");
        return;
    }
    line("    explicit Model(const Tensor::Buffer& buffer)");
    std::int64_t offset = 0;
    for (const CodeParameter& parameter : m_plan.parameters) {
        line(std::string(offset == 0 ? "        : " : "          ") + parameter.identifier + "(buffer, " +
             std::to_string(offset) + ", " + shapeText(parameter.shape, syntax) + ")" +
             (&parameter == &m_plan.parameters.back() ? "" : ","));
        offset += parameter.shape.elementCount();
    }
    line("    {");
    line("    }\n");
}

void CppHeader::forward()
{
    line("    Outputs forward(const Tensor& samples) const");
    line("    {");
    for (const CodeLayer* const layer : m_plan.modelLayers())
        write(*layer);
    line("        return {" + outputNames() + "};");
    line("    }");
}

void CppHeader::write(const CodeLayer& layer)
{
    for (const std::size_t place : layer.first_reads)
        write(m_plan.reads[place]);
    line(std::string("        const ") + (layer.isLoss() ? "double " : "Tensor ") + layer.output.name + " = " +
         layerCallText(layer.call, syntax) + ";");
}

void CppHeader::write(const CodeRead& read)
{
    if (read.variable.kind == CodeVariable::Kind::Parameter)
        return;
    const std::string& name = read.variable.name;
    if (read.steps.empty())
        line("        const Tensor& " + name + " = " + m_plan.parameters[read.parameter].identifier + ";");
    for (std::size_t i = 0; i < read.steps.size(); ++i) {
        const std::string declaration = i > 0 ? "" : read.steps.size() > 1 ? "Tensor " : "const Tensor ";
        line("        " + declaration + name + " = " + viewCallText(read.steps[i], syntax) + ";");
    }
}

std::string CppHeader::outputNames() const
{
    std::vector<std::string> names;
    for (const CodeOutput& output : m_plan.outputs)
        names.push_back(output.variable.name);
    return joined(names, ", ");
}

std::string CppHeader::samples() const
{
    return "batch_of(\"features\", features, batch, " + std::to_string(m_plan.feature_count) + ")";
}

} // namespace ligature
