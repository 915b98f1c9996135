// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <limits>
#include <set>
#include <tuple>

#include "core/layers/layer_type.h"
#include "core/network/repeat.h"
#include "core/network/unique_name.h"
#include "core/project/arms_json.h"
#include "core/project/attributes_json.h"
#include "core/project/network_json.h"

namespace ligature {

namespace {

constexpr std::int64_t greatestDraw = std::int64_t{1} << 40;
constexpr double greatestFactor = 1e9;
constexpr double anyReal = std::numeric_limits<double>::max();

template <typename Specs>
bool hasName(const Specs& specs, const std::string& name)
{
    return std::ranges::any_of(specs, [&](const auto& spec) { return spec.name == name; });
}

class NetworkReader {
public:
    explicit NetworkReader(const JsonValue& value) : m_value(value), m_reading(value.reading()) {}

    Network read()
    {
        m_value.expectKeys({"layers", "parameters", "links", "ties", "repeats", "arms", "next_id"});
        readEach("layers", &NetworkReader::readLayer);
        readEach("parameters", &NetworkReader::readParameter);
        readEach("links", &NetworkReader::readLink);
        readEach("ties", &NetworkReader::readTie);
        if (m_value.find("repeats"))
            readEach("repeats", &NetworkReader::readRepeat);
        if (const auto arms = m_value.find("arms"); arms && !m_reading.failed())
            m_network.arms = readCustomArms(*arms, m_network);
        m_network.next_id = static_cast<std::uint64_t>(m_value["next_id"].integer(1, greatestId));
        if (!m_ids.empty() && m_network.next_id <= *m_ids.rbegin())
            m_value["next_id"].report("is not greater than every id",
                                      "set it to " + std::to_string(*m_ids.rbegin() + 1));
        if (!m_reading.failed()) {
            checkSlots();
            checkParameters();
            checkCircles();
        }
        return std::move(m_network);
    }

private:
    void readEach(const std::string& key, void (NetworkReader::*read_one)(const JsonValue&))
    {
        for (const JsonValue& element : m_value[key].elements()) {
            if (m_reading.failed())
                return;
            (this->*read_one)(element);
        }
    }

    /// An id that nothing else in the network has.
    std::uint64_t readNewId(const JsonValue& value)
    {
        const auto id = static_cast<std::uint64_t>(value.integer(1, greatestId));
        if (!m_ids.insert(id).second)
            value.report("is the id of something else too", "give it an id of its own");
        return id;
    }

    std::string readNewName(const JsonValue& value, std::set<std::string>& taken)
    {
        std::string name = value.text();
        if (const auto valid = checkName(name); !valid)
            value.report(valid.error().what, valid.error().mend);
        else if (!taken.insert(name).second)
            value.report("\"" + name + "\" is the name of another one too", "give it a name of its own");
        return name;
    }

    void readLayer(const JsonValue& value)
    {
        value.expectKeys({"id", "type", "name", "attributes"});
        const LayerId id{readNewId(value["id"])};
        auto [type, attributes] = readTyped(value, findLayerType, "layer type");
        m_network.layers[id] = Layer{std::move(type), readNewName(value["name"], m_layer_names), std::move(attributes)};
        m_layer_places.emplace(id, value);
    }

    void readParameter(const JsonValue& value)
    {
        value.expectKeys({"id", "shared", "name", "shape", "initializer", "trainable", "weight_decay_factor",
                          "learning_rate_factor", "stored_transposed", "state", "first_draw"});
        const ParameterId id{readNewId(value["id"])};
        Parameter parameter;
        const auto flag = [&](const std::string& key, bool usual) {
            const auto found = value.find(key);
            return found ? found->boolean() : usual;
        };
        const auto factor = [&](const std::string& key) {
            const auto found = value.find(key);
            return found ? found->real(0, greatestFactor) : 1.0;
        };
        parameter.shared = flag("shared", false);
        if (parameter.shared)
            parameter.name = readNewName(value["name"], m_parameter_names);
        else if (const auto name = value.find("name"))
            name->report("is the name of a parameter that is not shared", "remove it: its slot names it");
        if (const auto shape = value.find("shape"))
            parameter.shape = readShape(*shape);
        std::tie(parameter.initializer.type, parameter.initializer.attributes) =
            readTypedObject(value["initializer"], findInitializerType, "initializer");
        parameter.state = flag("state", false);
        parameter.trainable = flag("trainable", true);
        if (parameter.state && parameter.trainable)
            value.report("is state and trainable", "set \"trainable\": false");
        parameter.weight_decay_factor = factor("weight_decay_factor");
        parameter.learning_rate_factor = factor("learning_rate_factor");
        parameter.stored_transposed = flag("stored_transposed", false);
        if (const auto draw = value.find("first_draw"))
            parameter.first_draw = readFirstDraw(*draw);
        m_network.parameters[id] = std::move(parameter);
        m_parameter_places.emplace(id, value);
    }

