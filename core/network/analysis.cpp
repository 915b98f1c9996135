// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/analysis.h"

#include <algorithm>
#include <set>

#include "core/layers/layer_type.h"
#include "core/network/repeat.h"
#include "core/network/unique_name.h"

namespace ligature {

namespace {

/// One pass over a network, collecting what it finds.
class Analyser {
public:
    explicit Analyser(const Network& network) : m_network(network) {}

    Analysis run()
    {
        sortLayers();
        for (const LayerId id : m_analysis.order)
            inferLayer(id);
        for (const Use& use : m_uses)
            learnShape(use);
        for (const Use& use : m_uses)
            checkUse(use);
        std::map<ParameterId, std::vector<Slot>> uses = usesByParameter(m_network);
        for (const auto& [id, parameter] : m_network.parameters)
            checkParameter(id, parameter, uses[id]);
        for (const auto& [id, repeat] : m_network.repeats)
            checkRepeat(id, repeat);
        if (const auto size = checkRepeatedLayers(m_network); !size)
            report(Severity::Error, "repeats-too-large", {}, sentence(size.error().what), sentence(size.error().mend));
        checkWhole();
        return std::move(m_analysis);
    }

private:
    struct Use {
        Slot slot;
        Inference::SlotShape expected;
        Tie tie;
    };

    void report(Severity severity, std::string code, std::optional<LayerId> layer, std::string message,
                std::string mend, std::optional<ParameterId> parameter = {})
    {
        m_analysis.diagnostics.push_back(
            {severity, std::move(code), layer, parameter, std::move(message), std::move(mend)});
    }

    /// Kahn's algorithm, smallest id first, so that the order depends on the network alone.
    void sortLayers()
    {
        std::map<LayerId, int> waiting;
        std::map<LayerId, std::vector<LayerId>> readers;
        for (const auto& [id, layer] : m_network.layers)
            waiting[id] = 0;
        for (const auto& [input, output] : m_network.links) {
            ++waiting[input.layer];
            readers[output.layer].push_back(input.layer);
        }
        std::set<LayerId> ready;
        for (const auto& [id, count] : waiting) {
            if (count == 0)
                ready.insert(id);
        }
        while (!ready.empty()) {
            const LayerId id = *ready.begin();
            ready.erase(ready.begin());
            m_analysis.order.push_back(id);
            for (const LayerId reader : readers[id]) {
                if (--waiting[reader] == 0)
                    ready.insert(reader);
            }
        }
        for (const auto& [id, count] : waiting) {
            if (count > 0) {
                report(Severity::Error, "cycle", id, "The links around this layer form a circle.",
                       "Remove one of the links of the circle.");
            }
        }
    }

    void inferLayer(LayerId id)
    {
        const Layer& layer = m_network.layers.at(id);
        const LayerType* const type = findLayerType(layer.type);
        if (type == nullptr) {
            report(Severity::Error, "unknown-type", id, "There is no layer type \"" + layer.type + "\".",
                   "Remove the layer, or open the project with a newer Ligature.");
            return;
        }
        const std::vector<AttributeSpec> specs = type->attributes();
        if (const auto valid = validate(specs, layer.attributes, layer.name); !valid) {
            report(Severity::Error, "attribute", id, sentence(valid.error().what), sentence(valid.error().mend));
            return;
        }
        const Attributes attributes = withDefaults(specs, layer.attributes);
        std::vector<Shape> inputs;
        if (!collectInputs(id, *type, attributes, inputs))
            return;
        const Result<Inference> inference = type->infer(attributes, inputs);
        if (!inference) {
            report(Severity::Error, "shape", id, sentence(inference.error().what), sentence(inference.error().mend));
            return;
        }
        const std::vector<PortSpec> outputs = type->outputs(attributes);
        for (std::size_t i = 0; i < outputs.size(); ++i) {
            if (inference->outputs[i].elementCount() > largestTensor) {
                report(Severity::Error, "too-large", id,
                       "The output " + inference->outputs[i].toString() + " is larger than any memory.",
                       "Make the layer smaller.");
                return;
            }
            m_analysis.outputs[Port{id, outputs[i].name}] = inference->outputs[i];
        }
        const std::vector<SlotSpec> slots = type->slots(attributes);
        for (std::size_t i = 0; i < slots.size(); ++i)
            addUse(Slot{id, slots[i].name}, inference->slots[i]);
    }

