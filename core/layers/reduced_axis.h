// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <span>

#include "core/layers/layer_type.h"

namespace ligature {

/// The attribute "axis" of a layer that takes many places together: 1 is the first after the batch, 0 is all of them.
[[nodiscard]] AttributeSpec reducedAxisSpec();

/// The per-sample axis, from 0; nothing where it is all of them.
[[nodiscard]] std::optional<std::size_t> reducedAxis(const Attributes& attributes);

/// The input without the axis, or a scalar.
[[nodiscard]] Result<Inference> inferReduced(const Attributes& attributes, std::span<const Shape> inputs);

} // namespace ligature
