// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stdexcept>
#include <string>

#include "core/comparison/comparison.h"
#include "core/comparison/figures.h"
#include "tests/core/experiment/small_experiment.h"

/// What small experiments come to.
namespace ligature::testing {

inline ExperimentFigures figures(const Experiment& experiment, const RunStore& store)
{
    auto made = figuresOf(experiment, store);
    if (!made)
        throw std::logic_error(made.error().oneLine());
    return std::move(*made);
}

/// All figures as JSON, without the times, which differ each time.
inline std::string bits(const Experiment& experiment, const RunStore& store)
{
    const std::string json = writeComparisonJson(experiment, figures(experiment, store));
    return json.substr(0, json.find("\n  \"times\""));
}

} // namespace ligature::testing