    /// False where an input is missing or its shape is not known; only the former is this layer's own fault.
    bool collectInputs(LayerId id, const LayerType& type, const Attributes& attributes, std::vector<Shape>& shapes)
    {
        bool complete = true;
        for (const PortSpec& port : type.inputs(attributes)) {
            const Port input{id, port.name};
            if (!m_network.links.contains(input)) {
                report(Severity::Error, "input-not-linked", id, "Nothing is linked to its " + port.name + ".",
                       "Drag a link from another layer's output to it.");
                complete = false;
                continue;
            }
            if (const auto shape = m_analysis.inputShape(m_network, input))
                shapes.push_back(*shape);
            else
                complete = false;
        }
        return complete;
    }

    void addUse(const Slot& slot, const Inference::SlotShape& expected)
    {
        m_analysis.slots[slot] = expected.shape;
        const auto found = m_network.ties.find(slot);
        if (found == m_network.ties.end() || !m_network.parameters.contains(found->second.parameter)) {
            report(Severity::Error, "slot-empty", slot.layer, "Its " + slot.slot + " reads no parameter.",
                   "Tie it to a parameter.");
            return;
        }
        m_uses.push_back({slot, expected, found->second});
    }

    /// A parameter's own shape, or else what its first use needs whose view can tell; its fans are those of its first
    /// use, however that reads it.
    void learnShape(const Use& use)
    {
        const Parameter& parameter = m_network.parameters.at(use.tie.parameter);
        const Fans fans = m_first_fans.try_emplace(use.tie.parameter, use.expected.fans).first->second;
        if (m_analysis.parameters.contains(use.tie.parameter))
            return;
        const Result<Shape> own =
            parameter.shape ? Result<Shape>(*parameter.shape) : inputShape(use.tie.view, use.expected.shape);
        if (own)
            m_analysis.parameters[use.tie.parameter] = ParameterShape{*own, fans};
    }

    void checkUse(const Use& use)
    {
        const auto& [slot, expected, tie] = use;
        const bool first = m_seen.insert(tie.parameter).second;
        const auto known = m_analysis.parameters.find(tie.parameter);
        const auto wrong = [&](const Error& error) {
            report(Severity::Error, "view", slot.layer, sentence("its " + slot.slot + ": " + error.what),
                   sentence(error.mend));
        };
        if (known == m_analysis.parameters.end()) {
            if (first)
                wrong(inputShape(tie.view, expected.shape).error());
            return;
        }
        const Shape& own = known->second.shape;
        if (own.elementCount() > largestTensor) {
            if (first) {
                report(Severity::Error, "too-large", slot.layer,
                       "Its " + slot.slot + " of " + own.toString() + " is larger than any memory.",
                       "Make the layer smaller.");
            }
            return;
        }
        if (m_network.parameters.at(tie.parameter).state && !tie.view.empty()) {
            report(Severity::Error, "state-view", slot.layer,
                   "Its " + slot.slot + " is state, which the layer writes as well as reads, and the tie has a view.",
                   "Let the tie read it as it is.");
            return;
        }
        const Result<Shape> seen = outputShape(tie.view, own);
        if (!seen)
            wrong(seen.error());
        else if (*seen != expected.shape)
            reportMismatch(slot, tie, m_network.parameters.at(tie.parameter), *seen, expected.shape);
    }

    void reportMismatch(const Slot& slot, const Tie& tie, const Parameter& parameter, const Shape& seen,
                        const Shape& expected)
    {
        const std::string name = parameter.shared ? "\"" + parameter.name + "\"" : "its parameter";
        report(Severity::Error, "tie-shape", slot.layer,
               "Its " + slot.slot + " needs " + expected.toString() + ", and " + notation(tie.view, name) + " gives " +
                   seen.toString() + ".",
               mendOfMismatch(tie, parameter, seen, expected));
    }

