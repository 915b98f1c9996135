// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "core/export/code/function_library.h"
#include "core/export/code/plan.h"

namespace ligature {

/// The folder with which a network is trained elsewhere: model.py with its weights, the project's data and data.py that
/// splits and orders them as Ligature does, train.py for one process or many, settings.py, requirements and a README.
/// The files in folder/ of the library go into it as they are.
struct FolderCode {
    const CodePlan& plan;
    const ExportRequest& request;
    const FunctionLibrary& library;
    const std::string& weights; ///< the bytes of model.safetensors

    /// An error where the data cannot be loaded, or do not fit the network.
    [[nodiscard]] Result<std::vector<ExportedFile>> files() const;
};

} // namespace ligature
