// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/import/onnx/operator_import.h"

namespace ligature {

/// kernel_size, stride, padding and, where asked for, dilation of a window over images. An error where a side is padded
/// more than the one across, or the padding is left to the operator.
/// @param kernel where the node does not say it: what its weight is
[[nodiscard]] Result<Attributes> windowAttributes(const NodeReader& node, const ReadActivation& input, Shape kernel,
                                                  bool has_dilation);

} // namespace ligature
