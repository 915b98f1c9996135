// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/items/layer_content.h"

#include "ui/document/text.h"

namespace ligature {

namespace {

QString sentence(const std::string& string)
{
    QString result = text(string).trimmed();
    if (!result.isEmpty() && !result.endsWith('.'))
        result += '.';
    return result;
}

template <typename Key>
void note(std::map<Key, NodeMessage>& messages, std::map<Key, int>& more, Key key, const Diagnostic& diagnostic)
{
    QString full = sentence(diagnostic.message);
    if (!diagnostic.mend.empty())
        full += ' ' + sentence(diagnostic.mend);
    const auto [entry, is_new] = messages.try_emplace(key, NodeMessage{diagnostic.severity, full, diagnostic.remedy});
    if (is_new)
        return;
    ++more[key];
    if (entry->second.severity < diagnostic.severity)
        entry->second = {diagnostic.severity, full, diagnostic.remedy};
}

template <typename Key>
void sayHowManyMore(std::map<Key, NodeMessage>& messages, const std::map<Key, int>& more)
{
    for (const auto& [key, count] : more)
        messages[key].text += QStringLiteral(" (and %1 more)").arg(count);
}

/// "64 → 32" where the shape changes on the way, else the value of the first attribute that says something: it has to
/// be as short, so that a node does not grow when it loses a link.
QString summaryOf(const Network& network, const Analysis& analysis, const LayerType& type, const LayerContent& content,
                  const Attributes& attributes)
{
    if (content.inputs.size() == 1 && content.outputs.size() == 1) {
        const std::optional<Shape> in = analysis.inputShape(network, content.inputs.front().port);
        const auto out = analysis.outputs.find(content.outputs.front().port);
        if (in && out != analysis.outputs.end() && *in != out->second)
            return text(in->toString()) + QStringLiteral(" → ") + text(out->second.toString());
    }
    // With several inputs, the attribute would be their number, which one sees.
    if (content.inputs.size() > 1)
        return {};
    for (const AttributeSpec& spec : type.attributes()) {
        const QString value = text(toString(attributes.values().at(spec.name)));
        switch (spec.kind) {
        case AttributeKind::Shape:
        case AttributeKind::Integer:
        case AttributeKind::Real: return value;
        case AttributeKind::Boolean:
        case AttributeKind::Choice:
        case AttributeKind::Text:
        case AttributeKind::Path: break;
        }
    }
    return {};
}

} // namespace

NodeMessages nodeMessages(const Analysis& analysis)
{
    NodeMessages messages;
    std::map<LayerId, int> more_of_layer;
    std::map<ParameterId, int> more_of_parameter;
    std::map<RepeatId, int> more_of_repeat;
    for (const Diagnostic& diagnostic : analysis.diagnostics) {
        if (diagnostic.repeat)
            note(messages.repeats, more_of_repeat, *diagnostic.repeat, diagnostic);
        else if (diagnostic.layer)
            note(messages.layers, more_of_layer, *diagnostic.layer, diagnostic);
        else if (diagnostic.parameter)
            note(messages.parameters, more_of_parameter, *diagnostic.parameter, diagnostic);
    }
    sayHowManyMore(messages.layers, more_of_layer);
    sayHowManyMore(messages.parameters, more_of_parameter);
    sayHowManyMore(messages.repeats, more_of_repeat);
    return messages;
}

LayerContent layerContent(const Project& project, const Analysis& analysis, const NodeMessages& messages,
                          const std::set<Port>& linked_outputs, LayerId id)
{
    const Network& network = project.network;
    const Layer& layer = network.layers.at(id);
    LayerContent content;
    content.name = text(layer.name);
    if (const auto message = messages.layers.find(id); message != messages.layers.end())
        content.message = message->second;
    const LayerType* type = findLayerType(layer.type);
    if (type == nullptr) {
        content.kind = text(layer.type);
        return content;
    }
    content.kind = text(type->title());
    content.category = type->category();
    const std::vector<AttributeSpec> specs = type->attributes();
    const Attributes attributes = withDefaults(specs, layer.attributes);
    for (const PortSpec& spec : type->inputs(attributes)) {
        const Port port{id, spec.name};
        content.inputs.push_back({port, text(spec.help), network.links.contains(port)});
    }
    for (const PortSpec& spec : type->outputs(attributes)) {
        const Port port{id, spec.name};
        content.outputs.push_back({port, text(spec.help), linked_outputs.contains(port)});
    }
    for (const SlotSpec& spec : type->slots(attributes)) {
        SlotContent slot{{id, spec.name}, text(spec.name), {}, text(spec.help), std::nullopt};
        if (const auto shape = analysis.slots.find(slot.slot); shape != analysis.slots.end())
            slot.shape = text(shape->second.toString());
        const auto tie = network.ties.find(slot.slot);
        if (tie != network.ties.end() && network.parameters.at(tie->second.parameter).shared) {
            const auto colour = project.canvas.colours.find(tie->second.parameter);
            slot.colour = colour == project.canvas.colours.end() ? 0 : colour->second;
        }
        content.slots.push_back(std::move(slot));
    }
    content.summary = summaryOf(network, analysis, *type, content, attributes);
    return content;
}

} // namespace ligature
