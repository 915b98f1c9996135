// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>

#include "core/export/code/code_exporter.h"
#include "core/export/code/expression_text.h"
#include "core/export/cpp/cpp_header.h"

namespace ligature {

std::span<const CodeFile> cppFiles();

namespace {

/// The language's words, macros of the headers that are included, and what the written class has and sees.
constexpr auto reserved = std::to_array<std::string_view>({
    "alignas",
    "alignof",
    "and",
    "and_eq",
    "asm",
    "assert",
    "auto",
    "bitand",
    "bitor",
    "bool",
    "break",
    "case",
    "catch",
    "char",
    "char8_t",
    "char16_t",
    "char32_t",
    "class",
    "co_await",
    "co_return",
    "co_yield",
    "compl",
    "concept",
    "const",
    "const_cast",
    "consteval",
    "constexpr",
    "constinit",
    "continue",
    "decltype",
    "default",
    "delete",
    "do",
    "double",
    "dynamic_cast",
    "else",
    "enum",
    "explicit",
    "export",
    "extern",
    "false",
    "float",
    "for",
    "friend",
    "goto",
    "if",
    "inline",
    "int",
    "long",
    "mutable",
    "namespace",
    "new",
    "noexcept",
    "not",
    "not_eq",
    "nullptr",
    "operator",
    "or",
    "or_eq",
    "private",
    "protected",
    "public",
    "register",
    "reinterpret_cast",
    "requires",
    "return",
    "short",
    "signed",
    "sizeof",
    "static",
    "static_assert",
    "static_cast",
    "struct",
    "switch",
    "template",
    "this",
    "thread_local",
    "throw",
    "true",
    "try",
    "typedef",
    "typeid",
    "typename",
    "union",
    "unsigned",
    "using",
    "virtual",
    "void",
    "volatile",
    "wchar_t",
    "while",
    "xor",
    "xor_eq",
    "linux",
    "unix",
    "BUFSIZ",
    "EDOM",
    "EILSEQ",
    "EOF",
    "ERANGE",
    "EXIT_FAILURE",
    "EXIT_SUCCESS",
    "FILENAME_MAX",
    "FOPEN_MAX",
    "HUGE_VAL",
    "HUGE_VALF",
    "HUGE_VALL",
    "INFINITY",
    "MB_CUR_MAX",
    "NAN",
    "NULL",
    "RAND_MAX",
    "SEEK_CUR",
    "SEEK_END",
    "SEEK_SET",
    "TMP_MAX",
    "WCHAR_MAX",
    "WCHAR_MIN",
    "errno",
    "isfinite",
    "isinf",
    "isnan",
    "offsetof",
    "signbit",
    "stderr",
    "stdin",
    "stdout",
    "Model",
    "Outputs",
    "ParameterInfo",
    "Shape",
    "Size",
    "Tensor",
    "batch",
    "batch_of",
    "buffer",
    "buffer_of",
    "count",
    "embedded_weights",
    "features",
    "forward",
    "info",
    "infos",
    "layers",
    "load",
    "loss",
    "numbers",
    "parameter_count",
    "parameter_infos",
    "parameters",
    "path",
    "predict",
    "read_safetensors",
    "samples",
    "std",
    "targets",
    "views",
    "wanted",
});

/// How a layer that is one expression is written.
const ExpressionSpelling& expressions()
{
    using Operation = Expression::Kind;
    static const ExpressionSpelling spelling = {
        .function = "inline Tensor {name}(const Tensor& input{parameters})\n{\n    return mapped(input, [=](float x) { "
                    "return {expression}; });\n}\n",
        .name = "{type}",
        .element = "x",
        .parameter = "double {}",
        .named = "static_cast<float>({})",
        .constant = "{}F",
        .prefix = "std::",
        .operations = {{Operation::Sign, "static_cast<float>(({} > 0.0F) - ({} < 0.0F))"},
                       {Operation::Maximum, "std::max<float>({}, {})"},
                       {Operation::Minimum, "std::min<float>({}, {})"},
                       {Operation::Power, "std::pow({}, {})"},
                       {Operation::Sigmoid, "sigmoid_of({})"}},
        .needs = {"support/mapped"},
        .also_needs = {{Operation::Sigmoid, {"support/sigmoid_of"}}}};
    return spelling;
}

class Cpp final : public CodeExporter {
public:
    std::string name() const override { return "cpp"; }
    std::string title() const override { return "C++"; }
    std::string extension() const override { return ".hpp"; }
    std::string language() const override { return "cpp"; }
    std::string help() const override
    {
        return "One header of C++17 without dependencies that predicts and computes the loss: the weights of small "
               "networks are in it, all are loaded from the file beside it; a tie is a view of one buffer.";
    }

protected:
    const FunctionLibrary& library() const override
    {
        static const FunctionLibrary functions(cppFiles(), &expressions());
        return functions;
    }
    std::span<const std::string_view> reservedNames() const override { return reserved; }
    bool functionsHaveAScope() const override { return true; }
    std::string code(const CodePlan& plan, const ExportRequest&, const CodeFiles& files) const override
    {
        std::vector<const CodeFunction*> called = {library().find("support/buffer_of"),
                                                   library().find("support/batch_of"),
                                                   library().find("support/read_safetensors")};
        called.insert(called.end(), plan.functions.begin(), plan.functions.end());
        return CppHeader(plan, files.code, files.weights).text(library().withNeeds(called));
    }
};

} // namespace

const Exporter& cppExporter()
{
    static const Cpp exporter;
    return exporter;
}

} // namespace ligature