    [[nodiscard]] std::string mendOfMismatch(const Tie& tie, const Parameter& parameter, const Shape& seen,
                                             const Shape& expected) const
    {
        if (seen.rank() == 2 && seen.reversed() == expected && (tie.view.empty() || tie.view == transposeView()))
            return tie.view.empty() ? "Let the tie read it transposed." : "Let the tie read it as it is.";
        if (!parameter.shared && tie.view.empty()) // It has but one use, and there is nothing to untie.
            return "Change the layer so that it needs " + seen.toString() + ", or share it and empty its shape.";
        if (const ViewType* const step = stepThatFits(seen, expected))
            return "Add the step \"" + step->title() + "\" to the tie, or untie it.";
        if (!tie.view.empty() && !inputShape(tie.view, expected))
            return "Change what the tie reads of it, or the parameter's shape.";
        if (parameter.shape && fitsWithoutShape(tie.parameter))
            return "Empty the shape of \"" + parameter.name + "\", so that it follows its first use, or untie it.";
        return "Untie it, or change the layers so that all uses of \"" + parameter.name + "\" need the same shape.";
    }

    /// What a person would add to the tie; never what fits whatever it is given, as a hash does.
    [[nodiscard]] static const ViewType* stepThatFits(const Shape& seen, const Shape& expected)
    {
        const Shape unrelated({expected.elementCount() + 1, 3});
        for (const ViewType* const type : viewTypes()) {
            const auto attributes = type->fitting(seen, expected);
            if (!attributes || (type->repeats() && type->fitting(unrelated, expected)))
                continue;
            const Result<Shape> gives = outputShape(View{{type->name(), *attributes}}, seen);
            if (gives && *gives == expected)
                return type;
        }
        return nullptr;
    }

    /// Whether all its uses would fit a parameter that had no shape of its own.
    [[nodiscard]] bool fitsWithoutShape(ParameterId id) const
    {
        std::optional<Shape> own;
        for (const Use& use : m_uses) {
            if (use.tie.parameter != id || own)
                continue;
            if (const Result<Shape> told = inputShape(use.tie.view, use.expected.shape))
                own = *told;
        }
        return own && std::ranges::all_of(m_uses, [&](const Use& use) {
                   if (use.tie.parameter != id)
                       return true;
                   const Result<Shape> seen = outputShape(use.tie.view, *own);
                   return seen && *seen == use.expected.shape;
               });
    }

    void checkParameter(ParameterId id, const Parameter& parameter, const std::vector<Slot>& uses)
    {
        if (!m_analysis.parameters.contains(id) && parameter.shape) {
            m_analysis.parameters[id] = ParameterShape{*parameter.shape, fansOf(*parameter.shape)};
            if (parameter.shape->elementCount() > largestTensor) {
                report(Severity::Error, "too-large", {},
                       "The shape " + parameter.shape->toString() + " is larger than any memory.",
                       "Make the parameter smaller.", id);
            }
        }
        const InitializerType* const initializer = findInitializerType(parameter.initializer.type);
        const std::optional<LayerId> layer =
            parameter.shared || uses.empty() ? std::nullopt : std::optional(uses.front().layer);
        if (initializer == nullptr) {
            report(Severity::Error, "initializer", layer,
                   "There is no initializer \"" + parameter.initializer.type + "\".", "Choose another one.", id);
        } else if (const auto valid =
                       validate(initializer->attributes(), parameter.initializer.attributes, initializer->title());
                   !valid) {
            report(Severity::Error, "initializer", layer, sentence(valid.error().where + ": " + valid.error().what),
                   sentence(valid.error().mend), id);
        }
        if (parameter.shared && parameter.name == reservedParameterName) {
            report(Severity::Error, "reserved-name", {},
                   "Files of weights keep the name \"" + parameter.name + "\" for themselves.", "Rename it.", id);
        }
        if (parameter.state && uses.size() > 1)
            reportSharedState(id, parameter, uses);
        if (parameter.shared && uses.empty()) {
            report(Severity::Warning, "parameter-unused", {},
                   "Nothing uses \"" + parameter.name + "\", so training cannot change it.",
                   "Drag from it to a layer's slot, or remove it.", id);
        }
    }

    /// What goes round must fit where it comes in again.
    void checkRepeat(RepeatId id, const Repeat& repeat)
    {
        if (repeat.layers.empty())
            return;
        const Result<RepeatPorts> ports = repeatPorts(m_network, repeat.layers);
        const Result<void> fits = ports ? fitsItself(*ports, m_analysis.outputs) : Result<void>();
        if (ports && fits)
            return;
        const Error& error = ports ? fits.error() : ports.error();
        report(Severity::Error, ports ? "repeat-shape" : "repeat", ports ? ports->exit.layer : *repeat.layers.begin(),
               "\"" + repeat.name + "\" cannot be repeated: " + error.what + ".", sentence(error.mend));
        m_analysis.diagnostics.back().repeat = id;
    }

