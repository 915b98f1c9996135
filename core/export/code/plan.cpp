// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/export/code/plan.h"

#include <algorithm>
#include <set>
#include <stdexcept>

#include "core/export/predictions.h"
#include "core/network/analysis.h"
#include "core/network/composites.h"
#include "core/network/reachability.h"

namespace ligature {

namespace {

using Kind = CodeVariable::Kind;

[[noreturn]] void unknownParameter(const CodeFunction& function, const std::string& name)
{
    throw std::logic_error(function.path + " has a parameter \"" + name +
                           "\", which is nothing that it could be given");
}

class Planner {
public:
    Planner(const ExportRequest& request, const FunctionLibrary& library, Identifiers identifiers,
            const std::string& language)
        : m_request(request),
          m_spelled_out(spellOutComposites(
              request.network, [&](const LayerType& type) { return library.layer(type.name()) != nullptr; })),
          m_library(library), m_identifiers(std::move(identifiers)), m_language(language),
          m_analysis(analyse(m_network))
    {
    }

    Result<CodePlan> plan()
    {
        if (const auto wrong = std::ranges::find(m_analysis.diagnostics, Severity::Error, &Diagnostic::severity);
            wrong != m_analysis.diagnostics.end())
            return tl::unexpected<Error>(errorOf(m_network, *wrong, m_request.project_name));
        const std::vector<LayerId> order = layersTowardsALoss(m_network, m_analysis.order);
        if (const auto known = checkTypes(order); !known)
            return tl::unexpected<Error>(known.error());
        m_plan.project_name = m_request.project_name;
        m_plan.class_name = classIdentifier(m_request.project_name);
        m_plan.variant = m_request.variant;
        addParameters(order);
        // Names of layers first: they are what a user looks for.
        for (const LayerId id : order)
            m_names[id] = m_identifiers.take(m_network.layers.at(id).name);
        for (const LayerId id : order) {
            if (const auto added = addLayer(id); !added)
                return tl::unexpected<Error>(added.error());
        }
        addOutputs();
        if (const auto known = checkOutputs(); !known)
            return tl::unexpected<Error>(known.error());
        collectFunctions();
        return std::move(m_plan);
    }

private:
    Result<void> checkTypes(const std::vector<LayerId>& order) const
    {
        const std::string mend = "take another format, or draw the network without it";
        for (const LayerId id : order) {
            const Layer& layer = m_network.layers.at(id);
            const LayerType& type = *findLayerType(layer.type);
            if (!m_library.layer(layer.type))
                return fail(layer.name, type.title() + " cannot be exported to " + m_language, mend);
            for (auto tie = m_network.ties.lower_bound(Slot{id, {}});
                 tie != m_network.ties.end() && tie->first.layer == id; ++tie) {
                for (const ViewStep& step : tie->second.view) {
                    if (!m_library.view(step.type))
                        return fail(layer.name + "." + tie->first.slot,
                                    "the view " + findViewType(step.type)->title() + " cannot be exported to " +
                                        m_language,
                                    mend);
                }
            }
        }
        return {};
    }

    void addParameters(const std::vector<LayerId>& order)
    {
        const std::set<LayerId> run(order.begin(), order.end());
        std::map<ParameterId, std::size_t> uses;
        for (const auto& [slot, tie] : m_network.ties) {
            if (run.contains(slot.layer))
                ++uses[tie.parameter];
        }
        for (const ParameterValues& values : m_request.weights.parameters) {
            const auto used = uses.find(values.parameter);
            if (used == uses.end())
                continue;
            const Parameter& parameter = m_network.parameters.at(values.parameter);
            m_parameter_places[values.parameter] = m_plan.parameters.size();
            m_plan.parameters.push_back({.id = values.parameter,
                                         .name = values.name,
                                         .identifier = m_identifiers.take(values.name),
                                         .shape = values.shape,
                                         .values = &values.values,
                                         .trainable = parameter.trainable && !parameter.state,
                                         .state = parameter.state,
                                         .weight_decay_factor = parameter.weight_decay_factor,
                                         .learning_rate_factor = parameter.learning_rate_factor,
                                         .uses = used->second});
        }
    }

