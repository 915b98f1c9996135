// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/onnx/onnx_model.h"

namespace ligature {

/// The nodes with those put together again that exporters to older operator sets take apart: what ten nodes compute as
/// one LayerNormalization (an empty scale: it has none), what five do as one Gelu, a mean that is taken off before
/// a LayerNormalization, and zeros that a Pad puts around what a Conv or an AveragePool reads. Such a node stands where
/// the last of its parts stood; parts may be left that nothing reads.
[[nodiscard]] std::vector<OnnxNode> composed(const OnnxModel& model);

} // namespace ligature
