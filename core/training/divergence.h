// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/training/trainer.h"
#include "core/training/variant_run.h"

/// What people are told of a loss that is not finite.
namespace ligature {

/// Of a run whose step had one (VariantRun::nonFinite()).
[[nodiscard]] Divergence divergenceOfStep(const VariantRun& run);
/// Of a run whose last measure was one (VariantRun::nonFiniteMeasure()).
[[nodiscard]] Divergence divergenceOfMeasure(const VariantRun& run);
/// Of a training that was measured before and goes no step on; nothing where its last validation was finite.
[[nodiscard]] std::optional<Divergence> divergenceOfEnds(const std::vector<MetricEvent>& ends);

} // namespace ligature