    static View readView(const JsonValue& value)
    {
        View view;
        for (const JsonValue& step : value.elements()) {
            auto [type, attributes] = readTypedObject(step, findViewType, "view");
            view.push_back({std::move(type), std::move(attributes)});
        }
        if (view.size() > longestView)
            value.report("is a chain of " + std::to_string(view.size()) + " views",
                         "use at most " + std::to_string(longestView));
        return view;
    }

    /// Its stream is a name: the parameter of that id may be gone, or be a layer's by now.
    static FirstDraw readFirstDraw(const JsonValue& value)
    {
        value.expectKeys({"stream", "shape", "fan_in", "fan_out", "view"});
        FirstDraw draw;
        draw.stream = ParameterId{static_cast<std::uint64_t>(value["stream"].integer(1, greatestId))};
        draw.shape = readShape(value["shape"]);
        if (draw.shape.elementCount() > greatestDraw)
            value["shape"].report("is larger than any memory", "remove the first_draw: the values are drawn anew");
        draw.fans = {value["fan_in"].integer(1, greatestId), value["fan_out"].integer(1, greatestId)};
        if (const auto view = value.find("view"))
            draw.view = readView(*view);
        return draw;
    }

    /// The layer that an id refers to, which must exist.
    LayerId readLayerId(const JsonValue& value)
    {
        const LayerId id{static_cast<std::uint64_t>(value.integer(1, greatestId))};
        if (!m_network.layers.contains(id))
            value.report("there is no layer with the id " + std::to_string(id.value), "give the id of a layer");
        return id;
    }

    void readLink(const JsonValue& value)
    {
        value.expectKeys({"from", "output", "to", "input"});
        const Port output{readLayerId(value["from"]), value["output"].text()};
        const Port input{readLayerId(value["to"]), value["input"].text()};
        if (m_reading.failed())
            return;
        if (!hasName(typeOf(output.layer).outputs(attributesOf(output.layer)), output.port))
            value["output"].report("the layer has no output \"" + output.port + "\"", "give the name of an output");
        if (!hasName(typeOf(input.layer).inputs(attributesOf(input.layer)), input.port))
            value["input"].report("the layer has no input \"" + input.port + "\"", "give the name of an input");
        if (!m_network.links.emplace(input, output).second)
            value.report("is the second link to one input", "remove one of the two");
    }

    void readTie(const JsonValue& value)
    {
        value.expectKeys({"layer", "slot", "parameter", "view", "gradient_factor"});
        const Slot slot{readLayerId(value["layer"]), value["slot"].text()};
        Tie tie{ParameterId{static_cast<std::uint64_t>(value["parameter"].integer(1, greatestId))}};
        if (!m_network.parameters.contains(tie.parameter))
            value["parameter"].report("there is no parameter with the id " + std::to_string(tie.parameter.value),
                                      "give the id of a parameter");
        if (const auto view = value.find("view"))
            tie.view = readView(*view);
        if (const auto factor = value.find("gradient_factor"))
            tie.gradient_factor = factor->real(-anyReal, anyReal);
        if (m_reading.failed())
            return;
        if (!hasName(typeOf(slot.layer).slots(attributesOf(slot.layer)), slot.slot))
            value["slot"].report("the layer has no slot \"" + slot.slot + "\"", "give the name of a slot");
        const std::vector<SlotSpec> specs = typeOf(slot.layer).slots(attributesOf(slot.layer));
        const auto spec = std::ranges::find(specs, slot.slot, &SlotSpec::name);
        if (spec != specs.end() && spec->state != m_network.parameters.at(tie.parameter).state)
            value["parameter"].report(spec->state ? "is no state, and the slot keeps state"
                                                  : "is state, and the slot reads a parameter",
                                      "give the parameter \"state\": " + std::string(spec->state ? "true" : "false"));
        ++m_uses[tie.parameter];
        if (!m_network.ties.emplace(slot, std::move(tie)).second)
            value.report("is the second tie of one slot", "remove one of the two");
    }

