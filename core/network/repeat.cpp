// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/repeat.h"

#include <algorithm>
#include <limits>
#include <vector>

#include "core/layers/layer_type.h"
#include "core/network/reachability.h"
#include "core/network/unique_name.h"

namespace ligature {

namespace {

/// Ids below are the network's own; above are those of later passes.
constexpr unsigned passShift = 40;

template <typename Id>
Id inPass(Id id, std::int64_t pass)
{
    return Id{(static_cast<std::uint64_t>(pass) << passShift) | id.value};
}

/// A name for that pass which nothing has: "dense#2", and where somebody has called a layer so, "dense#2_2".
std::string inPass(const std::string& name, std::int64_t pass, std::set<std::string>& taken)
{
    const std::string wish = name + "#" + std::to_string(pass + 1);
    std::string free = wish;
    for (int number = 2; !taken.insert(free).second; ++number)
        free = wish + "_" + std::to_string(number);
    return free;
}

/// Drawn as the first pass's is, from a stream of the pass's own.
std::optional<FirstDraw> drawnInPass(const std::optional<FirstDraw>& draw, std::int64_t pass)
{
    // A stream that is a pass's already leads to one of another pass, so it is drawn by its own id.
    if (!draw || draw->stream.value >> passShift != 0)
        return std::nullopt;
    FirstDraw own = *draw;
    own.stream = inPass(draw->stream, pass);
    return own;
}

/// Spells out the passes of one repeat after the other.
class Expander {
public:
    explicit Expander(const Network& network) : m_source(network), m_uses(usesByParameter(network))
    {
        m_expansion.network = network;
        m_expansion.network.repeats.clear();
        if (network.repeats.empty())
            return; // Every edit asks for the expansion, and mostly there is none.
        for (const auto& [id, layer] : network.layers)
            m_layer_names.insert(layer.name);
        for (const auto& [id, parameter] : network.parameters) {
            if (parameter.shared)
                m_parameter_names.insert(parameter.name);
        }
    }

    Expansion run()
    {
        if (!checkRepeatedLayers(m_source))
            return std::move(m_expansion);
        for (const auto& [id, repeat] : m_source.repeats) {
            const auto ports = repeatPorts(m_source, repeat.layers);
            if (!ports || m_source.next_id >> passShift != 0)
                continue;
            spellOut(repeat, *ports);
        }
        return std::move(m_expansion);
    }

private:
    void spellOut(const Repeat& repeat, const RepeatPorts& ports)
    {
        Network& network = m_expansion.network;
        const Port last{inPass(ports.exit.layer, repeat.count - 1), ports.exit.port};
        for (auto& [input, output] : network.links) {
            if (output == ports.exit && !repeat.layers.contains(input.layer) && repeat.count > 1)
                output = last;
        }
        for (std::int64_t pass = 1; pass < repeat.count; ++pass) {
            for (const LayerId id : repeat.layers) {
                addLayer(id, pass);
                for (auto link = m_source.links.lower_bound(Port{id, {}});
                     link != m_source.links.end() && link->first.layer == id; ++link)
                    addLink(repeat, ports, link->first, link->second, pass);
                for (auto tie = m_source.ties.lower_bound(Slot{id, {}});
                     tie != m_source.ties.end() && tie->first.layer == id; ++tie)
                    addTie(repeat, tie->first, tie->second, pass);
            }
        }
    }

    void addLayer(LayerId id, std::int64_t pass)
    {
        Layer copy = m_source.layers.at(id);
        copy.name = inPass(copy.name, pass, m_layer_names);
        const LayerId fresh = inPass(id, pass);
        m_expansion.network.layers[fresh] = std::move(copy);
        m_expansion.layers[fresh] = id;
    }

    void addLink(const Repeat& repeat, const RepeatPorts& ports, const Port& input, const Port& output,
                 std::int64_t pass)
    {
        const Port from =
            repeat.layers.contains(output.layer)
                ? Port{inPass(output.layer, pass), output.port}
                : Port{pass == 1 ? ports.exit.layer : inPass(ports.exit.layer, pass - 1), ports.exit.port};
        m_expansion.network.links[Port{inPass(input.layer, pass), input.port}] = from;
    }

    void addTie(const Repeat& repeat, const Slot& slot, const Tie& tie, std::int64_t pass)
    {
        Network& network = m_expansion.network;
        Tie copy = tie;
        Parameter& parameter = network.parameters.at(tie.parameter);
        if (repeat.shared) {
            if (!parameter.shared) {
                parameter.name = parameterName(m_source, tie.parameter);
                parameter.shared = true;
            }
        } else if (usedOnlyIn(repeat, tie.parameter)) {
            copy.parameter = inPass(tie.parameter, pass);
            if (!network.parameters.contains(copy.parameter)) {
                Parameter own = parameter;
                if (own.shared)
                    own.name = inPass(own.name, pass, m_parameter_names);
                own.first_draw = drawnInPass(own.first_draw, pass);
                network.parameters[copy.parameter] = std::move(own);
                m_expansion.parameters[copy.parameter] = tie.parameter;
            }
        }
        network.ties[Slot{inPass(slot.layer, pass), slot.slot}] = std::move(copy);
    }

    bool usedOnlyIn(const Repeat& repeat, ParameterId id) const
    {
        return std::ranges::all_of(m_uses.at(id), [&](const Slot& use) { return repeat.layers.contains(use.layer); });
    }