    Result<void> addLayer(LayerId id)
    {
        const Layer& drawn = m_network.layers.at(id);
        CodeLayer layer{.id = id, .type = findLayerType(drawn.type), .name = drawn.name};
        layer.attributes = withDefaults(layer.type->attributes(), drawn.attributes);
        std::map<std::string, CodeVariable> inputs;
        for (const PortSpec& port : layer.type->inputs(layer.attributes)) {
            const Port& from = m_network.links.at(Port{id, port.name});
            layer.inputs.push_back(m_outputs.at(from));
            layer.input_shapes.push_back(m_analysis.outputs.at(from));
            inputs[port.name] = m_outputs.at(from);
        }
        for (const PortSpec& port : layer.type->outputs(layer.attributes)) {
            layer.output_shapes.push_back(m_analysis.outputs.at(Port{id, port.name}));
            m_outputs[Port{id, port.name}] = {Kind::Local, m_names.at(id)};
        }
        for (const SlotSpec& slot : layer.type->slots(layer.attributes)) {
            const Slot use{id, slot.name};
            const std::size_t known = m_plan.reads.size();
            const std::size_t place = readOf(use);
            if (place == known)
                layer.first_reads.push_back(place);
            layer.slots[slot.name] = place;
        }
        layer.output = {Kind::Local, m_names.at(id)};
        noteData(layer);
        layer.call.function = m_library.layer(drawn.type);
        for (const std::string& name : layer.call.function->parameters)
            layer.call.arguments.push_back({name, layerArgument(layer, inputs, name)});
        m_plan.layers.push_back(std::move(layer));
        return {};
    }

    void noteData(const CodeLayer& layer)
    {
        const std::string type = layer.type->name();
        if (type == "input" && m_plan.feature_count == 0) {
            m_plan.feature_shape = layer.output_shapes.front();
            m_plan.feature_count = m_plan.feature_shape.elementCount();
        } else if (type == "target" && !m_plan.has_targets) {
            m_plan.has_targets = true;
            m_plan.target_shape = layer.output_shapes.front();
        }
    }

    decltype(CodeArgument::value) layerArgument(const CodeLayer& layer,
                                                const std::map<std::string, CodeVariable>& inputs,
                                                const std::string& name) const
    {
        if (name == "inputs")
            return layer.inputs;
        if (const auto input = inputs.find(name); input != inputs.end())
            return input->second;
        if (const auto slot = layer.slots.find(name); slot != layer.slots.end())
            return m_plan.reads[slot->second].variable;
        // Before the attributes: "bias" is the slot's value, not whether there is one.
        if (isSlotOf(*layer.type, layer.attributes, name))
            return CodeArgument::Absent{};
        if (layer.attributes.contains(name))
            return layer.attributes.values().at(name);
        if (name == "input_shape" && !layer.input_shapes.empty())
            return layer.input_shapes.front();
        if (name == "output_shape" && !layer.output_shapes.empty())
            return layer.output_shapes.front();
        if (name == "features")
            return CodeVariable{Kind::Features, {}};
        if (name == "targets")
            return CodeVariable{Kind::Targets, {}};
        if (name == "training")
            return CodeArgument::Training{};
        unknownParameter(*layer.call.function, name);
    }

    /// Whether the type has such a slot under other attributes: "bias" of a Dense without one.
    static bool isSlotOf(const LayerType& type, const Attributes& attributes, const std::string& name)
    {
        for (const AttributeSpec& spec : type.attributes()) {
            if (spec.kind != AttributeKind::Boolean && spec.kind != AttributeKind::Choice)
                continue;
            std::vector<AttributeValue> values = {true, false};
            if (spec.kind == AttributeKind::Choice) {
                values.clear();
                for (const AttributeChoice& choice : spec.choices)
                    values.emplace_back(choice.value);
            }
            for (const AttributeValue& value : values) {
                // The default too: a layer norm's bias needs its scale.
                for (Attributes other : {attributes, withDefaults(type.attributes(), {})}) {
                    other.set(spec.name, value);
                    const std::vector<SlotSpec> slots = type.slots(other);
                    if (std::ranges::find(slots, name, &SlotSpec::name) != slots.end())
                        return true;
                }
            }
        }
        return false;
    }

