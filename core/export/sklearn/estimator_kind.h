// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "core/export/code/plan.h"

namespace ligature {

/// Which of scikit-learn's kinds of estimator a network is.
struct EstimatorKind {
    enum class Task {
        Classifier,  ///< a loss compares an output with the class of the data's target
        Regressor,   ///< a loss compares an output with the data's values, by how far they are apart
        Transformer, ///< a loss compares an output with the features, and a narrower layer, the code, is all it comes
                     ///< from
        Model,       ///< none of these
    };
    Task task = Task::Model;
    std::string base = "support/network_model"; ///< of the library: the class that it derives from
    std::size_t output = 0;                     ///< of CodePlan::outputs: what is compared with the target
    std::optional<std::size_t> code = {};       ///< of CodePlan::modelLayers(): a transformer's code
};

[[nodiscard]] EstimatorKind estimatorKind(const CodePlan& plan);

} // namespace ligature
