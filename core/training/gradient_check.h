// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "core/data/dataset.h"
#include "core/error/result.h"
#include "core/project/project.h"

namespace ligature {

/// How one tensor's gradient agrees with central differences of the loss.
struct GradientCheckRow {
    /// A parameter's, or "W, each use times its gradient_factor": all of its entries, against what the uses of the
    /// untied twin add up to.
    std::string name;
    /// Entries that were moved: at most entriesChecked, spread evenly; fewer where a pass is long.
    std::int64_t checked = 0;
    double relative_error = 0; ///< |g - d| / max(|g|, |d|), norms over the checked entries; 0 where both vanish
    double gradient_norm = 0;
};

struct GradientCheck {
    static constexpr double tolerance = 1e-6;
    static constexpr std::int64_t entriesChecked = 200;
    std::vector<GradientCheckRow> rows;
    [[nodiscard]] bool passed() const;
};

/// Compares the program's gradients of every trainable parameter with central differences, in double precision, on the
/// first samples of the training order: without the factors that uses' parts of a gradient are multiplied by, which are
/// no part of the derivative and are looked at by themselves. An error where the project cannot be trained.
[[nodiscard]] Result<GradientCheck> checkGradients(const Project& project, const Dataset& dataset);

} // namespace ligature