    /// The place of the read by which the slot reads, a new one where no slot before it reads alike.
    std::size_t readOf(const Slot& use)
    {
        const Tie& tie = m_network.ties.at(use);
        const std::string use_name = m_network.layers.at(use.layer).name + "." + use.slot;
        CodeRead read{.slots = {use_name},
                      .parameter = m_parameter_places.at(tie.parameter),
                      .view = tie.view,
                      .gradient_factor = tie.gradient_factor};
        const CodeParameter& parameter = m_plan.parameters[read.parameter];
        if (parameter.state)
            read.gradient_factor = 1.0; // There is no gradient to scale.
        for (ViewStep& step : read.view)
            step.attributes = withDefaults(findViewType(step.type)->attributes(), step.attributes);
        for (std::size_t i = 0; i < m_plan.reads.size(); ++i) {
            CodeRead& known = m_plan.reads[i];
            if (known.parameter == read.parameter && known.view == read.view &&
                known.gradient_factor == read.gradient_factor) {
                known.slots.push_back(use_name);
                return i;
            }
        }
        read.notation = notation(read.view, parameterName(m_network, tie.parameter));
        read.variable = {Kind::Parameter, parameter.identifier};
        const std::string name = m_network.layers.at(use.layer).name + "_" + use.slot;
        if (!read.view.empty() || read.gradient_factor != 1.0)
            read.variable = {Kind::Local, m_identifiers.take(name)};
        addSteps(read, parameter, use_name);
        m_plan.reads.push_back(std::move(read));
        return m_plan.reads.size() - 1;
    }

    void addSteps(CodeRead& read, const CodeParameter& parameter, const std::string& name)
    {
        CodeVariable from = {Kind::Parameter, parameter.identifier};
        read.shape = parameter.shape;
        for (const ViewStep& step : read.view) {
            const Shape input = read.shape;
            read.shape = findViewType(step.type)->outputShape(input, step.attributes).value();
            CodeCall call{m_library.view(step.type), {}};
            for (const std::string& argument : call.function->parameters) {
                if (argument == "parameter")
                    call.arguments.push_back({argument, from});
                else if (step.attributes.contains(argument))
                    call.arguments.push_back({argument, step.attributes.values().at(argument)});
                else if (argument == "input_shape")
                    call.arguments.push_back({argument, AttributeValue(input)});
                else if (argument == "output_shape")
                    call.arguments.push_back({argument, AttributeValue(read.shape)});
                else if (argument == "index" || argument == "coefficient")
                    call.arguments.push_back({argument, table(argument, name, step, input, read.shape)});
                else
                    unknownParameter(*call.function, argument);
            }
            read.steps.push_back(std::move(call));
            from = read.variable;
        }
    }

    CodeVariable table(const std::string& what, const std::string& use, const ViewStep& step, const Shape& input,
                       const Shape& output)
    {
        const LinearRead places = read({step}, input);
        CodeTable table{.name = freeTableName(use + "." + what),
                        .identifier = m_identifiers.take(use + "_" + what),
                        .shape = output};
        if (what == "index")
            table.values = places.index;
        else if (places.coefficient.empty())
            table.values = std::vector<float>(places.index.size(), 1.0F);
        else
            table.values = std::vector<float>(places.coefficient.begin(), places.coefficient.end());
        m_plan.tables.push_back(table);
        return {Kind::Table, table.identifier};
    }

