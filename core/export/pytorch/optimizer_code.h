// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "core/export/code/function_library.h"
#include "core/export/code/plan.h"
#include "core/export/pytorch/parameter_paths.h"

namespace ligature {

/// make_optimizer(model) of model.py: what support/optimizer_NAME.py makes of the project's settings, with a group for
/// each pair of factors that parameters have.
struct OptimizerCode {
    const CodePlan& plan;
    const ExportRequest& request;
    const FunctionLibrary& library;
    const ParameterPaths& paths;

    [[nodiscard]] std::string text() const;
};

/// The library's function for an optimizer; null where there is none.
[[nodiscard]] const CodeFunction* optimizerFunction(const FunctionLibrary& library, const std::string& optimizer);

} // namespace ligature
