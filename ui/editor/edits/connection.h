// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <set>

#include <QString>

#include "core/error/result.h"
#include "core/network/analysis.h"
#include "core/project/project.h"
#include "ui/editor/endpoint.h"

namespace ligature {

/// What joining two points would do to the document.
struct Connection {
    QString text;   ///< of the undo step: "Tie W to decoder.weight"
    QString remark; ///< what is worth knowing beforehand: "read transposed, as Wᵀ"; may be empty
    std::function<Result<void>(Project&)> apply;
};

/// What dragging a wire from one point to another does, in whichever direction it is dragged: an output and an input
/// become a link; a shared parameter and a slot a tie, read transposed where it fits only so; two slots come to share
/// one parameter. An error says why they cannot be joined.
[[nodiscard]] Result<Connection> connection(const Network& network, const Endpoint& from, const Endpoint& to);

/// Quick answers to which of a network's points a wire from `from` may end at, for lighting them up: it goes by the
/// analysis, where connection() works on the network itself.
class ConnectionTargets {
public:
    ConnectionTargets(const Network& network, const Analysis& analysis, Endpoint from);

    [[nodiscard]] bool fits(const Endpoint& to) const;

private:
    [[nodiscard]] bool slotsFit(const Slot& slot, const Slot& other) const;
    [[nodiscard]] bool parameterFits(ParameterId parameter, const Slot& slot) const;

    const Network& m_network;
    const Analysis& m_analysis;
    Endpoint m_from;
    std::set<LayerId> m_circular; ///< layers to which a link would close a circle
};

} // namespace ligature
