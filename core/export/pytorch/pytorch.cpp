// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>

#include "core/export/code/code_exporter.h"
#include "core/export/code/expression_text.h"
#include "core/export/pytorch/folder_code.h"
#include "core/export/pytorch/module_code.h"
#include "core/export/pytorch/optimizer_code.h"
#include "core/optimization/optimizer.h"

namespace ligature {

std::span<const CodeFile> pytorchFiles();

namespace {

/// How a layer that is one expression is written.
const ExpressionSpelling& expressions()
{
    static const ExpressionSpelling spelling = {.function = "def {name}(input{parameters}):\n    return {expression}\n",
                                                .prefix = "torch.",
                                                .operations = {{Expression::Kind::Maximum, "({}).clamp(min={})"},
                                                               {Expression::Kind::Minimum, "({}).clamp(max={})"},
                                                               {Expression::Kind::Power, "torch.pow({}, {})"}}};
    return spelling;
}

class PyTorch final : public CodeExporter {
public:
    std::string name() const override { return "pytorch"; }
    std::string title() const override { return "PyTorch"; }
    std::string extension() const override { return ".py"; }
    std::string language() const override { return "python"; }
    std::string help() const override
    {
        return "A torch.nn.Module in which a shared parameter is one Parameter that several lines of forward() read, "
               "with "
               "its loss, its optimizer and a training loop; the weights are in a safetensors file beside it. Where "
               "the "
               "name does not end with .py it becomes a folder with the data and a script that trains elsewhere, in "
               "one "
               "process or many.";
    }

    bool isFolder(const std::string& file_name) const override { return !file_name.ends_with(extension()); }

    Result<std::vector<ExportedFile>> write(const ExportRequest& request, const std::string& file_name) const override
    {
        if (!optimizerFunction(library(), request.training.optimizer)) {
            return fail(request.project_name,
                        "the optimizer " + findOptimizerType(request.training.optimizer)->title() +
                            " cannot be exported to PyTorch",
                        "choose another optimizer");
        }
        if (!isFolder(file_name))
            return CodeExporter::write(request, file_name);
        const Result<CodePlan> planned = plan(request);
        if (!planned)
            return tl::unexpected<Error>(planned.error());
        const Result<std::string> weights = weightsOf(*planned, request);
        if (!weights)
            return tl::unexpected<Error>(weights.error());
        return FolderCode{*planned, request, library(), *weights}.files();
    }

protected:
    const FunctionLibrary& library() const override
    {
        static const FunctionLibrary functions(pytorchFiles(), &expressions());
        return functions;
    }
    bool trains() const override { return true; }
    std::span<const std::string_view> reservedNames() const override
    {
        static constexpr std::array<std::string_view, 45> names = {
            "False",    "None",     "True",    "and",    "as",   "assert", "async",  "await",    "break",
            "class",    "continue", "def",     "del",    "elif", "else",   "except", "finally",  "for",
            "from",     "global",   "if",      "import", "in",   "is",     "lambda", "nonlocal", "not",
            "or",       "pass",     "raise",   "return", "try",  "while",  "with",   "yield",    "self",
            "features", "targets",  "outputs", "torch",  "nn",   "F",      "math",   "len",      "slice"};
        return names;
    }
    std::string code(const CodePlan& plan, const ExportRequest& request, const CodeFiles& files) const override
    {
        return ModuleCode{plan, request, library(), files.weights}.text();
    }
};

} // namespace

const Exporter& pytorchExporter()
{
    static const PyTorch exporter;
    return exporter;
}

} // namespace ligature
