// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/info.h"
#include "app/cli/number_text.h"
#include "app/cli/text_table.h"
#include "core/layers/layer_type.h"
#include "core/optimization/optimizer.h"
#include "core/optimization/schedule.h"

namespace ligature::cli {

namespace {

constexpr std::size_t indent = 2;

std::string joined(const std::vector<std::string>& parts)
{
    std::string text;
    for (const std::string& part : parts)
        text += (text.empty() ? "" : ", ") + part;
    return text;
}

std::string shapeText(const std::optional<Shape>& shape)
{
    return shape ? shape->toString() : "?";
}

/// "decoder.weight" and, where the tie reads it otherwise than as it is, how: "decoder.weight (Wᵀ)".
std::string useText(const Network& network, const Slot& slot, const Tie& tie)
{
    std::string text = network.layers.at(slot.layer).name + "." + slot.slot;
    if (!tie.view.empty())
        text += " (" + notation(tie.view, parameterName(network, tie.parameter)) + ")";
    return text;
}

std::string layersText(const Network& network, const Analysis& analysis)
{
    TextTable table(indent);
    table.addRow({"name", "type", "inputs", "outputs", "reads"});
    for (const auto& [id, layer] : network.layers) {
        std::vector<std::string> inputs;
        std::vector<std::string> outputs;
        std::vector<std::string> slots;
        const LayerType* const type = findLayerType(layer.type);
        if (type) {
            const Attributes attributes = withDefaults(type->attributes(), layer.attributes);
            for (const PortSpec& port : type->inputs(attributes))
                inputs.push_back(shapeText(analysis.inputShape(network, {id, port.name})));
            for (const PortSpec& port : type->outputs(attributes)) {
                const auto output = analysis.outputs.find({id, port.name});
                outputs.push_back(output == analysis.outputs.end() ? "?" : output->second.toString());
            }
            for (const SlotSpec& slot : type->slots(attributes)) {
                const auto tie = network.ties.find({id, slot.name});
                if (tie != network.ties.end() && network.parameters.at(tie->second.parameter).shared)
                    slots.push_back(slot.name + " = " +
                                    notation(tie->second.view, parameterName(network, tie->second.parameter)));
            }
        }
        table.addRow({layer.name, type ? type->title() : layer.type, joined(inputs), joined(outputs), joined(slots)});
    }
    return table.text();
}

std::string parametersText(const Network& network, const Analysis& analysis, const Account& account)
{
    TextTable table(indent);
    table.alignRight({2, 3});
    table.addRow({"name", "shape", "values", "untied", "read by"});
    for (const ParameterAccount& entry : account.parameters) {
        std::vector<std::string> uses;
        for (const Slot& slot : usesOf(network, entry.parameter))
            uses.push_back(useText(network, slot, network.ties.at(slot)));
        const auto shape = analysis.parameters.find(entry.parameter);
        const bool trainable = network.parameters.at(entry.parameter).trainable;
        table.addRow({parameterName(network, entry.parameter) + (trainable ? "" : " (frozen)"),
                      shape == analysis.parameters.end() ? "?" : shape->second.shape.toString(),
                      groupedText(entry.tied), groupedText(entry.untied), uses.empty() ? "nothing" : joined(uses)});
    }
    return table.text();
}

/// Of each parameter that several slots read: what each reads, and what one storage for all of them saves.
std::string tiesText(const Network& network, const Account& account)
{
    TextTable table(indent);
    table.alignRight({2, 3});
    table.addRow({"name", "read by", "values", "operations a sample"});
    bool any = false;
    for (const ParameterAccount& entry : account.parameters) {
        if (entry.uses < 2)
            continue;
        any = true;
        std::string name = parameterName(network, entry.parameter);
        for (const UseAccount& use : entry.reads) {
            table.addRow({name, useText(network, use.slot, network.ties.at(use.slot)), groupedText(use.values),
                          groupedText(use.flops_per_sample)});
            name.clear();
        }
        table.addRow({"", "saved: " + bytesText(entry.saved() * std::int64_t{sizeof(float)}) + " of weights",
                      groupedText(entry.saved()), ""});
    }
    return any ? "\nTies, with the operations of the layers that they feed\n" + table.text() : std::string();
}

std::string countsText(const Account& account)
{
    TextTable table(indent);
    table.alignRight({1, 2, 3});
    table.addRow({"", "tied", "untied", "change"});
    const auto add = [&](const char* label, std::int64_t Counts::*count, std::string (*text)(std::int64_t)) {
        const std::int64_t tied = account.tied.*count;
        const std::int64_t untied = account.untied.*count;
        table.addRow({label, text(tied), text(untied), changeText(untied, tied)});
    };
    add("parameters", &Counts::parameters, groupedText);
    add("trainable", &Counts::trainable, groupedText);
    add("weights", &Counts::weight_bytes, bytesText);
    add("gradients", &Counts::gradient_bytes, bytesText);
    add("optimizer state", &Counts::optimizer_bytes, bytesText);
    add("operations a sample, forward", &Counts::flops_per_sample, groupedText);
    return table.text();
}

/// "Cosine: warm-up 100, falls to 0".
template <typename Type>
std::string typedText(const Type* type, const std::string& name, const Attributes& given)
{
    if (type == nullptr)
        return name;
    std::string text;
    const std::vector<AttributeSpec> specs = type->attributes();
    const Attributes attributes = withDefaults(specs, given);
    for (const AttributeSpec& spec : specs)
        text += (text.empty() ? ": " : ", ") + spec.name + " " + toString(attributes.values().at(spec.name));
    return type->title() + text;
}

std::string trainingText(const TrainingSettings& training)
{
    TextTable table(indent);
    table.addRow({"optimizer",
                  typedText(findOptimizerType(training.optimizer), training.optimizer, training.optimizer_attributes)});
    table.addRow(
        {"schedule", typedText(findScheduleType(training.schedule), training.schedule, training.schedule_attributes)});
    return table.text();
}

std::string diagnosticsText(const Network& network, const Analysis& analysis, bool with_details)
{
    std::string text;
    for (const Diagnostic& diagnostic : analysis.diagnostics) {
        text += std::string(indent, ' ') + toString(diagnostic.severity) + ": ";
        if (diagnostic.layer)
            text += network.layers.at(*diagnostic.layer).name + ": ";
        else if (diagnostic.parameter)
            text += parameterName(network, *diagnostic.parameter) + ": ";
        text += diagnostic.message + (diagnostic.mend.empty() ? "" : " " + diagnostic.mend);
        text += diagnostic.details.empty() || with_details ? "\n" : " (--details lists them.)\n";
        if (!with_details)
            continue;
        for (const DiagnosticDetail& detail : diagnostic.details)
            text += std::string(2 * indent, ' ') + network.layers.at(detail.layer).name + ": " + detail.message + "\n";
    }
    const bool sound =
        std::ranges::all_of(analysis.diagnostics, [](const Diagnostic& d) { return d.severity == Severity::Info; });
    return sound ? text + std::string(indent, ' ') + "nothing is wrong: it can be trained\n" : text;
}

} // namespace

std::string infoText(const Project& project, const Analysis& analysis, const Account& account, bool with_details)
{
    const Network& network = project.network;
    std::string text = project.name + "\n";
    if (!project.description.empty())
        text += project.description + "\n";
    text += "\nLayers\n" + layersText(network, analysis);
    text += "\nParameters\n" + parametersText(network, analysis, account);
    text += tiesText(network, account);
    text += "\nWhat it takes, each storage counted once\n" + countsText(account);
    text += "\nTraining\n" + trainingText(project.training);
    text += "\nDiagnostics\n" + diagnosticsText(network, analysis, with_details);
    return text;
}

} // namespace ligature::cli
