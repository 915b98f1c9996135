// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <set>
#include <span>
#include <vector>

#include "core/network/network.h"

namespace ligature {

/// Whether a way leads along the links from one layer to another; a layer reaches itself.
[[nodiscard]] bool reaches(const Network& network, LayerId from, LayerId to);

/// The layers from which a way leads along the links to this one, which is among them.
[[nodiscard]] std::set<LayerId> layersThatReach(const Network& network, LayerId layer);
/// The layers to which a way leads along the links from this one, which is among them.
[[nodiscard]] std::set<LayerId> layersReachedFrom(const Network& network, LayerId layer);

/// Those of the layers that a loss depends on, and the losses, in the order given: no others run.
/// @param order each layer after those that feed it (Analysis::order)
[[nodiscard]] std::vector<LayerId> layersTowardsALoss(const Network& network, std::span<const LayerId> order);

} // namespace ligature
