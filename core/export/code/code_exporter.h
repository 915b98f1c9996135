// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/export/code/plan.h"
#include "core/export/exporter.h"
#include "core/network/composites.h"

namespace ligature {

/// An exporter to a programming language: code that is written down from a plan, and the weights in a safetensors file
/// beside it, "model.safetensors" with "model.py". What can be taken there is what its library has functions for.
class CodeExporter : public Exporter {
public:
    bool supportsLayer(const LayerType& type) const final
    {
        return takesWholeOrParts(type, [&](const LayerType& each) { return library().layer(each.name()) != nullptr; });
    }
    bool supportsView(const ViewType& type) const final { return library().view(type.name()) != nullptr; }
    bool supportsSchedule(const ScheduleType& type) const final;
    Result<std::vector<ExportedFile>> write(const ExportRequest& request, const std::string& file_name) const override;
    Result<std::string> preview(const ExportRequest& request) const override;

protected:
    /// What the files are named in the code, and what else is told of the export.
    struct CodeFiles {
        std::string code;    ///< "model.py"
        std::string weights; ///< "model.safetensors"
    };

    [[nodiscard]] virtual const FunctionLibrary& library() const = 0;
    /// Words that no variable may have as a name: the language's, and those of the written code.
    [[nodiscard]] virtual std::span<const std::string_view> reservedNames() const = 0;
    /// How many characters a variable's name may have.
    [[nodiscard]] virtual std::size_t longestIdentifier() const { return 1000; }
    /// Whether functions are called by the scope that they are in, "layers::dense", so that a variable may be named as
    /// one is.
    [[nodiscard]] virtual bool functionsHaveAScope() const { return false; }
    /// Whether its training loop leaves gradients as they are: a project that clips them would train otherwise there,
    /// and is refused.
    [[nodiscard]] virtual bool trainsUnclipped() const { return false; }
    /// Whether what it writes trains: then it takes those schedules that its library has functions for, and the
    /// constant one, and refuses the others.
    [[nodiscard]] virtual bool trains() const { return trainsUnclipped(); }
    /// The code's text.
    [[nodiscard]] virtual std::string code(const CodePlan& plan, const ExportRequest& request,
                                           const CodeFiles& files) const = 0;

    [[nodiscard]] Result<CodePlan> plan(const ExportRequest& request) const;
    /// The weights' file: each storage once, the tables that views read by, the ties in its metadata.
    [[nodiscard]] static Result<std::string> weightsOf(const CodePlan& plan, const ExportRequest& request);
};

/// What "model.py" is without its ending, for the names of what belongs to it.
[[nodiscard]] std::string stemOf(const std::string& file_name);

} // namespace ligature
