// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "core/export/code/function_library.h"
#include "core/export/code/plan.h"

namespace ligature {

/// model.py: one torch.nn.Module with a Parameter for each storage, its loss, its optimizer and how it is trained.
struct ModuleCode {
    const CodePlan& plan;
    const ExportRequest& request;
    const FunctionLibrary& library;
    std::string weights_file; ///< "model.safetensors"
    /// Whether it may train in several processes: layers that look at the whole batch do so over all of them.
    bool is_distributed = false;

    [[nodiscard]] std::string text() const;
};

/// The class' name in model.py.
[[nodiscard]] std::string moduleClassName(const CodePlan& plan);

} // namespace ligature
