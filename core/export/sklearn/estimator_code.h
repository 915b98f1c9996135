// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "core/export/code/function_library.h"
#include "core/export/code/plan.h"
#include "core/export/exporter.h"

namespace ligature {

/// model.py: a scikit-learn estimator over NumPy, with what it calls.
struct EstimatorCode {
    const CodePlan& plan;
    const ExportRequest& request;
    const FunctionLibrary& library;
    std::string weights_file; ///< "model.safetensors"

    [[nodiscard]] std::string text() const;
};

} // namespace ligature
