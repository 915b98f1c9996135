// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "core/network/network.h"

/// The ways to change a network. Each keeps the network's invariants: names of layers and of shared parameters are
/// unique, a slot has exactly one tie, a private parameter exactly one use, and the links have no cycle. An error
/// changes nothing.
namespace ligature {

/// Adds a layer of a known type, with private parameters in its slots.
/// @param name taken as it is when free, with a number after it otherwise; empty: made from the type's name
LayerId addLayer(Network& network, std::string_view type, std::string name = {}, Attributes attributes = {});

/// Adds a shared parameter that nothing uses yet; its shape follows its first use.
ParameterId addSharedParameter(Network& network, std::string name = {});

/// Links an output to an input, in place of the input's link if it has one. An error where a port does not exist or
/// the link would close a cycle.
Result<void> link(Network& network, const Port& output, const Port& input);
void unlink(Network& network, const Port& input);

/// Whether link() would accept it, and why not.
[[nodiscard]] Result<void> canLink(const Network& network, const Port& output, const Port& input);

/// Lets the slot read the parameter, which keeps its first values; a private parameter that the slot had is removed.
Result<void> tie(Network& network, ParameterId parameter, const Slot& slot, View view = {});
/// The same, asked beforehand: the slot exists, and the shapes fit where both are known.
[[nodiscard]] Result<void> canTie(const Network& network, ParameterId parameter, const Slot& slot, const View& view);
/// Gives the slot a private parameter of its own again: a copy of the shared one, that starts from the values which the
/// slot read (Parameter::first_draw), so that untying changes no output. Where the shapes are not known yet, it is
/// drawn anew. The shared parameter stays, and what is left of its uses still starts as before.
void untieSlot(Network& network, const Slot& slot);
/// Makes the slot's private parameter a shared one, still used by this slot.
/// @return the parameter (the one already there when it is shared)
ParameterId shareSlot(Network& network, const Slot& slot, std::string name = {});

/// Sets one attribute, checked against its spec; slots that it adds get private parameters, slots that it takes away
/// lose their ties, links to ports that it takes away go.
Result<void> setAttribute(Network& network, LayerId layer, const std::string& name, AttributeValue value);
/// An error where the name is empty or taken.
Result<void> renameLayer(Network& network, LayerId layer, std::string name);
Result<void> renameParameter(Network& network, ParameterId parameter, std::string name);

/// Removes layers with their links, ties and private parameters; and shared parameters, whose uses get private ones.
void remove(Network& network, const std::set<LayerId>& layers, const std::set<ParameterId>& parameters);
/// Removes a layer and links what fed its first input to all that its first output fed.
void removeAndReconnect(Network& network, LayerId layer);

/// A part of a network, for the clipboard: the chosen layers and shared parameters, the links among them, whole
/// repeats, and ties to shared parameters, inside or out (`network.parameters` has those outside too).
struct Fragment {
    Network network;
    std::set<ParameterId> chosen_parameters; ///< the shared parameters that were copied along
    bool operator==(const Fragment&) const = default;
};
[[nodiscard]] Fragment copyFragment(const Network& network, const std::set<LayerId>& layers,
                                    const std::set<ParameterId>& parameters);

/// What becomes of a pasted layer's tie to a shared parameter that was not copied along.
enum class PastedTies {
    Keep, ///< it uses the same parameter, where the network still has it
    Copy, ///< it gets a copy of the parameter: private to it, or shared among the pasted uses if there are several
};
/// Whether the network has the shared parameter that the fragment's id names (it may be another document's).
[[nodiscard]] bool isSharedIn(const Network& network, const Fragment& fragment, ParameterId parameter);
/// Whether pasting has a choice to ask: a tie to a shared parameter that the network has and that is not copied along.
[[nodiscard]] bool hasOutsideTies(const Network& network, const Fragment& fragment);

/// Old ids to new ones.
struct Pasted {
    std::map<LayerId, LayerId> layers;
    std::map<ParameterId, ParameterId> parameters;
    std::map<RepeatId, RepeatId> repeats = {};
};
Pasted paste(Network& network, const Fragment& fragment, PastedTies ties);

} // namespace ligature
