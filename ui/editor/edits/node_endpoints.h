// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "ui/editor/endpoint.h"

namespace ligature {

/// The points of a node, in the order in which its type declares them: inputs, outputs, slots. None for a layer of an
/// unknown type.
[[nodiscard]] std::vector<Endpoint> endpointsOf(const Network& network, const NodeId& node);

} // namespace ligature
