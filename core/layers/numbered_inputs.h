// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "core/layers/layer_type.h"
#include "core/layers/lowering.h"

namespace ligature {

/// The ports "input1", "input2", … of a layer whose attribute `inputs` says how many it has.
[[nodiscard]] std::vector<PortSpec> numberedInputs(const Attributes& attributes);

/// What arrives at all of them, in order.
[[nodiscard]] std::vector<ValueIndex> allInputs(const Lowering& lowering);

} // namespace ligature
