// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "core/layers/layer_type.h"
#include "core/layers/lowering.h"

namespace ligature {

/// The attribute `inputs`: how many inputs a layer has.
[[nodiscard]] AttributeSpec numberedInputsSpec();

/// The ports "input1", "input2", … of a layer whose attribute `inputs` says how many it has.
[[nodiscard]] std::vector<PortSpec> numberedInputs(const Attributes& attributes);

/// What arrives at all of them, in order.
[[nodiscard]] std::vector<ValueIndex> allInputs(const Lowering& lowering);

/// Of a layer that combines them element by element: an error where their shapes differ.
/// @param refusal what is said of two that do: "cannot be added"
[[nodiscard]] Result<Inference> inferAlike(std::span<const Shape> inputs, const std::string& refusal);

} // namespace ligature