    /// A chain may hash twice, and a parameter may have that name.
    [[nodiscard]] std::string freeTableName(const std::string& wish) const
    {
        const auto isTaken = [this](const std::string& name) {
            return std::ranges::find(m_plan.tables, name, &CodeTable::name) != m_plan.tables.end() ||
                   std::ranges::find(m_request.weights.parameters, name, &ParameterValues::name) !=
                       m_request.weights.parameters.end();
        };
        std::string name = wish;
        for (int number = 2; isTaken(name); ++number)
            name = wish + std::to_string(number);
        return name;
    }

    void addOutputs()
    {
        for (const Port& port : predictionsOf(m_network, m_analysis)) {
            m_plan.outputs.push_back(
                {m_spelled_out.nameOfOutput(port.layer), m_outputs.at(port), m_analysis.outputs.at(port)});
        }
    }

    /// Code predicts from the features alone.
    Result<void> checkOutputs() const
    {
        for (const CodeLayer* const layer : m_plan.modelLayers()) {
            if (layer->type->name() == "target")
                return fail(layer->name,
                            "what the network predicts depends on it, and where a model is used there is no target",
                            "let the losses alone read it, or take ONNX, whose model is given it as an input");
        }
        return {};
    }

    void collectFunctions()
    {
        std::vector<const CodeFunction*> called;
        for (const CodeRead& read : m_plan.reads) {
            for (const CodeCall& step : read.steps)
                called.push_back(step.function);
        }
        for (const CodeLayer& layer : m_plan.layers)
            called.push_back(layer.call.function);
        m_plan.functions = m_library.withNeeds(called);
    }

    const ExportRequest& m_request;
    const SpelledOut m_spelled_out;
    const Network& m_network = m_spelled_out.network;
    const FunctionLibrary& m_library;
    Identifiers m_identifiers;
    const std::string& m_language;
    Analysis m_analysis;
    CodePlan m_plan;
    std::map<LayerId, std::string> m_names;
    std::map<Port, CodeVariable> m_outputs;
    std::map<ParameterId, std::size_t> m_parameter_places;
};

} // namespace

double CodeLayer::lossWeight() const
{
    return isLoss() ? attributes.get<double>(lossWeightSpec().name) : 1.0;
}

bool CodePlan::targetsAreClasses() const
{
    const auto target = std::ranges::find_if(layers, [](const CodeLayer& layer) {
        return layer.type->category() == LayerCategory::Data && layer.attributes.contains("kind");
    });
    return target != layers.end() && target->attributes.get<std::string>("kind") != "values";
}

std::vector<const CodeLayer*> CodePlan::modelLayers() const
{
    // Only what leads to an output: a target, and what is made of it, is the losses'.
    std::set<std::string> needed;
    for (const CodeOutput& output : outputs)
        needed.insert(output.variable.name);
    std::vector<const CodeLayer*> found;
    for (auto layer = layers.rbegin(); layer != layers.rend(); ++layer) {
        if (layer->isLoss() || !needed.contains(layer->output.name))
            continue;
        for (const CodeVariable& input : layer->inputs)
            needed.insert(input.name);
        found.insert(found.begin(), &*layer);
    }
    return found;
}

std::vector<const CodeLayer*> CodePlan::lossLayers() const
{
    const std::vector<const CodeLayer*> model = modelLayers();
    std::set<const CodeLayer*> given;
    for (const CodeOutput& output : outputs)
        given.insert(&*std::ranges::find(layers, output.variable, &CodeLayer::output));
    std::set<std::string> needed;
    std::vector<const CodeLayer*> found;
    for (auto layer = layers.rbegin(); layer != layers.rend(); ++layer) {
        if (!layer->isLoss() && (given.contains(&*layer) || !needed.contains(layer->output.name)))
            continue;
        for (const CodeVariable& input : layer->inputs)
            needed.insert(input.name);
        found.insert(found.begin(), &*layer);
    }
    return found;
}

Result<CodePlan> planCode(const ExportRequest& request, const FunctionLibrary& library, Identifiers identifiers,
                          const std::string& language)
{
    return Planner(request, library, std::move(identifiers), language).plan();
}

} // namespace ligature