    const Network& m_source;
    Expansion m_expansion;
    std::set<std::string> m_layer_names; ///< of the network and of the passes so far
    std::set<std::string> m_parameter_names;
    std::map<ParameterId, std::vector<Slot>> m_uses;
};

/// "\"a\" and \"b\"", of the layers that have the ports.
std::string namesOf(const Network& network, const std::set<Port>& ports)
{
    std::string names;
    for (auto port = ports.begin(); port != ports.end(); ++port) {
        if (port != ports.begin())
            names += std::next(port) == ports.end() ? " and " : ", ";
        names += "\"" + network.layers.at(port->layer).name + "\"";
    }
    return names;
}

} // namespace

Result<RepeatPorts> repeatPorts(const Network& network, const std::set<LayerId>& layers)
{
    if (layers.empty())
        return fail({}, "there is nothing to repeat", "select the layers that are to be repeated");
    for (const LayerId id : layers) {
        if (const auto repeatable = canBeRepeated(network, id); !repeatable)
            return tl::unexpected(repeatable.error());
    }
    std::set<Port> entries;
    std::set<Port> exits;
    for (const auto& [input, output] : network.links) {
        if (layers.contains(input.layer) && !layers.contains(output.layer))
            entries.insert(output);
        if (!layers.contains(input.layer) && layers.contains(output.layer))
            exits.insert(output);
    }
    if (entries.empty())
        return fail({}, "nothing comes into the repeated layers from outside",
                    "link an output outside of them to one of them");
    if (entries.size() > 1)
        return fail({},
                    std::to_string(entries.size()) + " values come into the repeated layers from outside (" +
                        namesOf(network, entries) + "), and it must be one",
                    "take what feeds them into the repeat too, or leave out what reads the others");
    if (exits.empty())
        return fail({}, "nothing outside reads what the repeated layers give",
                    "link one of their outputs to a layer outside of them");
    if (exits.size() > 1)
        return fail({},
                    std::to_string(exits.size()) + " values go out of the repeated layers (" + namesOf(network, exits) +
                        "), and it must be one",
                    "take what reads them into the repeat too, or leave out what gives the others");
    if (reaches(network, exits.begin()->layer, entries.begin()->layer))
        return fail({}, "a way leads out of the repeated layers and back into them",
                    "take the layers on that way into the repeat too");
    return RepeatPorts{*entries.begin(), *exits.begin()};
}

Result<void> canBeRepeated(const Network& network, LayerId layer)
{
    const auto found = network.layers.find(layer);
    if (found == network.layers.end())
        return fail({}, "there is no such layer", "select layers of this network");
    const LayerType* const type = findLayerType(found->second.type);
    if (type != nullptr && (type->category() == LayerCategory::Data || type->category() == LayerCategory::Loss))
        return fail({}, "data and losses cannot be repeated, such as \"" + found->second.name + "\"",
                    "leave it out of the repeat");
    return {};
}

Result<void> fitsItself(const RepeatPorts& ports, const std::map<Port, Shape>& outputs)
{
    const auto taken = outputs.find(ports.entry);
    const auto given = outputs.find(ports.exit);
    if (taken == outputs.end() || given == outputs.end() || taken->second == given->second)
        return {};
    return fail({},
                "a pass takes " + taken->second.toString() + " and gives " + given->second.toString() +
                    ", so the next one cannot take what it gives",
                "let the repeated layers give what they take");
}

Result<void> checkPasses(std::int64_t count)
{
    if (count < 1 || count > mostPasses)
        return fail({}, "a repeat has 1 to " + std::to_string(mostPasses) + " passes", "choose another number");
    return {};
}

Result<void> checkRepeatedLayers(const Network& network)
{
    std::int64_t layers = 0;
    for (const auto& [id, repeat] : network.repeats) {
        const std::int64_t own = Shape{repeat.count, static_cast<std::int64_t>(repeat.layers.size())}.elementCount();
        if (__builtin_add_overflow(layers, own, &layers))
            layers = std::numeric_limits<std::int64_t>::max();
    }
    if (layers > mostRepeatedLayers)
        return fail({},
                    "the repeats stand for " + std::to_string(layers) + " layers, and " +
                        std::to_string(mostRepeatedLayers) + " are the most",
                    "let them have fewer passes");
    return {};
}

RepeatId repeatOf(const Network& network, LayerId layer)
{
    for (const auto& [id, repeat] : network.repeats) {
        if (repeat.layers.contains(layer))
            return id;
    }
    return {};
}

Result<RepeatId> addRepeat(Network& network, const std::set<LayerId>& layers, std::int64_t count, bool shared,
                           std::string name)
{
    if (const auto possible = checkPasses(count); !possible)
        return tl::unexpected(possible.error());
    for (const LayerId layer : layers) {
        if (const RepeatId other = repeatOf(network, layer))
            return fail({},
                        "\"" + network.layers.at(layer).name + "\" is in \"" + network.repeats.at(other).name +
                            "\" already",
                        "take it out of that repeat first");
    }
    if (const auto ports = repeatPorts(network, layers); !ports)
        return tl::unexpected(ports.error());
    const RepeatId id{network.next_id++};
    network.repeats[id] = Repeat{uniqueRepeatName(network, name.empty() ? "repeat" : name), layers, count, shared};
    return id;
}

Expansion expand(const Network& network)
{
    if (network.repeats.empty())
        return {network, {}, {}};
    return Expander(network).run();
}

} // namespace ligature
