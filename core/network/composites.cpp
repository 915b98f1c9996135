// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/composites.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "core/layers/composite_layer.h"
#include "core/network/analysis.h"

namespace ligature {

namespace {

using Part = CompositeLayer::Part;

/// Replaces the composites of one network by their parts, which may be composites again.
class Speller {
public:
    Speller(SpelledOut& result, const Analysis& analysis)
        : m_result(result), m_network(result.network), m_analysis(analysis)
    {
    }

    /// False where its shapes are not known.
    bool spellOut(LayerId whole, const CompositeLayer& type)
    {
        const Layer drawn = m_network.layers.at(whole);
        const Attributes attributes = withDefaults(type.attributes(), drawn.attributes);
        std::vector<Port> given;
        std::vector<Shape> shapes;
        for (const PortSpec& port : type.inputs(attributes)) {
            const auto shape = m_analysis.inputShape(m_network, Port{whole, port.name});
            if (!shape)
                return false;
            given.push_back(m_network.links.at(Port{whole, port.name}));
            shapes.push_back(*shape);
        }
        if (!m_analysis.outputs.contains(Port{whole, type.outputs(attributes).front().name}))
            return false;
        const std::vector<Part> parts = type.completeParts(attributes, shapes);
        takeAway(whole, type, attributes);
        std::vector<Port> outputs;
        for (const Part& part : parts) {
            const LayerId id = &part == &parts.back() ? whole : LayerId{m_network.next_id++};
            add(id, drawn.name, part, given, outputs);
            moveTies(id, part);
            joinRepeat(whole, id);
            outputs.push_back({id, part.type->outputs(part.attributes).front().name});
        }
        moveReaders({whole, type.outputs(attributes).front().name}, outputs.back());
        // Inside another composite it is that one's name that people know.
        m_result.wholes.try_emplace(whole, drawn.name);
        return true;
    }

private:
    void takeAway(LayerId whole, const CompositeLayer& type, const Attributes& attributes)
    {
        for (const PortSpec& port : type.inputs(attributes))
            m_network.links.erase(Port{whole, port.name});
        m_ties.clear();
        auto tie = m_network.ties.lower_bound(Slot{whole, {}});
        while (tie != m_network.ties.end() && tie->first.layer == whole) {
            m_ties[tie->first.slot] = tie->second;
            tie = m_network.ties.erase(tie);
        }
    }

    void add(LayerId id, const std::string& outer, const Part& part, const std::vector<Port>& given,
             const std::vector<Port>& outputs)
    {
        m_network.layers[id] = Layer{part.type->name(), partName(outer, part.name), part.attributes};
        const std::vector<PortSpec> ports = part.type->inputs(part.attributes);
        for (std::size_t i = 0; i < ports.size(); ++i) {
            const Part::Source& source = part.sources[i];
            m_network.links[Port{id, ports[i].name}] = source.part ? outputs[*source.part] : given[source.input];
        }
    }

    void moveTies(LayerId id, const Part& part)
    {
        for (const SlotSpec& slot : part.type->slots(part.attributes)) {
            if (const auto tie = m_ties.find(partName(part.name, slot.name)); tie != m_ties.end())
                m_network.ties[Slot{id, slot.name}] = tie->second;
        }
    }

    void joinRepeat(LayerId whole, LayerId id)
    {
        for (auto& [repeat, repeated] : m_network.repeats) {
            if (repeated.layers.contains(whole))
                repeated.layers.insert(id);
        }
    }

    void moveReaders(const Port& from, const Port& to)
    {
        if (from == to)
            return;
        for (auto& [input, output] : m_network.links) {
            if (output == from)
                output = to;
        }
    }

    SpelledOut& m_result;
    Network& m_network;
    const Analysis& m_analysis;
    std::map<std::string, Tie> m_ties; ///< of the composite that is being replaced, by slot
};

/// The composites of a network that do not stay.
std::vector<LayerId> compositesOf(const Network& network, const std::function<bool(const LayerType&)>& keeps)
{
    std::vector<LayerId> found;
    for (const auto& [id, layer] : network.layers) {
        const LayerType* const type = findLayerType(layer.type);
        if (type != nullptr && type->composite() != nullptr && !(keeps && keeps(*type)))
            found.push_back(id);
    }
    return found;
}

} // namespace

const std::string& SpelledOut::nameOfOutput(LayerId layer) const
{
    const auto whole = wholes.find(layer);
    return whole == wholes.end() ? network.layers.at(layer).name : whole->second;
}

SpelledOut spellOutComposites(const Network& network, const std::function<bool(const LayerType&)>& keeps)
{
    SpelledOut result{network, {}};
    bool changed = true;
    while (changed) {
        changed = false;
        const std::vector<LayerId> composites = compositesOf(result.network, keeps);
        if (composites.empty())
            break;
        const Analysis analysis = analyse(result.network);
        Speller speller(result, analysis);
        for (const LayerId id : composites)
            changed = speller.spellOut(id, *findLayerType(result.network.layers.at(id).type)->composite()) || changed;
    }
    return result;
}

bool takesWholeOrParts(const LayerType& type, const std::function<bool(const LayerType&)>& takes)
{
    if (takes(type) || type.composite() == nullptr)
        return takes(type);
    const auto parts = type.composite()->completeParts(withDefaults(type.attributes(), {}), {});
    return std::ranges::all_of(parts, [&](const Part& part) { return takesWholeOrParts(*part.type, takes); });
}

} // namespace ligature
