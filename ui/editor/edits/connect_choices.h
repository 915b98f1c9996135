// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QString>

#include "core/network/analysis.h"
#include "ui/document/selection.h"
#include "ui/editor/endpoint.h"

namespace ligature {

/// One thing that a selected node can be connected to.
struct ConnectChoice {
    Endpoint from; ///< of the selected node
    Endpoint to;
    QString title;  ///< "decoder.input"
    QString remark; ///< "from encoder.output"; what it replaces
};

/// All that the one selected layer or shared parameter can be connected to: the inputs that its outputs can feed (free
/// ones first), the outputs that can feed its inputs, the parameters and slots that its slots can be tied to. Empty
/// when not exactly one node is selected.
[[nodiscard]] std::vector<ConnectChoice> connectChoices(const Network& network, const Analysis& analysis,
                                                        const SelectedItems& selected);

} // namespace ligature