    void readRepeat(const JsonValue& value)
    {
        value.expectKeys({"id", "name", "layers", "count", "shared"});
        const RepeatId id{readNewId(value["id"])};
        Repeat repeat{readNewName(value["name"], m_repeat_names),
                      {},
                      value["count"].integer(1, mostPasses),
                      value["shared"].boolean()};
        for (const JsonValue& element : value["layers"].elements()) {
            const LayerId layer = readLayerId(element);
            if (!m_repeated.insert(layer).second)
                element.report("is repeated twice", "let each layer be in one repeat, once");
            repeat.layers.insert(layer);
        }
        if (repeat.layers.empty())
            value["layers"].report("has no layers", "remove the repeat");
        m_network.repeats[id] = std::move(repeat);
    }

    [[nodiscard]] const LayerType& typeOf(LayerId id) const { return *findLayerType(m_network.layers.at(id).type); }
    [[nodiscard]] Attributes attributesOf(LayerId id) const
    {
        return withDefaults(typeOf(id).attributes(), m_network.layers.at(id).attributes);
    }

    void checkSlots()
    {
        for (const auto& [id, place] : m_layer_places) {
            for (const SlotSpec& spec : typeOf(id).slots(attributesOf(id))) {
                if (!m_network.ties.contains(Slot{id, spec.name}))
                    place.report("the slot \"" + spec.name + "\" has no tie", "add one to /network/ties");
            }
        }
    }

    void checkParameters()
    {
        for (const auto& [id, place] : m_parameter_places) {
            if (!m_network.parameters.at(id).shared && m_uses[id] != 1)
                place.report("is not shared and has " + std::to_string(m_uses[id]) + " uses",
                             m_uses[id] == 0 ? "remove it" : "give it a name and \"shared\": true");
        }
    }

    /// Takes away layers that nothing feeds any more, until none is left that could be.
    void checkCircles()
    {
        std::map<LayerId, std::size_t> waiting;
        std::multimap<LayerId, LayerId> readers;
        for (const auto& [input, output] : m_network.links) {
            ++waiting[input.layer];
            readers.emplace(output.layer, input.layer);
        }
        std::vector<LayerId> ready;
        for (const auto& [id, layer] : m_network.layers) {
            if (!waiting.contains(id))
                ready.push_back(id);
        }
        while (!ready.empty()) {
            const auto [first, last] = readers.equal_range(ready.back());
            ready.pop_back();
            for (auto reader = first; reader != last; ++reader) {
                if (--waiting[reader->second] == 0) {
                    waiting.erase(reader->second);
                    ready.push_back(reader->second);
                }
            }
        }
        if (!waiting.empty())
            m_value["links"].report("close a circle through \"" + m_network.layers.at(waiting.begin()->first).name +
                                        "\"",
                                    "remove one of its links");
    }

    JsonValue m_value;
    JsonReading& m_reading;
    Network m_network;
    std::set<std::uint64_t> m_ids;
    std::set<std::string> m_layer_names;
    std::set<std::string> m_parameter_names;
    std::set<std::string> m_repeat_names;
    std::set<LayerId> m_repeated;
    std::map<LayerId, JsonValue> m_layer_places;
    std::map<ParameterId, JsonValue> m_parameter_places;
    std::map<ParameterId, int> m_uses;
};

} // namespace

Network readNetwork(const JsonValue& value)
{
    return NetworkReader(value).read();
}

} // namespace ligature
