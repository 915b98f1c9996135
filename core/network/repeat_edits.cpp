// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/repeat_edits.h"

#include <algorithm>

#include "core/network/repeat.h"
#include "core/network/unique_name.h"

namespace ligature {

namespace {

Error gone()
{
    return {{}, "there is no such repeat", "undo, or select another"};
}

/// An error where the layers of a repeat could be repeated and others in their place cannot.
Result<void> staysRepeatable(const Network& network, const Repeat& repeat, const std::set<LayerId>& layers)
{
    const auto ports = repeatPorts(network, layers);
    if (ports || !repeatPorts(network, repeat.layers))
        return {};
    return tl::unexpected(ports.error());
}

} // namespace

Result<void> renameRepeat(Network& network, RepeatId repeat, std::string name)
{
    const auto found = network.repeats.find(repeat);
    if (found == network.repeats.end())
        return tl::unexpected(gone());
    if (const auto text = checkName(name); !text)
        return text;
    const bool taken = std::ranges::any_of(
        network.repeats, [&](const auto& entry) { return entry.first != repeat && entry.second.name == name; });
    if (taken)
        return fail(name, "another repeat has this name", "choose another one");
    found->second.name = std::move(name);
    return {};
}

Result<void> setRepeatCount(Network& network, RepeatId repeat, std::int64_t count)
{
    const auto found = network.repeats.find(repeat);
    if (found == network.repeats.end())
        return tl::unexpected(gone());
    if (const auto possible = checkPasses(count); !possible)
        return possible;
    found->second.count = count;
    return {};
}

Result<void> setRepeatShared(Network& network, RepeatId repeat, bool shared)
{
    const auto found = network.repeats.find(repeat);
    if (found == network.repeats.end())
        return tl::unexpected(gone());
    found->second.shared = shared;
    return {};
}

Result<void> addToRepeat(Network& network, RepeatId repeat, const std::set<LayerId>& layers)
{
    const auto found = network.repeats.find(repeat);
    if (found == network.repeats.end())
        return tl::unexpected(gone());
    std::set<LayerId> grown = found->second.layers;
    for (const LayerId layer : layers) {
        if (const auto repeatable = canBeRepeated(network, layer); !repeatable)
            return repeatable;
        const RepeatId present = repeatOf(network, layer);
        if (present && present != repeat)
            return fail({},
                        "\"" + network.layers.at(layer).name + "\" is in \"" + network.repeats.at(present).name +
                            "\" already",
                        "take it out of that repeat first");
        grown.insert(layer);
    }
    if (const auto possible = staysRepeatable(network, found->second, grown); !possible)
        return possible;
    found->second.layers = std::move(grown);
    return {};
}

Result<void> takeOutOfRepeats(Network& network, const std::set<LayerId>& layers)
{
    std::map<RepeatId, Repeat> left = network.repeats;
    for (auto& [id, repeat] : left) {
        std::erase_if(repeat.layers, [&](LayerId layer) { return layers.contains(layer); });
        if (repeat.layers.empty())
            continue;
        if (const auto possible = staysRepeatable(network, network.repeats.at(id), repeat.layers); !possible)
            return possible;
    }
    std::erase_if(left, [](const auto& entry) { return entry.second.layers.empty(); });
    network.repeats = std::move(left);
    return {};
}

void removeRepeat(Network& network, RepeatId repeat)
{
    network.repeats.erase(repeat);
}

std::set<RepeatId> endBrokenRepeats(Network& network, const Network& before)
{
    std::set<RepeatId> ended;
    for (const auto& [id, repeat] : network.repeats) {
        const auto was = before.repeats.find(id);
        if (was != before.repeats.end() && repeatPorts(before, was->second.layers) &&
            !repeatPorts(network, repeat.layers))
            ended.insert(id);
    }
    std::erase_if(network.repeats, [&](const auto& entry) { return ended.contains(entry.first); });
    return ended;
}

} // namespace ligature
