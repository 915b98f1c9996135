// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <set>
#include <vector>

#include "core/network/analysis.h"
#include "core/retying/tie_edits.h"

/// Whole layers and groups of layers that use the same parameters: 'use this layer again', 'tie these branches'.
namespace ligature {

/// Ties every slot of layer B, state slots included, to what the same slot of layer A reads. An error where type,
/// attributes or shapes differ, which names the first difference, or where the layers have no slots.
[[nodiscard]] Result<TrainedNetwork> shareLayer(const TrainedNetwork& before, LayerId a, LayerId b,
                                                Kept kept = Kept::First);

/// Whether shareLayer() could, and what differs first.
[[nodiscard]] Result<void> canShareLayer(const Network& network, const Analysis& analysis, LayerId a, LayerId b);

/// What a layer is by itself, in one text: type, attributes and the shapes of its slots.
[[nodiscard]] std::string natureOf(const Network& network, const Analysis& analysis, LayerId id);

/// Whether the layer has any, and so anything to share.
[[nodiscard]] bool hasSlots(const Network& network, LayerId id);

/// What hangs together within a selection: the layers that links between selected layers connect, each group in the
/// order in which data flows, the groups in the order of their first layers.
[[nodiscard]] std::vector<std::vector<LayerId>> branchesOf(const Network& network, const Analysis& analysis,
                                                           const std::set<LayerId>& selection);

/// Which layer of one branch is which of the other: by what the layers are and by how the branch's own links run. A
/// layer without slots may be left out where several are alike. An error names the first difference, or the layers with
/// slots that could be either.
[[nodiscard]] Result<std::map<LayerId, LayerId>> matchBranches(const Network& network, const Analysis& analysis,
                                                               const std::vector<LayerId>& a,
                                                               const std::vector<LayerId>& b);

/// Shares the layers of the selection's first branch with the matching ones of all others. An error where the selection
/// is not of at least two branches, or where they do not match.
[[nodiscard]] Result<TrainedNetwork> tieBranches(const TrainedNetwork& before, const std::set<LayerId>& selection,
                                                 Kept kept = Kept::First);

} // namespace ligature