    /// The layers are named, as what they keep is a mixture of what flows through all of them.
    void reportSharedState(ParameterId id, const Parameter& parameter, const std::vector<Slot>& uses)
    {
        std::string names;
        for (std::size_t i = 0; i < uses.size(); ++i) {
            if (i > 0)
                names += i + 1 < uses.size() ? ", " : " and ";
            names += "\"" + m_network.layers.at(uses[i].layer).name + "\"";
        }
        report(Severity::Warning, "state-shared", {},
               names + " share the " + uses.front().slot + " \"" + parameter.name +
                   "\", so it becomes a mixture of what flows through them.",
               "Untie it, unless they are meant to be one layer; weight and bias can stay shared.", id);
    }

    void checkWhole()
    {
        if (m_network.layers.empty())
            return report(Severity::Error, "empty", {}, "The network has no layers.",
                          "Add an Input, some layers and a loss.");
        std::set<LayerId> read;
        for (const auto& [input, output] : m_network.links)
            read.insert(output.layer);
        int losses = 0;
        for (const auto& [id, layer] : m_network.layers) {
            const LayerType* const type = findLayerType(layer.type);
            if (type == nullptr)
                continue;
            if (type->category() == LayerCategory::Loss) {
                ++losses;
            } else if (!read.contains(id) && hasOutput(*type, layer)) {
                report(Severity::Warning, "output-unused", id, "Nothing reads its output.",
                       "Link it on towards a loss, or remove the layer.");
            }
        }
        if (losses == 0) {
            report(Severity::Error, "no-loss", {}, "The network has no loss, so there is nothing to train it towards.",
                   "Add a loss, such as Mean squared error, and link it.");
        }
    }

    /// torch.nn.init's: of a weight (out, in, ...), the rest being the receptive field. A vector counts as one of each.
    static Fans fansOf(const Shape& shape)
    {
        if (shape.rank() < 2)
            return {std::max<std::int64_t>(shape.elementCount(), 1), std::max<std::int64_t>(shape.elementCount(), 1)};
        std::vector<std::int64_t> field(shape.extents().begin() + 2, shape.extents().end());
        field.push_back(shape[1]);
        const std::int64_t fan_in = Shape(field).elementCount();
        field.back() = shape[0];
        return {fan_in, Shape(field).elementCount()};
    }

    static bool hasOutput(const LayerType& type, const Layer& layer)
    {
        const Attributes attributes = withDefaults(type.attributes(), layer.attributes);
        return validate(type.attributes(), attributes, {}) && !type.outputs(attributes).empty();
    }

    static std::string sentence(std::string text)
    {
        if (text.empty())
            return text;
        text[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(text[0])));
        return text + ".";
    }

    const Network& m_network;
    Analysis m_analysis;
    std::vector<Use> m_uses; ///< in the order of the layers
    std::map<ParameterId, Fans> m_first_fans;
    std::set<ParameterId> m_seen;
};

} // namespace

std::string toString(Severity severity)
{
    switch (severity) {
    case Severity::Info: return "info";
    case Severity::Warning: return "warning";
    case Severity::Error: return "error";
    }
    return {};
}

Error errorOf(const Network& network, const Diagnostic& diagnostic, const std::string& otherwise)
{
    const auto layer = diagnostic.layer ? network.layers.find(*diagnostic.layer) : network.layers.end();
    std::string where = otherwise;
    if (layer != network.layers.end())
        where = layer->second.name;
    else if (diagnostic.parameter)
        where = parameterName(network, *diagnostic.parameter);
    return {std::move(where), diagnostic.message, diagnostic.mend};
}

bool Analysis::hasErrors() const
{
    return std::ranges::any_of(diagnostics, [](const Diagnostic& d) { return d.severity == Severity::Error; });
}

std::optional<Shape> Analysis::inputShape(const Network& network, const Port& input) const
{
    const auto link = network.links.find(input);
    if (link == network.links.end())
        return std::nullopt;
    const auto shape = outputs.find(link->second);
    return shape == outputs.end() ? std::nullopt : std::optional(shape->second);
}

Analysis analyse(const Network& network)
{
    return Analyser(network).run();
}

} // namespace ligature
