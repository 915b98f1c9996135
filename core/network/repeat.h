// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <set>
#include <string>

#include "core/error/result.h"
#include "core/network/network.h"

/// Parts of a network that are applied several times (Network::repeats). A repeat has one value that comes in from
/// outside and one that goes out, of the same shape: what goes out of a pass comes into the next.
namespace ligature {

/// The largest number of passes.
inline constexpr std::int64_t mostPasses = 1000;

/// The most layers that the repeats of a network may stand for together: a file says a thousand passes in one line.
inline constexpr std::int64_t mostRepeatedLayers = 200'000;

/// Where a repeat's value comes from and where it leaves.
struct RepeatPorts {
    Port entry; ///< an output outside, that feeds the first pass
    Port exit;  ///< an output inside, that feeds the next pass, and after the last one all that reads it outside
    bool operator==(const RepeatPorts&) const = default;
};

/// An error where the layers cannot be repeated: none, data or losses among them, not exactly one value in and one out,
/// or a way that leads out of them and back in.
[[nodiscard]] Result<RepeatPorts> repeatPorts(const Network& network, const std::set<LayerId>& layers);

/// An error for data and losses.
[[nodiscard]] Result<void> canBeRepeated(const Network& network, LayerId layer);
/// An error where there are to be too few passes or too many.
[[nodiscard]] Result<void> checkPasses(std::int64_t count);

/// An error where what goes out of a pass is known to have another shape than what comes in.
/// @param outputs the shapes that are known (Analysis::outputs)
[[nodiscard]] Result<void> fitsItself(const RepeatPorts& ports, const std::map<Port, Shape>& outputs);

/// An error where all repeats together stand for more layers than mostRepeatedLayers.
[[nodiscard]] Result<void> checkRepeatedLayers(const Network& network);

/// The repeat that a layer is in; none where it is in none.
[[nodiscard]] RepeatId repeatOf(const Network& network, LayerId layer);

/// Repeats the layers. An error where repeatPorts() has one or a layer is in a repeat already; it changes nothing.
/// @param name made unique; empty: "repeat"
Result<RepeatId> addRepeat(Network& network, const std::set<LayerId>& layers, std::int64_t count, bool shared,
                           std::string name = {});

/// A network without repeats, each pass spelled out. The first pass is the layers themselves; those of the others have
/// ids that follow from theirs and the pass alone, so that they outlive edits, and names such as "dense#2", or with a
/// number behind where a layer is called so already.
struct Expansion {
    Network network;
    std::map<LayerId, LayerId> layers;             ///< from the layers of later passes to those they repeat
    std::map<ParameterId, ParameterId> parameters; ///< from the parameters of later passes to those of the first
};

/// A pure function. With shared passes every slot reads what the first pass's slot reads; a private parameter becomes
/// one with several uses, and keeps its name. With own ones every pass has copies, but for shared parameters that are
/// used outside too; each copy draws first values of its own. A repeat that cannot be repeated is applied once, and so
/// are all where they are too much.
[[nodiscard]] Expansion expand(const Network& network);

} // namespace ligature
