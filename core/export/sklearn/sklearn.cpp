// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>

#include "core/export/code/code_exporter.h"
#include "core/export/code/expression_text.h"
#include "core/export/sklearn/estimator_code.h"
#include "core/optimization/optimizer.h"

namespace ligature {

std::span<const CodeFile> sklearnFiles();

namespace {

/// How a layer that is one expression is written.
const ExpressionSpelling& expressions()
{
    using Operation = Expression::Kind;
    static const ExpressionSpelling spelling = {
        .function =
            "def {name}(input{parameters}):\n    x = input.value\n    return input.map({expression}, {derivative})\n",
        .element = "x",
        .prefix = "np.",
        .operations = {{Operation::Sigmoid, "expit({})"}},
        .needs = {"support/tensor"}};
    return spelling;
}

class Sklearn final : public CodeExporter {
public:
    std::string name() const override { return "sklearn"; }
    std::string title() const override { return "scikit-learn"; }
    std::string extension() const override { return ".py"; }
    std::string language() const override { return "python"; }
    std::string help() const override
    {
        return "An estimator over NumPy for pipelines and searches: a shared parameter is one array that all its uses "
               "read and that takes one step; the weights are in a safetensors file beside it.";
    }

    Result<std::vector<ExportedFile>> write(const ExportRequest& request, const std::string& file_name) const override
    {
        if (!library().find("support/optimizer_" + request.training.optimizer)) {
            return fail(request.project_name,
                        "the optimizer " + findOptimizerType(request.training.optimizer)->title() +
                            " cannot be exported to scikit-learn",
                        "choose another optimizer");
        }
        return CodeExporter::write(request, file_name);
    }

protected:
    const FunctionLibrary& library() const override
    {
        static const FunctionLibrary functions(sklearnFiles(), &expressions());
        return functions;
    }
    bool trainsUnclipped() const override { return true; }
    std::span<const std::string_view> reservedNames() const override
    {
        static constexpr std::array<std::string_view, 48> names = {
            "False",      "None",     "True",     "and",    "as",       "assert",  "async",   "await",
            "break",      "class",    "continue", "def",    "del",      "elif",    "else",    "except",
            "finally",    "for",      "from",     "global", "if",       "import",  "in",      "is",
            "lambda",     "nonlocal", "not",      "or",     "pass",     "raise",   "return",  "try",
            "while",      "with",     "yield",    "self",   "features", "targets", "outputs", "np",
            "parameters", "training", "Tensor",   "sum",    "len",      "slice",   "print",   "__debug__"};
        return names;
    }
    std::string code(const CodePlan& plan, const ExportRequest& request, const CodeFiles& files) const override
    {
        return EstimatorCode{plan, request, library(), files.weights}.text();
    }
};

} // namespace

const Exporter& sklearnExporter()
{
    static const Sklearn exporter;
    return exporter;
}

} // namespace ligature
